"""Every door to a mirror: what each tells of single people while the organisation lets nobody see them, and when it
does. Written by hand: a new command that reads evidence belongs here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

import clearbar
from clearbar.cli.main import _run
from clearbar.flow.mirror import editions_of, let_persons_be_told, mirror
from clearbar.model.errors import EvidenceFault, QuestionFault
from clearbar.model.evidence import Rating

BOOK = Path(__file__).parents[2] / "examples" / "demo" / "book"
PEOPLE = [f"zyxperson{letter}" for letter in "abcdefgh"]
RATERS = [f"zyxrater{letter}" for letter in "abc"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror of eight persons at two sites, each rated often enough for every figure."""
    book = clearbar.read_book(BOOK)
    place = tmp_path_factory.mktemp("doors") / "evidence"
    one = next(iter(book.placed())).standard
    ratings = [
        Rating(
            rating=f"r{person}-{n}", interaction=f"i{person}-{n}", standard=one.id, edition=one.edition,
            response=f"x{person}-{n}", source="reviewer", setting="live", rater=RATERS[n % 3], person=person,
            team="north", site=f"s{number % 2}", customer=f"c{person}-{n}", channel="shop", topic="a",
            rated_at=datetime(2026, 6, 1 + n % 28, tzinfo=UTC), day=20260601 + n % 28, week=202623 + n % 4,
            level=1 + (n + number) % 5, expected=3, desired=None, millis=None, censored=False, instrument="v1",
            inclusion=1.0,
        )
        for number, person in enumerate(PEOPLE)
        for n in range(20)
    ]  # fmt: skip
    mirror(place, ratings, editions_of(book))
    return place


def run(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> tuple[int, str]:
    code = _run(list(words))
    told = capsys.readouterr()
    return code, told.out + told.err


REFUSED = [
    ("measure clearance {e} --by person", "--by"),
    ("measure clearance {e} --by site,person", "--by"),
    ("measure delight {e} --by person --format csv", "--by"),
    ("measure clearance {e} --by rater", "--by"),
    ("measure agreement {e} --by standard,rater", "--by"),
    ("measure shrinkage {e} --by person", "--by"),
    ("measure severity {e}", "severity"),
    ("measure clearance {e} --where \"person = 'zyxpersona'\"", "--where"),
    ("measure clearance {e} --where \"person <> 'zyxpersona'\"", "--where"),
    ("measure clearance {e} --where \"rater = 'zyxratera'\"", "--where"),
    ("measure clearance {e} --where \"customer = 'czyxpersona-1'\"", "customer"),
    ("measure clearance {e} --where \"interaction = 'izyxpersona-1'\"", "interaction"),
    ("measure clearance {e} --by day", "day"),
    ("measure clearance {e} --by person -o {out}/a.csv", "--by"),
    ("measure clearance {e} --by person -o {out}/a.xlsx", "--by"),
    ("chart clearance {e} --by person -o {out}/a.html", "--by"),
    ("chart clearance {e} --by person -o {out}/a.svg", "--by"),
    ("report {b} {e} --name-persons -o {out}/a.json", "persons cannot be named"),
    ("rollup {e} -o {out}/rolled", "rollup"),
    ("sample {e} --by person --budget 5 -o {out}/s.csv", "by person"),
]
"""Command, and what the refusal names."""
ALLOWED = [
    "measure clearance {e}",
    "measure clearance {e} --by site",
    "measure clearance {e} --by site,week",
    "measure consistency {e} --factors person",
    "measure agreement {e} --by standard",
    "measure funnel {e} --by site",
    "measure ranks {e} --by site",
    "chart clearance {e} --by site -o {out}/b.html",
    "report {b} {e} -o {out}/b.json -o {out}/b.html",
    "lint {b} --evidence {e}",
    "findings {b} {e} --format json",
    "findings {b} {e} --by-person --format json",
]
"""Commands that answer, and name nobody."""


def words(line: str, folder: Path, out: Path) -> list[str]:
    import shlex

    return shlex.split(line.format(e=folder, b=BOOK, out=out))


@pytest.mark.parametrize(("line", "names"), REFUSED)
def test_a_question_about_single_people_is_refused_with_the_reason(
    line: str, names: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    let_persons_be_told(folder, False)
    code, told = run(capsys, words(line, folder, tmp_path))
    assert code == 2 and names in told, told
    assert not any(one in told for one in (*PEOPLE[1:], *RATERS[1:])) and "Traceback" not in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("line", ALLOWED)
def test_groups_are_told_and_nobody_is_named(
    line: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    let_persons_be_told(folder, False)
    code, told = run(capsys, words(line, folder, tmp_path))
    assert code in {0, 1}, told
    files = "".join(file.read_text(encoding="utf-8") for file in tmp_path.iterdir())
    assert not [one for one in (*PEOPLE, *RATERS) if one in told + files]


def test_a_report_of_a_mirror_compares_no_persons_not_even_without_names(folder: Path, tmp_path: Path) -> None:
    let_persons_be_told(folder, False)
    book = clearbar.read_book(BOOK)
    assert "person" not in {one.of for one in clearbar.report(book, folder).comparisons}
    let_persons_be_told(folder, True)
    assert "person" in {one.of for one in clearbar.report(book, folder).comparisons}


def test_the_library_refuses_as_the_commands_do(folder: Path) -> None:
    let_persons_be_told(folder, False)
    with pytest.raises(QuestionFault, match="person"):
        clearbar.measure("clearance", folder, by="person")
    with pytest.raises(EvidenceFault, match="rollup"):
        clearbar.rollup(folder, folder.with_name("rolled"))
    with pytest.raises(EvidenceFault, match="named"):
        clearbar.report(clearbar.read_book(BOOK), folder, name_persons=True)


def test_a_site_of_one_person_is_that_person(folder: Path) -> None:
    let_persons_be_told(folder, False)
    told = clearbar.measure("clearance", folder, by="site", where="topic = 'a'")
    assert len(told) == 2
    alone = clearbar.measure("clearance", folder, by="topic", where="team = 'nowhere'")
    assert len(alone) == 0


@pytest.mark.parametrize("line", [one for one, _ in REFUSED[:7] if "rater" not in one])
def test_what_the_organisation_switched_on_is_told(
    line: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    let_persons_be_told(folder, True)
    code, told = run(capsys, words(line, folder, tmp_path))
    let_persons_be_told(folder, False)
    assert code == 0, told


def test_a_mark_that_says_nothing_keeps_them_closed(folder: Path) -> None:
    for text in ("", "yes", "true\n", json.dumps({"persons": True})):
        (folder / "mirror").write_text(text, encoding="utf-8")
        with pytest.raises(QuestionFault):
            clearbar.measure("clearance", folder, by="person")
    (folder / "mirror").write_text("", encoding="utf-8")
