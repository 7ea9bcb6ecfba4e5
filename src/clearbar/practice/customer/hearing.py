"""From how near each part of a message is to each intent, to the intents that are heard in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from clearbar.practice.customer.matching import Match
from clearbar.practice.customer.units import Kind, Unit, units

_AS_GOOD = 0.9
"""An intent that the customer waits for is taken before another one if it is at least so near beside it."""


def heard_in(
    text: str,
    scores: Callable[[Unit], Mapping[str, float]],
    near: Collection[str],
    least: float,
    least_of_part: float,
) -> tuple[Match, ...]:
    """The intents in `text`, best first. `scores` tells how near (0..1) a part of it is to each.

    Of each sentence the nearest, and of each clause, where it is near enough by itself and nearer than its sentence is
    to anything. A few sentences that are together nearer to one intent than each alone is to any mean that one.
    """
    best: dict[str, float] = {}
    whole, sentence = None, 0.0
    for one in units(text):
        found = nearest(scores(one), near)
        if one.kind is Kind.WHOLE:
            whole = found
            continue
        if one.kind is Kind.SENTENCE:
            sentence = found.sure if found else 0.0
        enough = least if one.kind is Kind.SENTENCE else max(least_of_part, sentence)
        if found and found.sure >= enough:
            best[found.intent] = max(found.sure, best.get(found.intent, 0.0))
    if whole and whole.sure >= max((least, *best.values())):
        return (whole,)
    return tuple(Match(intent, sure) for intent, sure in sorted(best.items(), key=lambda one: (-one[1], one[0])))


def nearest(scores: Mapping[str, float], near: Collection[str]) -> Match | None:
    """The nearest intent; of those that are about as near, one that the customer waits for. None where nothing is."""
    ordered = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    if not ordered:
        return None
    first = ordered[0]
    awaited = next((one for one in ordered if one[0] in near), first)
    return Match(*(awaited if awaited[1] >= _AS_GOOD * first[1] else first))
