"""How the variation of each standard splits up."""

from __future__ import annotations

from clearbar.engines import Engine
from clearbar.flow.assess.conditions import both, headlines
from clearbar.flow.assess.question import ask
from clearbar.model.book import Source
from clearbar.model.question import Condition, Question
from clearbar.model.report import BarLine, Consistency, Share

_ENOUGH = 300
"""Ratings of one standard from which on it is worth telling how its variation splits."""


def consistency(engine: Engine, bars: tuple[BarLine, ...], present: Condition, sites: int) -> tuple[Consistency, ...]:
    """How the variation of each standard splits, as its headline source sees it; of timed ones also their times."""
    factors = "site/person" if sites > 1 else "person"
    told = [line for line in bars if line.clearance and line.clearance.n >= _ENOUGH]
    timed = [line for line in told if line.heard_from is Source.CHECK and line.dimension == "promptness"]
    found = [_splits(engine, told, "level", factors, present), _splits(engine, timed, "millis", factors, present)]
    return tuple(one for splits in found for one in splits)


def _splits(engine: Engine, told: list[BarLine], of: str, factors: str, present: Condition) -> list[Consistency]:
    if not told:
        return []
    where = both(present, headlines(told))
    answer = ask(engine, "consistency", Question(("standard",), where, of, factors))
    shares: dict[str, list[Share]] = {}
    for row in answer.rows:
        share = Share(row.keys["part"], row.figures["share"], row.facts["sd"])
        shares.setdefault(row.keys["standard"], []).append(share)
    return [
        Consistency(
            standard=line.standard,
            of=of,
            shares=tuple(shares[line.standard]),
            n=shares[line.standard][0].share.n,
            note=" ".join(note.partition(": ")[2] for note in answer.notes if note.startswith(f"{line.standard}: ")),
        )
        for line in told
        if line.standard in shares
    ]
