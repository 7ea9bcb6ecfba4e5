"""Blocks of a page that show commands with what they print: run as a person would, and compared.

    $ clearbar measure clearance build/demo/evidence
    clearance  clearance 95 %    n       target  verdict  more
    …

A line `…` stands for any number of lines. `head -n N FILE | clearbar …` gives the command a standard input, and
`echo $?` prints the exit code of the command before it.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from examples.demo.simulate import simulate
from examples.demo.training import as_csv

from clearbar.cli.main import main
from tests.docs.pages import ROOT, blocks

CUT = "…"


@dataclass(frozen=True)
class Told:
    """A command as a page shows it, with the lines that it is said to print."""

    command: str
    lines: tuple[str, ...]


def told(text: str) -> list[Told]:
    """The commands of a page, in order."""
    return [one for block in blocks(text, "console") for one in _split(block)]


def _split(block: str) -> Iterator[Told]:
    command, lines = "", list[str]()
    for line in [*block.splitlines(), "$ "]:
        if not line.startswith("$ "):
            lines.append(line)
            continue
        if command:
            yield Told(command, tuple(lines))
        command, lines = line.removeprefix("$ "), []


@dataclass
class Terminal:
    """Runs commands in a folder, 100 columns wide, and remembers the last exit code."""

    folder: Path
    code: int = 0

    def run(self, command: str) -> list[str]:
        """What the command prints, on both streams, line by line."""
        if command == "echo $?":
            return [str(self.code)]
        words, given = shlex.split(command), b""
        if words[0] == "head":
            _, _, number, file, pipe, *words = words
            assert pipe == "|", command
            with (self.folder / file).open("rb") as stream:
                given = b"".join(islice(stream, int(number)))
        assert words[0] == "clearbar", f"only clearbar is run: {command}"
        with self._terminal(given) as screen:
            try:
                main(words[1:])
            except SystemExit as end:
                self.code = int(end.code or 0)
        return [line.rstrip() for line in screen.getvalue().splitlines()]

    @contextmanager
    def _terminal(self, given: bytes) -> Iterator[StringIO]:
        screen = StringIO()
        stdin = patch.object(sys, "stdin", TextIOWrapper(BytesIO(given), encoding="utf-8"))
        width = patch.dict(os.environ, {"COLUMNS": "100"})
        with chdir(self.folder), stdin, width, redirect_stdout(screen), redirect_stderr(screen):
            yield screen


def desk(folder: Path) -> Terminal:
    """A terminal in `folder` with the demo's book, conversations and evidence, as `make demo` leaves them."""
    demo = folder / "build" / "demo"
    demo.mkdir(parents=True)
    made = simulate(7, 60_000)
    (demo / "interactions.jsonl").write_text(made.to_jsonl(), encoding="utf-8", newline="\n")
    for name, rows in (("invitations", made.invitations), ("events", made.events)):
        (demo / f"{name}.csv").write_text(as_csv(list(rows)), encoding="utf-8", newline="\n")
    (folder / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    terminal = Terminal(folder)
    terminal.run("clearbar check examples/demo/book build/demo/interactions.jsonl -o build/demo/evidence")
    for name in ("invitations", "events"):
        terminal.run(f"clearbar import build/demo/{name}.csv --as {name} -o build/demo/evidence")
    assert terminal.code == 0
    return terminal


def agrees(said: tuple[str, ...], printed: list[str]) -> bool:
    """Whether what a page says is what was printed, where `…` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == CUT else re.escape(line) + r"\n" for line in said)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def renewed(text: str, terminal: Terminal) -> str:
    """The page with its commands run anew. Where lines were cut, as many stay at either side as stood there."""
    done = 0
    for one in told(text):
        printed = terminal.run(one.command)
        old = _shown(one.command, one.lines)
        new = old if agrees(one.lines, printed) else _shown(one.command, _cut(one.lines, printed))
        start = text.index(old, done)
        text = text[:start] + new + text[start + len(old) :]
        done = start + len(new)
    return text


def _shown(command: str, lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in (f"$ {command}", *lines))


def _cut(before: tuple[str, ...], printed: list[str]) -> list[str]:
    if CUT not in before:
        return printed
    head, tail = before.index(CUT), len(before) - before.index(CUT) - 1
    return [*printed[:head], CUT, *printed[len(printed) - tail :]]
