"""What a talk showed of the standards at stake, by what the customer heard."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.scenario import Stake, Talk


@dataclass(frozen=True)
class Judged:
    """One stake: whether it was cleared; None where only people or a check can tell. `better` and `worse` are the
    places in the talk where such things were heard."""

    stake: Stake
    cleared: bool | None
    better: tuple[int, ...] = ()
    worse: tuple[int, ...] = ()


def judged(stake: Stake, talk: Talk) -> Judged:
    """The stake in a talk that has ended: cleared where something of `better` was heard and nothing of `worse`; where
    nothing can make it better, as long as nothing made it worse."""
    better, worse = _places(talk, stake.better), _places(talk, stake.worse)
    if not stake.better and not stake.worse:
        return Judged(stake, None)
    return Judged(stake, not worse and (bool(better) or not stake.better), better, worse)


def _places(talk: Talk, intents: frozenset[str]) -> tuple[int, ...]:
    return tuple(place for place, turn in enumerate(talk.turns) if intents & set(turn.heard))
