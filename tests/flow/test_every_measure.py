"""What must hold for every measure, whatever it reckons: the answer does not depend on the order or the parts in which
ratings came, nor on what people are called; evidence that nobody would wish for has an answer too, or a reason.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from math import isfinite, isnan
from pathlib import Path
from typing import Any

import pytest

from clearbar.engines import Engine, Evidence, open_engine
from clearbar.flow.assess import MEASURES, ask
from clearbar.model.errors import QuestionFault
from clearbar.model.estimate import Answer
from clearbar.model.evidence import Event, Invitation, Rating
from clearbar.model.question import Question
from tests.conftest import work
from tests.engines.mixed import QUESTIONS, keep_mixed, rows
from tests.measures.samples import STANDARDS, row

pytestmark = pytest.mark.long

ASKED = [(name, question) for name in MEASURES for question in QUESTIONS.get(name, ()) if not question.where][:400]
PEOPLE = ("person", "rater", "customer", "team", "interaction")
"""Columns whose values are names and nothing else."""
PREFIX = "zz~"


def told(asked: tuple[str, Question]) -> str:
    name, question = asked
    return " ".join(str(part) for part in (name, "+".join(question.by), question.of, question.factors) if part)


_ENGINES: dict[Path, Engine] = {}


@pytest.fixture(scope="module", autouse=True)
def _engines() -> Iterator[None]:
    """An engine for each evidence, opened when it is first asked."""
    yield
    while _ENGINES:
        _ENGINES.popitem()[1].close()


def answer_of(folder: Path, name: str, question: Question) -> Answer:
    if folder not in _ENGINES:
        _ENGINES[folder] = open_engine("duckdb", Evidence(folder))
    return ask(_ENGINES[folder], name, question)


@cache
def known(folder: Path, name: str, question: Question) -> Answer:
    """An answer that several tests look at, asked once."""
    return answer_of(folder, name, question)


def plain(answer: Answer, called: Callable[[Any], Any] = lambda key: key) -> list[Any]:
    """All that an answer tells, as plain values, its further tables too."""
    found: list[Any] = [answer.measure]
    for one in answer.rows:
        found.append([called(value) for value in one.keys.values()])
        found += [[name, *vars(figure).values()] for name, figure in one.figures.items()]
        found.append([called(fact) if isinstance(fact, str) else fact for fact in one.facts.values()])
    return [*found, *(plain(part, called) for part in answer.parts)]


def flat(value: Any) -> list[Any]:
    return [one for part in value for one in flat(part)] if isinstance(value, list) else [value]


def same(ours: list[Any], theirs: list[Any]) -> bool:
    one, other = flat(ours), flat(theirs)
    return len(one) == len(other) and all(
        a == pytest.approx(b, rel=1e-6, abs=1e-6, nan_ok=True) if isinstance(a, float) else a == b
        for a, b in zip(one, other, strict=True)
    )


def keep(folder: Path, ratings: list[Rating], parts: int = 1) -> Path:
    evidence = Evidence.create(folder)
    for part in range(parts):
        evidence.keep(ratings[part::parts], STANDARDS)
    return folder


@pytest.fixture(scope="module")
def ratings() -> list[Rating]:
    return rows(11, 700)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, ratings: list[Rating]) -> Path:
    return keep(tmp_path_factory.mktemp("plain") / "e", ratings)


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory, ratings: list[Rating]) -> Path:
    """The same ratings in another order and in seven commits."""
    mixed = random.Random(3).sample(ratings, len(ratings))
    return keep(tmp_path_factory.mktemp("mixed") / "e", mixed, parts=7)


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory, ratings: list[Rating]) -> Path:
    """The same ratings of people who are called otherwise, in the same alphabetical order."""
    return keep(tmp_path_factory.mktemp("renamed") / "e", [rename(one) for one in ratings])


def rename(one: Rating) -> Rating:
    changed = {name: None if getattr(one, name) is None else f"{PREFIX}{getattr(one, name)}" for name in PEOPLE}
    return replace(one, **changed)


@pytest.mark.slow
@pytest.mark.parametrize("asked", ASKED, ids=told)
def test_the_order_and_the_parts_in_which_ratings_came_change_nothing(
    kept: Path, shuffled: Path, asked: tuple[str, Question]
) -> None:
    ours, theirs = known(kept, *asked), answer_of(shuffled, *asked)
    assert same(plain(ours), plain(theirs)) and ours.notes == theirs.notes


@pytest.mark.slow
@pytest.mark.parametrize("asked", [one for one in ASKED if "folds" not in dict(one[1].options)], ids=told)
def test_what_people_are_called_changes_nothing(kept: Path, renamed: Path, asked: tuple[str, Question]) -> None:
    """But for folds, which are drawn by the names of interactions."""
    ours, theirs = known(kept, *asked), answer_of(renamed, *asked)
    before = plain(ours, lambda key: str(key).removeprefix(PREFIX))
    after = plain(theirs, lambda key: str(key).removeprefix(PREFIX))
    assert same(before, after)


@pytest.mark.parametrize("asked", [one for one in ASKED if "standard" in one[1].by], ids=told)
def test_editions_that_are_pooled_are_told(kept: Path, asked: tuple[str, Question]) -> None:
    """ "warm" has two editions with different bars in these ratings."""
    answer = known(kept, *asked)
    said = [note for one in (answer, *answer.parts) for note in one.notes if note.startswith("warm")]
    is_pooled = "edition" not in asked[1].by and "warm" in set(answer.keys.get("standard", ()))
    assert not is_pooled or any("editions are pooled" in note or "limits start anew" in note for note in said)


SHIFTED = {
    "gap": (Question(("site",)), ("gap",)),
    "consistency": (Question(factors="site/person"), ("share",)),
    "severity": (Question(), ("severity",)),
    "agreement": (Question(("standard",)), ("alpha",)),
    "compass": (Question(of="level"), ("difference",)),
    "drivers": (Question(("source",)), ("share",)),
}
"""Measures of levels that look at differences alone, with a question and the figures that must stay."""


@pytest.fixture(scope="module")
def lifted(tmp_path_factory: pytest.TempPathFactory, ratings: list[Rating]) -> tuple[Path, Path]:
    """Ratings of five levels that keep to the lower four, and the same a level higher, in all that was said."""
    low = [replace(one, **held(one, 0)) for one in ratings if one.edition != "e3"]
    high = [replace(one, **held(one, 1)) for one in low]
    return keep(tmp_path_factory.mktemp("low") / "e", low), keep(tmp_path_factory.mktemp("high") / "e", high)


def held(one: Rating, by: int) -> dict[str, int | None]:
    said = {name: getattr(one, name) for name in ("level", "expected", "desired")}
    return {name: None if value is None else min(value, 4) + by for name, value in said.items()}


@pytest.mark.parametrize("name", SHIFTED)
def test_a_level_more_in_all_that_is_said_changes_no_difference(lifted: tuple[Path, Path], name: str) -> None:
    question, figures = SHIFTED[name]
    ours, theirs = (answer_of(folder, name, question) for folder in lifted)
    assert len(ours) == len(theirs) > 0
    for one, other in zip(ours.rows, theirs.rows, strict=True):
        assert one.keys == other.keys
        for figure in figures:
            if figure in one.figures:
                before, after = one.figures[figure], other.figures[figure]
                assert (before.value, before.low, before.high) == pytest.approx(
                    (after.value, after.low, after.high), rel=1e-5, abs=1e-6
                )


# Evidence that nobody would wish for

ONE = row("only", site="s1", person="p1", rater="x", team="t1", expected=4, millis=1000, topic="new", channel="chat")
FULL = {"site": "s1", "team": "t1", "channel": "chat", "topic": "new", "expected": 4, "desired": 5, "millis": 60_000}


def many(count: int, **of: Any) -> list[Rating]:
    editions = ("e1", "e3", "e4", "e5")
    return [
        row(
            f"m{i}",
            **{
                "edition": editions[i % 4],
                "interaction": f"i{i // 8}",
                "response": f"r{i // 4}",
                "person": f"p{i // 8 % 5}",
                "rater": f"x{i // 4 % 3}",
                "source": ("customer", "reviewer", "check", "self")[i // 4 % 4],
                "level": (2, 4)[i % 3 > 0] if i % 4 == 1 else 1 + (i * 7 + i // 5) % 5,
                "week": 202602 + i // 40 % 12,
                "day": 20260105,
                **FULL,
                **of,
            },
        )
        for i in range(count)
    ]


DEGENERATE: dict[str, list[Rating]] = {
    "no rating": [],
    "one rating": [ONE],
    "two ratings": [ONE, replace(ONE, rating="other", level=5, response="r2")],
    "one rater": many(240, rater="x"),
    "nobody known": many(
        240, rater=None, person=None, site=None, team=None, interaction=None, customer=None, channel=None, topic=None
    ),
    "all equal": many(240, level=4, expected=4),
    "nothing but levels": many(240, expected=None, desired=None, millis=None, day=None, inclusion=None),
    "one site, one person": many(240, person="p1"),
    "each person once": [
        replace(one, person=f"p{i}", interaction=f"i{i}", response=f"r{i}") for i, one in enumerate(many(240))
    ],
    "one week": many(240, week=202610),
    "all disputed": many(240, disputed=True),
    "all waits unended": many(240, censored=True),
}


@pytest.fixture(scope="module", params=DEGENERATE)
def odd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = keep(tmp_path_factory.mktemp("odd") / "e", DEGENERATE[request.param])
    if request.param in ("one rating", "all equal"):
        asked = [Invitation(f"a{i}", None, "customer", "q1", "chat", "s1", 202602, False, None) for i in range(7)]
        Evidence(folder).keep_beside(asked)
        Evidence(folder).keep_beside([Event("e", "coached", 20260105, None, "p1", None)])
    return folder


def holds(answer: Answer) -> None:
    """Every figure is a number inside its interval; nothing that is told is not a number."""
    for one in answer.rows:
        for name, figure in one.figures.items():
            assert isfinite(figure.value) and figure.low <= figure.high, (name, figure)
            assert figure.low - 1e-9 <= figure.value <= figure.high + 1e-9 or name == "shrunk", (name, figure)
            assert figure.n >= 1
        assert not [name for name, fact in one.facts.items() if isinstance(fact, float) and isnan(fact)]
    assert all(note.strip() and "nan" not in note.split() for note in answer.notes)
    for part in answer.parts:
        holds(part)


@pytest.mark.parametrize("rest", [0, *(pytest.param(one, marks=pytest.mark.slow) for one in range(1, 5))])
@pytest.mark.parametrize("name", MEASURES)
def test_evidence_that_nobody_would_wish_for_has_an_answer_or_a_reason(odd: Path, name: str, rest: int) -> None:
    """Every fifth question in the fast suite."""
    asked = [question for one, question in ASKED if one == name][rest::5]
    assert asked or rest
    for question in asked:
        try:
            answer = answer_of(odd, name, question)
        except QuestionFault:
            continue
        holds(answer)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred thousand persons with one rating each."""
    dice = random.Random(5)
    ratings = [
        row(
            f"c{i}", person=f"p{i:06}", rater=f"x{i}", interaction=f"i{i}", response=f"r{i}", site=f"s{i % 50:02}",
            edition=("e1", "e5")[i % 2], level=dice.choice((2, 3, 4, 4, 5)), week=202602 + i % 20,
            expected=dice.choice((3, 4)), source=("customer", "reviewer", "check", "self")[i % 4], inclusion=0.5,
        )
        for i in range(100_000)
    ]  # fmt: skip
    return keep(tmp_path_factory.mktemp("crowd") / "e", ratings)


@pytest.mark.slow
@pytest.mark.parametrize("name", MEASURES)
def test_a_hundred_thousand_persons_with_one_rating_each_are_answered(crowd: Path, name: str) -> None:
    """The bound is far from what it takes: it keeps out what grows with the square of the people."""
    for question in [question for one, question in ASKED if one == name][:3]:
        assert work(partial(lambda asked: holds(answer_of(crowd, name, asked)), question)) < 9000


def test_the_evidence_of_these_tests_is_that_of_the_engines(tmp_path: Path, ratings: list[Rating]) -> None:
    assert {one.rating for one in keep_mixed(tmp_path / "e", 11, 700)} == {one.rating for one in ratings}
    assert {name for name, _ in ASKED} == set(MEASURES)
