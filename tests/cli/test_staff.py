"""`clearbar staff`: a sentence first, tables below, faults with place, reason and hint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clearbar.cli.main import _run
from clearbar.cli.staff import staff

ASKED = ["--arrivals", "200", "--service", "3 min", "--promise", "20 s", "--share", "0.8"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(staff, arguments, standalone_mode=True)


def test_the_answer_is_a_sentence_and_its_assumptions_are_said() -> None:
    told = run(*ASKED).output
    assert told.startswith(
        "14 people at the counter would keep it: 89 % of those who come would be served within 20 seconds."
    )
    assert told.count("assumed: ") == 6 and "Nobody gives up waiting" in told


def test_programs_get_the_same_as_a_document() -> None:
    told = json.loads(run(*ASKED, "--format", "json").output)
    (hour,) = told["hours"]
    assert hour["staff"] == 14 and [one["staff"] for one in hour["beside"]] == [12, 13, 14, 15, 16]
    assert told["played"] is None and len(told["assumes"]) == 6


def test_hours_are_told_one_by_one_and_the_same_seed_plays_the_same_days() -> None:
    asked = [
        "--arrivals",
        "10,40,0",
        "--service",
        "4 min",
        "--promise",
        "2 min",
        "--simulate",
        "50",
        "--patience",
        "5 min",
    ]
    first, again, other = (run(*asked, "--seed", seed).output for seed in ("1", "1", "2"))
    assert first == again != other
    assert "Played through on 50 invented days" in first and "\n3     0     1" in first


def test_more_patience_never_needs_fewer_people() -> None:
    def needed(*more: str) -> int:
        told = json.loads(run(*ASKED, "--format", "json", *more).output)
        return int(told["hours"][0]["staff"])

    assert needed("--patience", "10 s") <= needed("--patience", "2 min") <= needed()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--arrivals", "many"], "no number"),
        (["--service", "3"], "one number and one unit"),
        (["--book", "book"], "go together"),
        (["--simulate", "1"], "2<=x<=1000"),
    ],
)
def test_a_slip_is_told_with_how_to_write_it(arguments: list[str], says: str) -> None:
    result = run(*ASKED, *arguments)
    assert result.exit_code == 2 and says in result.output


def test_all_that_cannot_be_asked_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    code = _run(["staff", "--arrivals", "0", "--service", "3 min", "--promise", "20 s", "--share", "1"])
    told = capsys.readouterr().err
    assert code == 2 and "--arrivals CQ007" in told and "--share CQ007" in told and "Traceback" not in told


def test_today_is_told_beside_the_quality_that_guards_it(tmp_path: Path) -> None:
    from dataclasses import replace

    from clearbar.flow.define import read_book
    from clearbar.flow.mirror import editions_of, mirror
    from tests.web.boards.conftest import rating
    from tests.web.conftest import DEMO_BOOK

    book = read_book(DEMO_BOOK)
    rows = [
        replace(
            rating(book, f"p-{number % 6}", "north", standard, 4, 202640, source=source, customer=f"c-{number}"),
            interaction=f"i-{number}", millis=30_000 if standard.endswith("answer") else None,
        )
        for number in range(40)
        for standard, source in (("choose.first-answer", "check"), ("choose.listened", "customer"))
    ]  # fmt: skip
    mirror(tmp_path / "evidence", rows, editions_of(book))
    told = run(*ASKED, "--book", str(DEMO_BOOK), "--evidence", str(tmp_path / "evidence")).output
    assert "The first answer in the chat: 2 minutes are promised, and 100 % (" in told
    assert "asking before showing was cleared in 40 of 40" in told
    assert "Every answer in time: 4 minutes are promised; how far that is kept cannot be told yet." in told
