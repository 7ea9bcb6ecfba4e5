"""Importing the package costs next to nothing: what is heavy loads when it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "click",
    "deltalake",
    "duckdb",
    "filelock",
    "jinja2",
    "numpy",
    "pyarrow",
    "pydantic",
    "scipy",
    "sqlglot",
    "yaml",
}


def loaded(code: str) -> set[str]:
    """The heavy libraries that a new process holds after running `code`."""
    program = f"{code}\nimport sys\nprint(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import clearbar",
        "import clearbar; clearbar.Estimate, clearbar.BookFault, clearbar.Answer",
        "import clearbar.model.book, clearbar.model.report, clearbar.model.conversation, clearbar.model.question",
    ],
)
def test_the_door_and_the_words_load_nothing_heavy(code: str) -> None:
    assert loaded(code) == set()


def test_the_command_line_loads_what_reads_it_and_no_more() -> None:
    assert loaded("import clearbar.cli.main") == {"click"}


def test_what_is_used_is_loaded() -> None:
    """So that the tests above can fail."""
    assert {"duckdb", "numpy"} <= loaded("import clearbar; clearbar.measure")


def test_a_book_is_read_without_engine_or_algebra() -> None:
    assert loaded("import clearbar; clearbar.read_book") <= {"pydantic", "yaml"}
