"""Guesses: which month a leader is asked about, and what customers said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clearbar.model.book import OVERALL, Book, Source
from clearbar.text.days import monday
from clearbar.web.boards import conditions
from clearbar.web.boards.filters import Chosen
from clearbar.web.boards.models import Guess
from clearbar.web.boards.queries.about import About
from clearbar.web.bridge import glances
from clearbar.web.people.models import Role

MOST_TOLD = 6
"""Guesses that are told beside each other."""


@dataclass(frozen=True)
class Month:
    """A month with figures, as those ISO weeks whose Thursday lies in it."""

    key: str
    words: str
    first: int
    last: int

    @property
    def chosen(self) -> Chosen:
        """What customers said in it."""
        return Chosen("month", source=Source.CUSTOMER.value, first=self.first, last=self.last)


def newest_month(weeks: Sequence[int]) -> Month | None:
    """The month of the newest week with figures; None where there is none."""
    return month(_thursday(weeks[-1]).strftime("%Y-%m")) if weeks else None


def month(key: str) -> Month:
    """The month of a key such as 2026-06."""
    start = date.fromisoformat(f"{key}-01")
    found = [day for day in (start + timedelta(days=days) for days in range(31)) if day.month == start.month]
    thursdays = [day.isocalendar() for day in found if day.isoweekday() == 4]
    first, last = (one.year * 100 + one.week for one in (thursdays[0], thursdays[-1]))
    return Month(key, f"{start:%B %Y}", first, last)


def _thursday(week: int) -> date:
    return monday(week) + timedelta(days=3)


def may_guess(about: About) -> bool:
    """Whether somebody leads what a page is about: the whole house, or this very team."""
    held = about.scope.roles.get(Role.LEADER, frozenset())
    return held is None if about.kind == "house" else about.kind == "team" and about.id in (held or ())


def to_guess(about: About, newest: Month | None) -> Month | None:
    """The month that a leader may guess about before looking; None where they were asked, or do not lead it."""
    if newest is None or not may_guess(about):
        return None
    asked = Guess.objects.filter(person=about.scope.person, place=about.place, month=newest.key)
    return None if asked.exists() else newest


@dataclass(frozen=True)
class Told:
    """A guess in per cent, and what customers said, in words; `said` is empty where too few answered."""

    month: str
    share: int
    said: str


def told(about: About, book: Book) -> list[Told]:
    """One's newest guesses, each beside what customers said."""
    if not may_guess(about):
        return []
    held = Guess.objects.filter(person=about.scope.person, place=about.place).exclude(share=None)
    return [
        Told(found.words, one.share or 0, said(about, found.chosen, book))
        for one in held.order_by("-month")[:MOST_TOLD]
        for found in (month(one.month),)
    ]


def said(about: About, chosen: Chosen, book: Book) -> str:
    """What customers say of the whole, in words: "412 of 500 (79–86 %)"; empty where too few do."""
    answer = about.ask("clearance", chosen, conditions.equal("standard", OVERALL), by=glances.BY)
    lines = glances.bar_lines(book, answer)
    [whole] = glances.glance(book, lines).overall
    figures = whole.figures
    return f"{figures.counted} ({figures.interval})" if figures.counted else ""
