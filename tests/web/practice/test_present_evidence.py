"""The plan reads the evidence: what is missed and what raters disagree on, as everybody in the house may know it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest

from clearbar.flow.define import read_book
from clearbar.flow.mirror import editions_of, mirror
from clearbar.model.agreement import Agreeing
from clearbar.model.book import Book
from clearbar.model.estimate import Verdict
from clearbar.model.evidence import Rating
from clearbar.model.lesson import Hardness, Medium
from clearbar.web.book.models import Version
from clearbar.web.bridge import books, presenting
from clearbar.web.people.models import Role
from clearbar.web.practice.queries.present_plan import planned
from tests.web.boards.conftest import rating
from tests.web.conftest import DEMO_BOOK

pytestmark = pytest.mark.django_db


def visits(book: Book) -> Iterator[Rating]:
    """Customers of two persons say how the fitting went: 30 of 100 at the bar."""
    for number in range(100):
        who, level = ("finn", "gwen")[number % 2], 4 if number < 30 else 2
        yield rating(book, who, "north", "collect.fit", level, 202640 + number % 5, customer=f"c{number}")


def pairs(book: Book) -> Iterator[Rating]:
    """Two reviewers rate the same 60 visits on being at home, as if by chance."""
    number = count(1)
    for visit in range(60):
        for rater in ("rita", "cora"):
            level = 1 + (visit * (3 if rater == "rita" else 7) + visit // 5) % 5
            who = ("finn", "gwen")[visit % 2]
            made = rating(book, who, "north", "choose.at-home", level, 202641, source="reviewer", rater=rater)
            yield Rating(**{**_fields(made), "interaction": f"same-{visit}", "rating": f"p{next(number)}"})


def _fields(one: Rating) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


@pytest.fixture
def evidence(book: Version, own_data_folder: Path, now: datetime) -> Book:
    known = read_book(DEMO_BOOK)
    mirror(own_data_folder / "evidence", [*visits(known), *pairs(known)], editions_of(known))
    return books.read(book.files)


def test_what_the_evidence_tells_is_in_the_reason(evidence: Book) -> None:
    found = {one.placed.standard.id: one.proposed for one in planned(evidence, Role.FRONTLINE, "north")}
    fit, home = found["collect.fit"], found["choose.at-home"]
    assert fit.hardness is Hardness.HARD and fit.reason.startswith("Missed in 70 of 100 interactions (")
    assert "aters disagree on 60 interactions" in home.reason
    assert found["collect.leave"].hardness is Hardness.UNKNOWN
    judged = {one.placed.standard.id: one.proposed for one in planned(evidence, Role.REVIEWER, "north")}
    assert judged["choose.at-home"].media[0] is Medium.CLASS and judged["collect.fit"].hardness is Hardness.UNKNOWN


def test_what_is_known_is_what_the_measures_tell(evidence: Book) -> None:
    known = presenting.known(evidence)
    fit, home = known["collect.fit"], known["choose.at-home"]
    assert fit.clearance and (fit.clearance.hits, fit.clearance.n) == (30, 100)
    assert fit.verdict is Verdict.FALLS_SHORT
    assert home.agreeing is Agreeing.VAGUE and home.pairs == 60
    assert known["collect.leave"].clearance is None and known["collect.leave"].agreeing is None
