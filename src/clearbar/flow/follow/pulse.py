"""The pulse of staff: how many of each team answered what → shares with intervals, of groups that may be shown.

sums by team → which teams are too few, or would tell of those that are → shares of the others and of the whole house.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clearbar.model.estimate import Estimate
from clearbar.model.question import FLOOR
from clearbar.stats.intervals import wilson


@dataclass(frozen=True)
class PulseSums:
    """Of one group: how many answered, and of each question how many answered it well, in the order of the
    questions."""

    n: int
    well: tuple[int, ...]


@dataclass(frozen=True)
class PulseTold:
    """What may be told of a quarter: of the house, and of each team that may be shown, a share for each question.
    `hid` says whether a team was left out. The house is None where too few answered."""

    house: tuple[Estimate, ...] | None
    teams: Mapping[str, tuple[Estimate, ...]]
    hid: bool


def pulse(sums: Mapping[str, PulseSums], floor: int = FLOOR) -> PulseTold:
    """The shares of a quarter by team; under the empty name are those who answered without a team. A team is shown from
    `floor` respondents on, and only if at least as many are left when it is taken from the house; what is left when all
    teams that are shown are taken from it is nobody, or as many. Raises ValueError for a floor below FLOOR."""
    if floor < FLOOR:
        raise ValueError(f"no figure about a group rests on fewer than {FLOOR} respondents")
    named = sorted(name for name, one in sums.items() if one.n)
    total = sum(one.n for one in sums.values())
    if total < floor:
        return PulseTold(None, {}, bool(named))
    hidden = {name for name in named if not name or sums[name].n < floor or total - sums[name].n < floor}
    while 0 < sum(sums[name].n for name in hidden) < floor:
        hidden.add(min((name for name in named if name not in hidden), key=lambda name: (sums[name].n, name)))
    whole = [sum(one.well[question] for one in sums.values()) for question in _questions(sums)]
    shown = {name: _shares(sums[name].well, sums[name].n) for name in named if name not in hidden}
    return PulseTold(_shares(whole, total), shown, any(hidden))


def _questions(sums: Mapping[str, PulseSums]) -> range:
    return range(len(next(iter(sums.values())).well))


def _shares(well: Sequence[int], n: int) -> tuple[Estimate, ...]:
    low, high = wilson(list(well), [n] * len(well))
    return tuple(
        Estimate(hits / n, float(low[at]), float(high[at]), n, clusters=n, hits=hits) for at, hits in enumerate(well)
    )
