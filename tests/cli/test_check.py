"""`clearbar check`: what it says, what it writes, and what it leaves alone."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from clearbar.cli import check as command
from clearbar.engines import Evidence
from tests.cli.conftest import Run, conversation
from tests.standards.samples import RETURN


def test_conversations_become_ratings_and_the_same_again_add_nothing(
    run: Run, book: Path, conversations: Path, tmp_path: Path
) -> None:
    evidence = tmp_path / "evidence"
    said = run("check", book, conversations, "-o", evidence)
    assert said.code == 0 and not said.err
    assert said.out.splitlines()[0] == (
        "12 interactions read: 12 ratings came with them, 12 were read by checks, 0 checks did not apply."
    )
    assert said.out.splitlines()[1].startswith("24 ratings added to ") and "0 were there already" in said.out
    again = run("check", book, conversations, "-o", evidence)
    assert again.code == 0 and "0 ratings added" in again.out and "24 were there already" in again.out


def test_lines_that_cannot_be_used_are_told_and_the_others_kept(run: Run, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text(conversation(1) + "not json\n" + conversation(2) + '{"interaction": 3}\n')
    said = run("check", book, path, "-o", tmp_path / "evidence", "--rejected", tmp_path / "rejected.jsonl")
    assert said.code == 1 and said.out.startswith("2 interactions read")
    assert f"{path}:2:" in said.err and f"{path}:4:" in said.err and "Traceback" not in said.err
    written = [json.loads(line) for line in (tmp_path / "rejected.jsonl").read_text().splitlines()]
    assert [(one["file"], one["line"]) for one in written] == [(str(path), 2), (str(path), 4)]
    assert all(fault["code"] and fault["message"] for one in written for fault in one["faults"])


def test_many_rejections_are_told_in_part_and_written_in_full(run: Run, book: Path, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text("no\n" * 50)
    said = run("check", book, path, "-o", tmp_path / "evidence", "--rejected", tmp_path / "all")
    assert said.err.count(f"  {path}:") == command.MOST_SHOWN and "and 30 more" in said.err
    assert len((tmp_path / "all").read_text().splitlines()) == 50


def test_a_rejected_file_without_rejections_is_empty(run: Run, book: Path, conversations: Path, tmp_path: Path) -> None:
    (tmp_path / "rejected").write_text("of last time")
    assert run("check", book, conversations, "-o", tmp_path / "e", "--rejected", tmp_path / "rejected").code == 0
    assert (tmp_path / "rejected").read_text() == ""


@pytest.mark.parametrize("option", ["--rejected", "--why"])
def test_a_file_that_cannot_be_written_is_told_before_anything_is_kept(
    run: Run, book: Path, conversations: Path, tmp_path: Path, option: str
) -> None:
    evidence = tmp_path / "evidence"
    run("check", book, tmp_path / "conversations.jsonl", "-o", evidence)
    before = Evidence(evidence).version
    conversations.write_text(conversation(99))
    for wrong in (tmp_path / "no" / "where", tmp_path):
        said = run("check", book, conversations, "-o", evidence, option, wrong)
        assert said.is_refusal() and not said.is_own_fault() and not said.out
    assert Evidence(evidence).version == before


def test_why_tells_what_each_reading_rests_on_and_never_the_words(
    run: Run, book: Path, conversations: Path, tmp_path: Path
) -> None:
    assert run("check", book, conversations, "-o", tmp_path / "e", "--why", tmp_path / "why").code == 0
    text = (tmp_path / "why").read_text()
    said = [json.loads(line) for line in text.splitlines()]
    assert len(said) == 12 and {one["standard"] for one in said} == {"return.at-once"}
    assert {one["level"] for one in said} == {2, 4} and {one["millis"] for one in said} == {60_000, 300_000}
    assert all(place["message"] in (0, 1) for one in said for place in one["rests_on"]) and said[0]["rests_on"]
    assert "secret" not in text and "hello" not in text


def test_a_rating_that_comes_again_with_other_content_stands_unless_it_is_a_correction(
    run: Run, book: Path, tmp_path: Path
) -> None:
    def rated(level: int) -> str:
        return conversation(
            1, ratings=[{"standard": "overall", "source": "customer", "level": level, "rating": "g-1", "person": "p"}]
        )

    path, evidence = tmp_path / "lines", tmp_path / "evidence"
    path.write_text(rated(4))
    assert run("check", book, path, "-o", evidence).code == 0
    path.write_text(rated(2))
    said = run("check", book, path, "-o", evidence)
    assert said.code == 1 and "rating g-1: level differ" in said.err and "--correct" in said.err
    said = run("check", book, path, "-o", evidence, "--correct")
    assert said.code == 0 and "1 corrected" in said.out
    assert run("check", book, path, "-o", evidence).code == 0


def test_conversations_may_come_from_standard_input(process: Run, book: Path, tmp_path: Path) -> None:
    said = process("check", book, "-", "-o", tmp_path / "e", stdin=(conversation(1) + conversation(2) + "x\n").encode())
    assert said.code == 1 and said.out.startswith("2 interactions read") and "stdin" in said.err


def test_a_book_with_faults_is_told_in_full_and_nothing_is_made(run: Run, conversations: Path, tmp_path: Path) -> None:
    (tmp_path / "book" / "journeys").mkdir(parents=True)
    (tmp_path / "book" / "book.yaml").write_text("organisation: x\n")
    wrong = RETURN.replace("bar: exemplary", "bar: god").replace("for:", "four:")
    (tmp_path / "book" / "journeys" / "a.yaml").write_text(wrong)
    said = run("check", tmp_path / "book", conversations, "-o", tmp_path / "evidence")
    assert said.is_refusal() and said.err.count(" CB0") == 3 and "did you mean `for`?" in said.err
    assert not (tmp_path / "evidence").exists()


def test_places_that_are_not_what_they_should_be(run: Run, book: Path, conversations: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me")
    for arguments in (
        (tmp_path / "nowhere", conversations, "-o", tmp_path / "e"),
        (tmp_path / "file", conversations, "-o", tmp_path / "e"),
        (book, tmp_path, "-o", tmp_path / "e"),
        (book, tmp_path / "nowhere", "-o", tmp_path / "e"),
        (book, conversations, "-o", tmp_path / "file"),
        (book, conversations, "-o", tmp_path / "file" / "inside"),
        (book, conversations, "-o", tmp_path / "full"),
    ):
        said = run("check", *arguments)
        assert said.is_refusal() and not said.is_own_fault(), (arguments, said)
    assert (tmp_path / "full" / "letter.txt").read_text() == "keep me"
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["letter.txt"] and not (tmp_path / "e").exists()


def test_lines_without_end_are_never_held_in_memory_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "MAX_LINE", 10)
    stream = io.BytesIO(b"short\n" + b"x" * 10 + b"\n" + b"y" * 57 + b"\nnext\n" + b"z" * 11 + b"\n" + b"w" * 23)
    lines = list(command._lines(stream))
    assert lines == [b"short\n", b"x" * 10 + b"\n", b"y" * 11, b"next\n", b"z" * 11, b"w" * 11]


@pytest.mark.parametrize("option", ["--rejected", "--why"])
def test_what_is_read_is_never_written_over(
    run: Run, book: Path, conversations: Path, tmp_path: Path, option: str
) -> None:
    before = conversations.read_bytes()
    said = run("check", book, conversations, "-o", tmp_path / "evidence", option, conversations)
    assert said.code == 2 and "is what is read" in said.err
    assert conversations.read_bytes() == before


def test_what_readings_rest_on_and_rejections_go_to_two_files(
    run: Run, book: Path, conversations: Path, tmp_path: Path
) -> None:
    both = tmp_path / "both"
    said = run("check", book, conversations, "-o", tmp_path / "evidence", "--why", both, "--rejected", both)
    assert said.code == 2 and "two files" in said.err
