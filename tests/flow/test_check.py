"""Checking conversations: what becomes a row, what is refused, and what the same again comes to."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

import clearbar
from clearbar.flow.check import Checked, check
from clearbar.model.book import Book
from clearbar.model.check import Reading
from clearbar.model.errors import EvidenceFault
from tests.engines.samples import stored
from tests.flow.samples import BOOK, given, line, said, talk

NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def book() -> Book:
    return clearbar.read_book(BOOK)


def run(book: Book, folder: Path, lines: Iterable[str], **more: Any) -> Checked:
    return check(book, lines, folder, new_id=lambda: f"random-{next(NUMBERS)}", **more)


def rows_of(folder: Path, standard: str) -> list[dict[str, Any]]:
    return [row for row in stored(folder) if row["standard"] == standard]


def test_lines_that_cannot_be_used_are_named_and_the_good_ones_kept(book: Book, tmp_path: Path) -> None:
    lines = [
        line("i-1", messages=talk(60)),
        "{not json",
        "",
        line("i-2", messages=talk(60), mood="angry"),
        line("i-1", messages=talk(90)),
        line("i-3", messages=talk(60)),
    ]
    result = run(book, tmp_path / "evidence", lines, file="march.jsonl")
    assert [(one.file, one.line, one.faults[0].code) for one in result.rejections] == [
        ("march.jsonl", 2, "CC001"),
        ("march.jsonl", 4, "CC002"),
        ("march.jsonl", 5, "CC009"),
    ]
    assert (result.conversations, result.kept.new) == (2, 4)
    assert {row["interaction"] for row in stored(tmp_path / "evidence")} == {"i-1", "i-3"}


def test_a_rating_of_a_standard_that_the_book_lacks_is_refused_with_the_one_that_was_meant(
    book: Book, tmp_path: Path
) -> None:
    ratings = [given("repair.no-blam", 4), given("overall", 5), given("repair.first-reply", 3)]
    result = run(book, tmp_path / "evidence", [line("i-1", messages=talk(60), ratings=ratings)])
    (unknown,), (no_level,) = (one.faults for one in result.rejections)
    assert (unknown.code, unknown.hint) == ("CC015", "did you mean `repair.no-blame`?")
    assert "i-1" in unknown.file
    assert no_level.code == "CC016"
    assert result.given == 1
    assert [row["level"] for row in rows_of(tmp_path / "evidence", "overall")] == [5]


def test_a_wait_without_an_answer_is_censored_and_never_zero(book: Book, tmp_path: Path) -> None:
    asked = [said("customer", 0, "Hello?", author="c-1")]
    lines = [
        line("still-open", messages=asked, seen_at=said("customer", 60)["at"]),
        line("given-up", messages=asked, seen_at=said("customer", 600)["at"]),
        line("answered", messages=talk(60)),
        line("late", messages=talk(121)),
    ]
    result = run(book, tmp_path / "evidence", lines)
    found = {row["interaction"]: row for row in rows_of(tmp_path / "evidence", "repair.first-reply")}
    assert {name: (row["level"], row["millis"], row["censored"]) for name, row in found.items()} == {
        "given-up": (2, 600_000, True),
        "answered": (4, 60_000, False),
        "late": (2, 121_000, False),
    }
    assert result.not_applicable["repair.first-reply"] == 1


def test_checks_run_only_on_journeys_that_cover_the_topic(book: Book, tmp_path: Path) -> None:
    lines = [
        line("repair", messages=talk(60)),
        line("sale", topic="sales", messages=talk(60)),
        line("other", topic="parking", messages=talk(60)),
        line("unknown", topic=None, messages=talk(60)),
    ]
    result = run(book, tmp_path / "evidence", lines)
    assert {(row["interaction"], row["standard"]) for row in stored(tmp_path / "evidence")} == {
        ("repair", "repair.first-reply"),
        ("repair", "repair.anything-else"),
        ("sale", "buy.welcome"),
    }
    assert result.read == {"repair.first-reply": 1, "repair.anything-else": 1, "buy.welcome": 1}


def test_an_interaction_without_messages_brings_its_ratings_and_no_checks(book: Book, tmp_path: Path) -> None:
    rated = [given("overall", 5, at="2026-03-02T10:00:00+01:00")]
    result = run(book, tmp_path / "evidence", [line("counter", ratings=rated)])
    assert (result.given, result.read, result.not_applicable) == (1, {}, {})
    assert [row["standard"] for row in stored(tmp_path / "evidence")] == ["overall"]


def test_what_a_reading_rests_on_is_told(book: Book, tmp_path: Path) -> None:
    told: list[tuple[str, str, Reading]] = []
    messages = talk(150, "So. Anything else that rattles?")
    run(book, tmp_path / "evidence", [line("i-1", messages=messages)], told=lambda *one: told.append(one))
    found = {standard: reading for interaction, standard, reading in told if interaction == "i-1"}
    assert set(found) == {"repair.first-reply", "repair.anything-else"}
    assert [basis.message for basis in found["repair.first-reply"].rests_on] == [0, 1]
    (basis,) = found["repair.anything-else"].rests_on
    assert basis.message == 3
    assert messages[3]["text"][basis.start : basis.end] == "Anything else"


def test_a_reading_that_does_not_apply_is_told_too(book: Book, tmp_path: Path) -> None:
    told: list[Reading] = []
    only_us = [said("agent", 0, "Hello?", author="p-1")]
    run(book, tmp_path / "evidence", [line("i-1", messages=only_us)], told=lambda *one: told.append(one[2]))
    assert [reading.level is None for reading in told] == [True, False]
    assert told[0].why


def test_readings_of_one_conversation_share_a_response(book: Book, tmp_path: Path) -> None:
    run(book, tmp_path / "evidence", [line("i-1", messages=talk(60)), line("i-2", messages=talk(60))])
    responses = {row["interaction"]: {one["response"] for one in stored(tmp_path / "evidence")
                                      if one["interaction"] == row["interaction"]}
                 for row in stored(tmp_path / "evidence")}  # fmt: skip
    assert [len(found) for found in responses.values()] == [1, 1]
    assert responses["i-1"] != responses["i-2"]


def test_the_same_conversations_again_add_nothing_although_responses_are_drawn_anew(book: Book, tmp_path: Path) -> None:
    ratings = [given("overall", 5), given("repair.no-blame", 4, anonymous=True)]
    lines = [line("i-1", messages=talk(60), ratings=ratings), line("i-2", messages=talk(300))]
    first = run(book, tmp_path / "evidence", lines)
    before = stored(tmp_path / "evidence")
    again = run(book, tmp_path / "evidence", lines)
    assert (first.kept.new, again.kept.new, again.kept.same) == (6, 0, 6)
    assert (again.kept.conflicts, again.kept.version) == ((), first.kept.version)
    assert stored(tmp_path / "evidence") == before


def test_a_conversation_that_went_on_is_a_conflict_until_it_is_corrected(book: Book, tmp_path: Path) -> None:
    run(book, tmp_path / "evidence", [line("i-1", messages=talk(60))])
    longer = [line("i-1", messages=[*talk(60), said("agent", 7200, "And your bell works again.", author="p-1")])]
    told = run(book, tmp_path / "evidence", longer).kept
    assert [one.columns for one in told.conflicts] == [("rated_at",), ("rated_at", "level")]
    assert [row["level"] for row in rows_of(tmp_path / "evidence", "repair.anything-else")] == [4]
    assert run(book, tmp_path / "evidence", longer, correct=True).kept.corrected == 2
    assert [row["level"] for row in rows_of(tmp_path / "evidence", "repair.anything-else")] == [2]


# Anonymity

SECRET = ("interaction", "rater", "customer", "rated_at", "day")


def unkeyed(*parts: str | None) -> str:
    """The id that anybody can compute who knows what the rating is about."""
    return blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def test_an_anonymous_rating_keeps_the_week_only_and_cannot_be_linked_without_the_key(
    book: Book, tmp_path: Path
) -> None:
    common = {"rater": "c-1", "instrument": "card", "response": "answer-1"}
    ratings = [
        given("overall", 4, **common),
        given("repair.no-blame", 2, anonymous=True, **common),
        given("repair.no-blame", 3, anonymous=True, rating="card-77", rater="c-2"),
    ]
    folder = tmp_path / "evidence"
    run(book, folder, [line("i-1", customer="c-1", messages=talk(60), ratings=ratings)])
    (open_one,) = rows_of(folder, "overall")
    hidden = rows_of(folder, "repair.no-blame")
    assert open_one["rating"] == unkeyed("i-1", "overall", "customer", "c-1", "live", "card")
    assert [[row[name] for name in SECRET] for row in hidden] == [[None] * len(SECRET)] * 2
    assert [row["week"] for row in hidden] == [202610, 202610]
    guesses = {
        unkeyed("i-1", "repair.no-blame", "customer", rater, "live", instrument)
        for rater, instrument in itertools.product(("c-1", "c-2", None), ("card", ""))
    } | {unkeyed("rating", "card-77"), unkeyed("response", "answer-1"), "card-77", "answer-1"}
    told = {row[name] for row in hidden for name in ("rating", "response")}
    assert not told & guesses
    assert not told & {row[name] for row in stored(folder) if row["interaction"] for name in ("rating", "response")}
    key = (folder / "key").read_bytes()
    parts = ("i-1", "repair.no-blame", "customer", "c-1", "live", "card")
    with_key = blake2b(json.dumps(parts).encode(), digest_size=16, key=key).hexdigest()
    assert with_key in {row["rating"] for row in hidden}


def test_two_folders_give_the_same_anonymous_rating_different_ids(book: Book, tmp_path: Path) -> None:
    lines = [line("i-1", messages=talk(60), ratings=[given("repair.no-blame", 2, anonymous=True, response="a")])]
    found = []
    for name in ("one", "other"):
        run(book, tmp_path / name, lines)
        (row,) = rows_of(tmp_path / name, "repair.no-blame")
        found.append({row["rating"], row["response"]})
    assert not found[0] & found[1]


def test_nothing_that_was_said_reaches_the_folder(book: Book, tmp_path: Path) -> None:
    """Words of the conversation are looked for in every byte of every file, and in every cell."""
    messages = [*talk(60, "Farewell, Quetzalcoatl. Anything else?"), said("customer", 99, "my Xylophone broke")]
    run(book, tmp_path / "evidence", [line("i-1", messages=messages, ratings=[given("overall", 4)])])
    content = b"".join(path.read_bytes() for path in (tmp_path / "evidence").rglob("*") if path.is_file())
    cells = json.dumps([stored(tmp_path / "evidence", table) for table in ("ratings", "standards")], default=str)
    assert b"i-1" in content
    assert "i-1" in cells
    for word in ("Quetzalcoatl", "Xylophone", "rattles"):
        assert word.encode() not in content
        assert word not in cells


# Faults


def test_an_input_that_breaks_off_leaves_the_evidence_as_it_was(book: Book, tmp_path: Path) -> None:
    run(book, tmp_path / "evidence", [line("i-1", messages=talk(60))])

    def broken() -> Iterable[str]:
        yield line("i-2", messages=talk(60))
        raise OSError("the pipe broke")

    with pytest.raises(OSError, match="the pipe broke"):
        run(book, tmp_path / "evidence", broken())
    assert {row["interaction"] for row in stored(tmp_path / "evidence")} == {"i-1"}


def test_a_folder_of_other_things_is_refused_before_a_line_is_read(book: Book, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")

    def unread() -> Iterable[str]:
        pytest.fail("a line was read")
        yield ""

    with pytest.raises(EvidenceFault, match="other things"):
        run(book, tmp_path, unread())
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_editions_are_kept_even_where_nothing_was_said(book: Book, tmp_path: Path) -> None:
    result = run(book, tmp_path / "evidence", [])
    assert (result.conversations, result.kept.new, result.kept.version) == (0, 0, 0)
    kept = {row["standard"]: row for row in stored(tmp_path / "evidence", "standards")}
    assert set(kept) == {"repair.first-reply", "repair.no-blame", "repair.anything-else", "buy.welcome", "overall"}
    first = kept["repair.first-reply"]
    said_of_it = {
        "journey": "repair", "step": "ask", "stage": "front", "dimension": "promptness",
        "bar": 4, "target": 0.8, "scale": "yes_no", "pair": "repair.no-blame",
    }  # fmt: skip
    assert {name: first[name] for name in said_of_it} == said_of_it
    assert [kept["overall"][name] for name in ("journey", "step", "stage", "dimension", "scale", "target")] == [
        None, None, None, None, "levels", 0.75,
    ]  # fmt: skip


def test_days_and_weeks_are_the_sites(book: Book, tmp_path: Path) -> None:
    """23:30 UTC on Sunday, 3 January 2027, is Monday of the next week in Paris, but not without a site."""
    at = "2027-01-03T23:30:00Z"
    lines = [
        line("paris", ratings=[given("overall", 4, at=at)]),
        line("nowhere", site=None, ratings=[given("overall", 4, at=at)]),
    ]
    run(book, tmp_path / "evidence", lines)
    assert {row["interaction"]: (row["day"], row["week"]) for row in stored(tmp_path / "evidence")} == {
        "paris": (20270104, 202701),
        "nowhere": (20270103, 202653),
    }
