"""What a missed bar costs the verdict, and what level five adds to it: penalties and rewards of standards.

The verdict is regressed on two marks for each standard: its bar was missed, and level five was reached where the bar
asks for less (Brandt 1988, Surrey Business Conference; Mikulić & Prebežac 2011, Managing Service Quality 21:46, review
it). The coefficient of the first is the penalty, that of the second the reward; a level that just clears the bar is
what both are held against.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clearbar.model.driving import Kind
from clearbar.stats.drivers import Jackknifed, Moments, slopes
from clearbar.stats.intervals import Floats

TWICE = 2.0
"""Where neither penalty nor reward can be this many times the other, they count alike."""


@dataclass(frozen=True)
class Contrasts:
    """Penalties and rewards of p standards; nan where a mark never differs from the other ones."""

    penalty: Jackknifed
    reward: Jackknifed

    def kinds(self, confidence: float = 0.95) -> list[Kind | None]:
        """What kind of standard each is; None where its penalty and reward cannot be told apart."""
        lows = {
            "penalty": _low(self.penalty, confidence),
            "reward": _low(self.reward, confidence),
            "more": _low(_weighted(self, 1, -1), confidence),
            "less": _low(_weighted(self, -1, 1), confidence),
            "not_twice": _low(_weighted(self, -1, TWICE), confidence),
            "not_half": _low(_weighted(self, TWICE, -1), confidence),
        }
        return [_kind({name: bool(low[k] > 0) for name, low in lows.items()}) for k in range(len(self.penalty.value))]


def contrasts(moments: Moments) -> Contrasts:
    """From moments of the variables: p marks for a missed bar, p for level five, the verdict last."""
    cross = moments.cross()
    p = (cross.shape[1] - 1) // 2
    found = slopes(cross)
    varies = np.diagonal(cross, axis1=1, axis2=2)[:, :-1] > 0
    found = np.where(varies[:1], found, np.nan)
    return Contrasts(Jackknifed.of(-found[:, :p]), Jackknifed.of(found[:, p:]))


def _weighted(both: Contrasts, penalty: float, reward: float) -> Jackknifed:
    return Jackknifed(
        penalty * both.penalty.value + reward * both.reward.value,
        penalty * both.penalty.left + reward * both.reward.left,
    )


def _low(found: Jackknifed, confidence: float) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.asarray(found.value - found.reach(confidence), dtype=np.float64)


def _kind(clear: dict[str, bool]) -> Kind | None:
    if clear["penalty"] and clear["reward"] and clear["not_twice"] and clear["not_half"]:
        return Kind.ONE_DIMENSIONAL
    if clear["penalty"] and clear["more"]:
        return Kind.MUST_BE
    return Kind.ATTRACTIVE if clear["reward"] and clear["less"] else None
