"""Sites around their common share: which of them lie further out than chance would put them."""

from __future__ import annotations

from clearbar import measures
from clearbar.engines import Engine
from clearbar.flow.assess.conditions import both, headlines
from clearbar.model.question import Condition, Question
from clearbar.model.report import BarLine, Funnel
from clearbar.stats.answers import conclude_funnels

_ENOUGH = 3
"""Sites below which a funnel tells no more than the comparison beside it."""


def funnels(engine: Engine, lines: tuple[BarLine, ...], present: Condition, sites: int) -> tuple[Funnel, ...]:
    """A funnel of sites for each standard that was heard about, as the source that speaks for it sees it. Persons have
    none: a funnel is for asking about places, not for judging people."""
    told = {line.standard: line.heard_from for line in lines if line.clearance and line.heard_from}
    if sites < _ENOUGH or not told:
        return ()
    known = Condition("r.site is not null", (), frozenset())
    where = both(both(present, headlines([line for line in lines if line.standard in told])), known)
    sums = engine.run(measures.shrinkage.query(Question(("standard", "site"), where)))
    found = {each.standard: each for each in conclude_funnels(sums, told) if len(each.points) >= _ENOUGH}
    return tuple(found[line.standard] for line in lines if line.standard in found)
