"""What somebody gave: the fields of a sent page → marks and words, or what is missing. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from clearbar.model.book import Dimension
from clearbar.web.ledger.answers import Mark
from clearbar.web.surveys.models import Said
from clearbar.web.surveys.wording import Form, Question

LONGEST = 4000
"""Letters of what somebody writes. More is cut off in the browser already."""


@dataclass(frozen=True)
class Given:
    """An answer as it was given. `marks` rate standards; `dimensions` those three where no standard asked for them."""

    marks: tuple[Mark, ...]
    dimensions: Mapping[str, tuple[int, int | None]]
    visit: str
    recommended: bool | None
    words: str
    short: bool
    faults: tuple[str, ...] = ()


def read(form: Form, data: Mapping[str, str], performers: Mapping[str, str] | None = None) -> Given:
    """Reads the fields of a page: `g0` and `e0` are what somebody got and expected by the first question, and so on."""
    marks, dimensions, short = [], {}, False
    for number, question in enumerate(form.questions):
        level = _level(question, data.get(f"g{number}", ""))
        if level is None:
            continue
        expected = _level(question, data.get(f"e{number}", "")) if form.expectation else None
        short |= level < question.bar
        if question.edition:
            person = (performers or {}).get(question.step)
            marks.append(Mark(question.standard, question.edition, level, expected=expected, person=person))
        else:
            dimensions[question.standard] = (level, expected)
    visit = data.get("visit", "")
    return Given(
        tuple(marks),
        dimensions,
        visit if visit in Said.Visit.values else "",
        {"yes": True, "no": False}.get(data.get("recommended", "")),
        data.get("words", "")[:LONGEST],
        short,
        () if marks or dimensions else (gettext("Please set at least one mark."),),
    )


def columns(given: Given) -> Iterator[tuple[str, int | None]]:
    """The marks on dimensions as columns of `Said`."""
    for one in Dimension:
        level, expected = given.dimensions.get(one.value, (None, None))
        yield one.value, level
        yield f"{one.value}_expected", expected


def _level(question: Question, told: str) -> int | None:
    levels = {str(mark.level): mark.level for mark in question.marks if mark.level}
    return levels.get(told)
