"""How each standard stands, journey by journey: what the boards of the house, a team and a person begin with."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clearbar.model.book import OVERALL, Book
from clearbar.model.estimate import Answer, Verdict
from clearbar.model.report import BarLine
from clearbar.web.boards.filters import Chosen
from clearbar.web.boards.queries.about import About
from clearbar.web.bridge import glances
from clearbar.web.bridge.glances import Glance


@dataclass(frozen=True)
class Standing:
    """What a board shows first, and the answers behind it. `standards` are the ids of the lines by their anchor."""

    glance: Glance
    lines: tuple[BarLine, ...]
    clearance: Answer
    gap: Answer

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known of it, each once."""
        return tuple(dict.fromkeys((*self.clearance.notes, *self.gap.notes)))

    @property
    def standards(self) -> dict[str, str]:
        """The standard of each line, by the line's anchor."""
        return {f"standard-{place}": line.standard for place, line in enumerate(self.lines, start=1)}

    @property
    def is_heard(self) -> bool:
        """Whether anything was said of any standard."""
        return any(line.heard_from for line in self.lines)

    @property
    def overall(self) -> BarLine:
        """The verdict on the whole."""
        return next(line for line in self.lines if line.standard == OVERALL)

    def with_verdict(self, verdict: Verdict) -> list[BarLine]:
        """The standards with this verdict, in the order of the book."""
        return [line for line in self.lines if line.verdict is verdict and line.standard != OVERALL]

    @property
    def together(self) -> Answer:
        """All of it as one answer with a further table, for files."""
        return replace(self.clearance, parts=(*self.clearance.parts, self.gap, *self.gap.parts))


def standing(about: About, chosen: Chosen, book: Book) -> Standing:
    """How each standard of the book stands."""
    clearance = about.ask("clearance", chosen, by=about.by)
    gap = about.ask("gap", chosen, by=about.by)
    lines = glances.bar_lines(book, clearance, gap)
    return Standing(glances.glance(book, lines), lines, clearance, gap)
