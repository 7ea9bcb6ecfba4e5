"""`clearbar check`: conversations in, ratings kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, TextIO
from uuid import uuid4

import click

from clearbar.flow.check import Checked
from clearbar.flow.check import check as check_conversations
from clearbar.flow.define import read_book
from clearbar.model.check import Reading
from clearbar.model.evidence import Rejection

MOST_SHOWN = 20


@click.command()
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("conversations", type=click.File("rb"))
@click.option(
    "-o", "--output", "evidence", required=True, type=click.Path(path_type=Path), help="Folder of the evidence."
)
@click.option("--correct", is_flag=True, help="Let a rating that comes again with other content replace the first.")
@click.option(
    "--rejected", type=click.Path(path_type=Path), help="Write every rejected line's faults to this file (JSON lines)."
)
@click.option(
    "--why", type=click.Path(path_type=Path), help="Write what each reading rests on to this file (JSON lines)."
)
@click.pass_context
def check(
    context: click.Context,
    book: Path,
    conversations: BinaryIO,
    evidence: Path,
    correct: bool,
    rejected: Path | None,
    why: Path | None,
) -> None:
    """Check CONVERSATIONS (JSON lines, - for standard input) against BOOK; keep all ratings in the evidence.

    The same conversations again add nothing. A line that cannot be used is told and left out; the others are kept.
    Exit code 1 if anything was rejected or in conflict.
    """
    _apart(getattr(conversations, "name", "-"), {"--rejected": rejected, "--why": why})
    standards = read_book(book)
    with ExitStack() as stack:
        told = _Told(stack.enter_context(why.open("w", encoding="utf-8"))) if why else None
        refused = stack.enter_context(rejected.open("w", encoding="utf-8")) if rejected else None
        result = check_conversations(
            standards,
            _lines(conversations),
            evidence,
            new_id=lambda: uuid4().hex,
            file=getattr(conversations, "name", "-"),
            correct=correct,
            told=told,
        )
        if refused:
            _write_rejections(refused, result.rejections)
    _say(result, evidence)
    context.exit(1 if result.rejections or result.kept.conflicts else 0)


def _apart(source: str, written: dict[str, Path | None]) -> None:
    """Refuses to write over what is read, or two things into one file."""
    given = {option: path.resolve() for option, path in written.items() if path}
    for option, path in given.items():
        if path == Path(source).resolve():
            raise click.BadParameter(f"{path} is what is read; name another file", param_hint=option)
    if len(set(given.values())) < len(given):
        raise click.BadParameter("these are two files; give them two names", param_hint=" and ".join(given))


MAX_LINE = 32 * 1024 * 1024


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines of at most MAX_LINE + 1 bytes: the reader rejects one that long, and its rest is passed over."""
    while line := stream.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 1)


class _Told:
    """Writes what each reading rests on: where in the conversation, never the words said there."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __call__(self, interaction: str, standard: str, reading: Reading) -> None:
        rests_on = [
            {"message": basis.message, "start": basis.start, "end": basis.end, "says": basis.says}
            for basis in reading.rests_on
        ]
        said = {
            "interaction": interaction,
            "standard": standard,
            "level": None if reading.level is None else int(reading.level),
            "why": reading.why,
            "millis": reading.millis,
            "censored": reading.censored,
            "rests_on": rests_on,
        }
        self.stream.write(json.dumps(said, ensure_ascii=False) + "\n")


def _write_rejections(stream: TextIO, rejections: Iterable[Rejection]) -> None:
    for one in rejections:
        faults = [{"code": f.code, "message": f.message, "hint": f.hint} for f in one.faults]
        stream.write(json.dumps({"file": one.file, "line": one.line, "faults": faults}, ensure_ascii=False) + "\n")


def _say(result: Checked, evidence: Path) -> None:
    kept = result.kept
    read = sum(result.read.values())
    click.echo(
        f"{result.conversations:,} interactions read: {result.given:,} ratings came with them, "
        f"{read:,} were read by checks, {sum(result.not_applicable.values()):,} checks did not apply."
    )
    click.echo(
        f"{kept.new:,} ratings added to {evidence}, {kept.same:,} were there already"
        + (f", {kept.corrected:,} corrected" if kept.corrected else "")
        + f" (version {kept.version})."
    )
    if kept.conflicts:
        click.echo(f"{kept.refused:,} ratings came again with other content; the first ones stand.", err=True)
        for conflict in kept.conflicts[:MOST_SHOWN]:
            click.echo(f"  rating {conflict.rating}: {', '.join(conflict.columns)} differ", err=True)
        click.echo("    hint: --correct lets the new content replace the old", err=True)
    if result.rejections:
        click.echo(f"{len(result.rejections):,} could not be used:", err=True)
        for rejection in result.rejections[:MOST_SHOWN]:
            for fault in rejection.faults:
                click.echo(f"  {fault}", err=True)
        if len(result.rejections) > MOST_SHOWN:
            click.echo(f"  … and {len(result.rejections) - MOST_SHOWN:,} more; --rejected FILE writes all", err=True)
