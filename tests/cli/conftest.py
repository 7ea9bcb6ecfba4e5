"""A small company on disk, and a way to run a command as a person does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clearbar.cli.main import main
from tests.measures.samples import drawn, keep
from tests.standards.samples import HEAD, RETURN

CLEARBAR = Path(sys.executable).with_name("clearbar")


@dataclass(frozen=True)
class Said:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    def is_refusal(self) -> bool:
        """Whether it was refused in a sentence, with the code that says so."""
        return self.code == 2 and bool(self.err.strip()) and "Traceback" not in self.err + self.out

    def is_own_fault(self) -> bool:
        return "a fault of Clearbar itself" in self.err


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command line in this process; what would become the web application ends instead."""
    monkeypatch.delenv("CLEARBAR_DEBUG", raising=False)
    monkeypatch.setattr("clearbar.cli.web.become", lambda command: sys.exit(0))

    def run_it(*arguments: str | Path) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, printed.out, printed.err)

    return run_it


@pytest.fixture
def process() -> Run:
    """Runs the installed command in a process of its own; a keyword is a variable of its environment."""

    def run_it(*arguments: str | Path, stdin: bytes = b"", **env: str) -> Said:
        done = subprocess.run(
            [str(CLEARBAR), *map(str, arguments)],
            input=stdin, capture_output=True, timeout=60, check=False, env={**os.environ, **env},
        )  # fmt: skip
        return Said(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    return run_it


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    (folder / "journeys").mkdir()
    (folder / "book.yaml").write_text(HEAD)
    (folder / "journeys" / "return.yaml").write_text(RETURN)
    return folder


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ratings of every kind; not those of `book`."""
    return keep(tmp_path_factory.mktemp("evidence"), drawn(5, 300))


def conversation(i: int, seconds: int = 60, **more: object) -> str:
    """A conversation of one question and one answer, as a line."""
    minutes, rest = divmod(seconds, 60)
    said = [
        {"role": "customer", "author": "c", "at": "2026-03-02T10:00:00+01:00", "text": "my secret words"},
        {"role": "agent", "author": f"p{i % 2}", "at": f"2026-03-02T10:{minutes:02}:{rest:02}+01:00", "text": "hello"},
    ]
    rating = {"standard": "overall", "source": "customer", "level": 4, "person": f"p{i % 2}"}
    line = {"interaction": f"i-{i}", "topic": "returns", "messages": said, "ratings": [rating], **more}
    return json.dumps(line) + "\n"


@pytest.fixture
def conversations(tmp_path: Path) -> Path:
    path = tmp_path / "conversations.jsonl"
    path.write_text("".join(conversation(i, 60 if i % 4 else 300) for i in range(12)))
    return path
