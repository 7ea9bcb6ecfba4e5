"""What the sentences of findings have in common: names, figures in words, dates, and the guard of a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from clearbar.model.book import Dimension, Standard
from clearbar.model.estimate import Estimate, Verdict
from clearbar.model.finding import Duty, FindingKind, Owner, Rest, Seen
from clearbar.model.report import BarLine

DAYS = {
    FindingKind.CRITICAL: 3,
    FindingKind.QUIZ: 7,
    FindingKind.PERSON: 14,
    FindingKind.SITE: 14,
    FindingKind.STANDARD: 28,
    FindingKind.VAGUE: 28,
    FindingKind.HARSH: 14,
    FindingKind.SINKING: 28,
    FindingKind.SPEED: 14,
    FindingKind.UNTAUGHT: 14,
    FindingKind.DELIGHT: 14,
}
"""Days until something ought to be done."""


@dataclass(frozen=True)
class Telling:
    """How findings are told: `today` is the local date from which days count, `words` writes a share with its n and
    interval."""

    seen: Seen
    today: date
    words: Callable[[Estimate], str]

    def due(self, kind: FindingKind) -> date:
        """The day by which something ought to be done."""
        return self.today + timedelta(days=DAYS[kind])

    @cached_property
    def standards(self) -> Mapping[str, Standard]:
        """The standards of the book, by id."""
        return {placed.standard.id: placed.standard for placed in self.seen.book.placed()}

    @cached_property
    def lines(self) -> Mapping[str, BarLine]:
        """What the whole house is told of each standard."""
        return {line.standard: line for line in self.seen.lines}

    def standard(self, id: str) -> Standard | None:
        """A standard of the book."""
        return self.standards.get(id)

    def name(self, id: str) -> str:
        """What the book calls a standard, in quotes."""
        found = self.standard(id)
        return f"“{(found.name or found.promise).rstrip('.') if found else id}”"

    def line(self, id: str) -> BarLine | None:
        """What the whole house is told of a standard."""
        return self.lines.get(id)

    def owner(self, id: str) -> Owner:
        """Who owns a standard: the role that the book names."""
        found = self.standard(id)
        return Owner(Duty.STANDARD, found.owner if found else "")

    def beside(self, id: str) -> str:
        """For a timed standard: the quality that guards it. A time never stands alone."""
        line = self.line(id)
        if line is None or line.dimension is not Dimension.PROMPTNESS:
            return ""
        pair = self.line(line.pair) if line.pair else None
        if pair is None or pair.clearance is None:
            return " No quality was heard beside this time: speed must not be bought with it."
        return f" Read it with its pair, {self.name(pair.standard)}: {self.words(pair.clearance)} in the house."

    def house_falls_short(self, id: str) -> bool:
        """Whether the whole house falls short of a standard: then it is the standard, or how it is worked, before it is
        any site or person."""
        line = self.line(id)
        return line is not None and line.verdict is Verdict.FALLS_SHORT


def percent(share: float) -> str:
    """A target as one says it."""
    return f"{100 * share:.0f} %"


def ratings(says: str, **where: str) -> Rest:
    """The ratings behind a figure, by the filter that finds them."""
    filled = (f"{name} = '" + value.replace("'", "''") + "'" for name, value in where.items() if value)
    return Rest("ratings", " and ".join(filled), says)
