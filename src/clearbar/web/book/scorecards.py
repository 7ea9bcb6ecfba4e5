"""Scorecards: a book, an interaction's topic and who rates → the standards to be marked, with their levels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from clearbar.model.book import OVERALL, Book, Journey, Level, Scale, Source, Stage, Standard

WHOLE = "The whole, all in all"
"""What the overall verdict is called on a card."""

YES_NO = {Level.GOOD: "met", Level.UNDERPERFORMING: "missed"}


@dataclass(frozen=True)
class Option:
    """A level that may be chosen: its number, its name, and what it means for this standard."""

    level: int
    name: str
    says: str


@dataclass(frozen=True)
class Line:
    """A standard on a card. `field` names its fields in the form; `step` is empty for the overall verdict."""

    field: str
    standard: str
    edition: str
    name: str
    promise: str
    step: str
    bar: int
    options: tuple[Option, ...]
    critical: str = ""
    """Why a miss is critical; empty where it is not."""

    @property
    def is_overall(self) -> bool:
        """Whether this is the verdict on the whole."""
        return self.standard == OVERALL

    @property
    def levels(self) -> frozenset[int]:
        """The levels that may be chosen."""
        return frozenset(one.level for one in self.options)

    def named(self, level: int | None) -> str:
        """What a level is called here."""
        return next((one.name for one in self.options if one.level == level), "not applicable")


@dataclass(frozen=True)
class Scorecard:
    """The lines of a card, the overall verdict last."""

    version: str
    number: int
    journey: Journey | None
    lines: tuple[Line, ...]

    @property
    def instrument(self) -> str:
        """What the ratings of this card carry as their instrument: another version is another form."""
        return f"review/{self.version[:12]}"

    def find(self, standard: str) -> Line | None:
        """The line of a standard."""
        return next((line for line in self.lines if line.standard == standard), None)


def journey_of(book: Book, topic: str | None) -> Journey | None:
    """The journey that covers a topic: one that names it before one that takes all; None where there is none."""
    covering = [journey for journey in book.journeys if journey.covers(topic)]
    return min(covering, key=lambda journey: not journey.topics, default=None)


def scorecard(
    book: Book, number: int, journey: Journey | None, source: Source, critical: Mapping[str, str]
) -> Scorecard:
    """The card of a journey for somebody who speaks as `source`."""
    chosen = [*_chosen(journey, source)] if journey else []
    lines = [
        _line(f"s{place}", standard, step, book, critical.get(standard.id, ""))
        for place, (standard, step) in enumerate([*chosen, (book.overall, "")])
    ]
    return Scorecard(book.version, number, journey, tuple(lines))


def card_for(book: Book, number: int, standards: Collection[str], critical: Mapping[str, str]) -> Scorecard:
    """A card of these standards, as the book has them: for ratings that were given on no card of ours."""
    placed = [one for one in book.placed() if one.standard.id in standards]
    lines = [
        _line(f"s{place}", one.standard, one.step.title if one.step else "", book, critical.get(one.standard.id, ""))
        for place, one in enumerate(placed)
    ]
    return Scorecard(book.version, number, next((one.journey for one in placed if one.journey), None), tuple(lines))


def _chosen(journey: Journey, source: Source) -> list[tuple[Standard, str]]:
    """What this source is to rate; where no standard names it, what reviewers are; else all that a customer sees."""
    placed = [(standard, step) for step in journey.steps for standard in step.standards]
    for speaker in (source, Source.REVIEWER):
        if named := [(one, step.title) for one, step in placed if speaker in one.measured_by]:
            return named
    return [(one, step.title) for one, step in placed if step.stage is Stage.FRONT]


def _line(field: str, standard: Standard, step: str, book: Book, critical: str) -> Line:
    yes_no = standard.scale is Scale.YES_NO
    levels: Collection[Level] = tuple(YES_NO) if yes_no else tuple(Level)
    names = YES_NO if yes_no else book.level_names
    options = tuple(
        Option(int(level), names.get(level, level.name.lower()), standard.levels.get(level, ""))
        for level in sorted(levels, reverse=True)
    )
    name = WHOLE if standard.id == OVERALL else (standard.name or standard.id)
    return Line(
        field, standard.id, standard.edition, name, standard.promise, step, int(standard.bar), options, critical
    )
