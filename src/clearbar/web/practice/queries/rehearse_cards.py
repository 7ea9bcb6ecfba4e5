"""The scorecard of a rehearsal: that of live work, with the standards at stake first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from clearbar.model.book import Source
from clearbar.web.book.scorecards import Line, Scorecard, card_for, scorecard
from clearbar.web.practice.models.rehearse import Opinion, Rehearsal
from clearbar.web.practice.queries.held import Held
from clearbar.web.practice.queries.rehearsed import marks_of


@dataclass(frozen=True)
class Beside:
    """What was said of one standard, side by side. Each is what the level is called; empty where nothing was said."""

    name: str
    promise: str
    mine: str
    check: str
    others: tuple[tuple[str, str], ...]


def card_of(held: Held, one: Rehearsal, source: Source) -> Scorecard:
    """The lines of the journey's card for who speaks as `source`; those at stake first, the whole last."""
    book, stakes = held.book, one.pinned.stakes
    journey = next((each for each in book.journeys if each.id == one.pinned.journey), None)
    live = scorecard(book, held.number, journey, source, {})
    at_stake = [line for line in card_for(book, held.number, stakes, {}).lines if not line.is_overall]
    rest = [line for line in live.lines if line.standard not in stakes]
    lines = tuple(replace(line, field=f"s{place}") for place, line in enumerate([*at_stake, *rest]))
    return replace(live, journey=journey, lines=lines)


def beside(card: Scorecard, one: Rehearsal, mine: Opinion | None, others: list[tuple[str, Opinion]]) -> list[Beside]:
    """What oneself, the checks and others said, standard by standard; those of which nothing was said are left out."""
    checks = {each["standard"]: each["level"] for each in one.shown}
    own = marks_of(mine) if mine else {}
    found = []
    for line in card.lines:
        told = tuple((who, line.named(level)) for who, each in others if (level := _level(marks_of(each), line)))
        level = _level(own, line)
        check = line.named(checks[line.standard]) if line.standard in checks else ""
        if told or level or check:
            found.append(Beside(line.name, line.promise, line.named(level) if level else "", check, told))
    return found


def _level(marks: Mapping[str, Mapping[str, Any]], line: Line) -> int | None:
    mark = marks.get(line.standard)
    return int(mark["level"]) if mark else None
