"""`clearbar book`: begin one, and tell what changed."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from shutil import copytree

import pytest

from clearbar.flow.define import TRADES, read_book
from tests.cli.conftest import Run


@pytest.mark.parametrize("trade", TRADES)
def test_a_new_book_is_read_and_linted_without_a_word(run: Run, tmp_path: Path, trade: str) -> None:
    said = run("book", "new", tmp_path / "book", "--trade", trade, "--organisation", "Larch & Daughters")
    assert said.code == 0 and said.out.count("written:") == 5 and "clearbar lint" in said.out
    assert read_book(tmp_path / "book").organisation == "Larch & Daughters"
    assert run("lint", tmp_path / "book").code == 0


def test_a_folder_that_holds_anything_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    said = run("book", "new", tmp_path, "--trade", "shop")
    assert said.is_refusal() and [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_a_trade_without_a_book_names_those_that_have_one(run: Run, tmp_path: Path) -> None:
    said = run("book", "new", tmp_path / "book", "--trade", "smithy")
    assert said.is_refusal() and "clinic-reception" in said.err


@pytest.fixture
def two(run: Run, tmp_path: Path) -> tuple[Path, Path]:
    """A book, and the same with one target raised."""
    old, new = tmp_path / "old", tmp_path / "new"
    run("book", "new", old, "--trade", "shop")
    copytree(old, new)
    file = new / "journeys" / "return.yaml"
    text = file.read_text()
    assert text.count("target: 85%") == 1
    file.write_text(text.replace("target: 85%", "target: 90%"))
    return old, new


def test_diff_says_in_words_what_changed(run: Run, two: tuple[Path, Path]) -> None:
    said = run("book", "diff", *two)
    assert said.code == 0
    assert said.out.splitlines() == [
        "Bring something back",
        "  Changed: You tell it once, and nobody asks whose fault it is.",
        "      return.heard-once, in “Saying what is wrong”",
        "    - The target rises from 85 % to 90 %.",
        "",
        "1 to be read and signed anew; 7 stay as they are.",
    ]


def test_diff_for_programs_has_the_same(run: Run, two: tuple[Path, Path]) -> None:
    told = json.loads(run("book", "diff", *two, "--format", "json").out)
    assert told["format"] == "clearbar.changes/1" and told["same"] == 7
    assert [(one["standard"], one["kind"], one["again"]) for one in told["changes"]] == [
        ("return.heard-once", "changed", True)
    ]


def test_diff_of_the_same_says_that_nothing_changes(run: Run, two: tuple[Path, Path]) -> None:
    assert run("book", "diff", two[0], two[0]).out == "Nothing changes for staff.\n"


def test_diff_of_what_is_no_book_is_refused(run: Run, two: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("book", "diff", two[0], tmp_path / "nowhere").is_refusal()


def test_a_folder_with_hidden_files_only_takes_a_book(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book"
    (book / ".git").mkdir(parents=True)
    assert run("book", "new", book, "--trade", "shop").code == 0
    assert (book / "book.yaml").is_file()


def test_the_next_command_can_be_copied_whatever_the_folder_is_called(run: Run, tmp_path: Path) -> None:
    book = tmp_path / 'it\'s "ours"'
    last = run("book", "new", book, "--trade", "shop").out.splitlines()[-1]
    assert shlex.split(last.partition("then: ")[2]) == ["clearbar", "lint", str(book)]


def test_a_folder_that_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = run("book", "new", tmp_path / "file" / "book", "--trade", "shop")
    assert said.code == 2 and said.err.count("\n") == 1 and "Traceback" not in said.err


def test_diff_quotes_the_book_in_the_language_that_was_asked_for(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    run("book", "new", old, "--trade", "hotel")
    copytree(old, new)
    file = next(
        one for one in sorted(new.rglob("*.yaml")) if "target: " in one.read_text() and "nl:" in one.read_text()
    )
    text = file.read_text()
    file.write_text(re.sub(r"target: \d+%", "target: 99%", text, count=1))
    own, dutch = (run("book", "diff", old, new, *told).out for told in ([], ["--language", "nl-BE"]))
    assert own != dutch and "to 99 %." in dutch
    [promise] = re.findall(r"Changed: (.*)", dutch)
    assert f"nl: {promise}" in text.replace('"', "")
