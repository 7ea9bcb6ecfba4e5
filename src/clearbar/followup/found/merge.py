"""Duplicates become one finding, and what came again is held against what it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from clearbar.model.finding import Basis, Finding, FindingKind, Sure

MOST = {FindingKind.PERSON: 2, FindingKind.SITE: 3, FindingKind.DELIGHT: 1}
"""So many of a kind about one person or site at once: coaching agrees on one or two things, and ten are none."""


def merged(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each key once, in the order of the days by which something is to be done. Of two that are the same, the weightier
    one is told, with all that either rests on, by the earlier day."""
    by_key: dict[str, Finding] = {}
    for one in found:
        before = by_key.get(one.key)
        by_key[one.key] = one if before is None else _together(before, one)
    return tuple(sorted(by_key.values(), key=lambda one: (one.due, one.kind.value, one.key)))


def fewest(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """No more at once than somebody can act on: of one kind about one person or place the furthest from what it ought
    to be, and of those the first; the others come when these are settled."""
    together: dict[tuple[str, str, str], list[Finding]] = {}
    for one in found:
        together.setdefault((one.kind, one.place.person, one.place.site), []).append(one)
    kept = []
    for (kind, person, site), ones in together.items():
        most = MOST.get(FindingKind(kind)) if person or site else None
        kept += sorted(ones, key=_nearness)[:most]
    return tuple(kept)


def _nearness(one: Finding) -> float:
    """How little a figure says: the end of its interval that is nearer to what ought to be."""
    figure = one.sure.figure
    if figure is None:
        return 0.0
    return figure.high if one.sure.worse < 0 else -figure.low


def _together(one: Finding, other: Finding) -> Finding:
    told, less = (other, one) if is_much_worse(one.sure, other.sure) else (one, other)
    return replace(told, rests=tuple(dict.fromkeys((*told.rests, *less.rests))), due=min(one.due, other.due))


def is_much_worse(was: Sure, now: Sure) -> bool:
    """Whether what came again is so much worse that it deserves another look, whatever was decided: its whole interval
    lies beyond the one that was known; of events, there are twice as many and two more; or a verdict where there
    were only events."""
    if was.basis is not Basis.VERDICT and now.basis is Basis.VERDICT:
        return True
    if was.figure and now.figure:
        return now.figure.high < was.figure.low if now.worse < 0 else now.figure.low > was.figure.high
    return now.times >= 2 * was.times and now.times >= was.times + 2
