"""Choose: what candidates tried → what each gained, given the start; whom people took on → what that did to groups.

tries of all who try for the same place → start, second try, and what that is beside others who began alike
answers about traits, with who was taken on → rates by group, each held against the highest

Nothing here rejects or ranks anybody: it says what can be told, and where nothing can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from clearbar.model.book import Book
from clearbar.model.estimate import Estimate
from clearbar.model.scenario import Scenario
from clearbar.stats.aptitude import LEAST_OTHERS, Tries, beyond_others
from clearbar.stats.complements import withheld
from clearbar.stats.intervals import wilson
from clearbar.stats.ratios import ratio_interval

__all__ = ["FEWEST", "FOUR_FIFTHS", "UNTOLD", "Gain", "Group", "Impact", "Tries", "at_stake", "gains", "impact", "kept"]

FEWEST = 5
"""Of fewer in a group nothing is told, and nothing that would tell of them."""
FOUR_FIFTHS = 0.8
"""A rate below four fifths of the highest is usually taken as a sign of adverse impact (Uniform Guidelines on Employee
Selection Procedures, 29 CFR 1607.4 D)."""
UNTOLD = ""
"""The group of those who did not say."""


@dataclass(frozen=True)
class Gain:
    """What one candidate's tries tell. `start` and `again` are shares of the standards that each try showed, None where
    it showed none; `beyond` is how far the second try lies from what others with the same start came to, None where
    that cannot be told."""

    start: Estimate | None
    again: Estimate | None
    beyond: Estimate | None
    says: str


def gains(tries: Sequence[Tries | None], confidence: float = 0.95) -> list[Gain]:
    """The gain of each candidate who tries for the same place, given the start; None of who has not tried twice."""
    there = [one for one in tries if one is not None]
    found = iter(beyond_others(there, confidence))
    return [Gain(None, None, None, _UNTRIED) if one is None else _gain(one, next(found), confidence) for one in tries]


_UNTRIED = "Cannot tell: they have not tried twice."
_TOO_FEW = (
    f"Cannot tell: it takes at least {LEAST_OTHERS} others who tried twice, and who did not all begin alike."
)  # fmt: skip


def _gain(one: Tries, beyond: Estimate | None, confidence: float) -> Gain:
    start, again = share(one.first, one.first_n, confidence), share(one.second, one.second_n, confidence)
    return Gain(start, again, beyond, _in_words(beyond))


def _in_words(beyond: Estimate | None) -> str:
    if beyond is None:
        return _TOO_FEW
    low, high = round(100 * beyond.low), round(100 * beyond.high)
    between = f"between {low:+d} and {high:+d} points".replace("-", "−")
    if beyond.low > 0:
        return f"Gained more than others who began alike: {between}."
    if beyond.high < 0:
        return f"Gained less than others who began alike: {between}."
    return f"Cannot tell from others who began alike: {between}."


def share(hits: int, n: int, confidence: float = 0.95) -> Estimate | None:
    """So many of so many, with its interval; None of nothing."""
    if not n:
        return None
    low, high = wilson(hits, n, confidence)
    return Estimate(hits / n, float(low), float(high), n, n, hits, confidence)


@dataclass(frozen=True)
class Group:
    """Those who gave one answer: how many of them were taken on, and the ratio of that share to the highest one, with
    its interval. The ratio is None for the group that it is held against, for those who did not say, and where nobody
    was taken on. `high` may be infinite. The rate is None where figures would tell of single people."""

    value: str
    rate: Estimate | None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    says: str = ""


@dataclass(frozen=True)
class Impact:
    """What choosing did to the groups of one trait. `left_out` says that some are withheld; `telling` that all who were
    taken on, or all who were not, gave the same answer, so that figures would tell it of each of them: then there are
    words alone."""

    groups: tuple[Group, ...]
    left_out: bool
    telling: bool = False


def kept(counts: Mapping[str, int]) -> set[str]:
    """The groups that may be told of, by how many gave each answer: none below `FEWEST`, and none by which such a one
    could be worked out from the total."""
    values = sorted(counts)
    sizes = [counts[value] for value in values]
    small = {place for place, size in enumerate(sizes) if size < FEWEST}
    hidden = withheld([(value,) for value in values], sizes, small) if values else set()
    return {value for place, value in enumerate(values) if place not in hidden}


def impact(counts: Mapping[str, tuple[int, int]], total: int, taken: int, confidence: float = 0.95) -> Impact:
    """The groups of one trait, value → (how many, how many of them taken on), in the order of their names; `total` is
    how many there were in all, `taken` how many of those were taken on. Of groups that may not be told of nothing is
    given, and no figures where they would tell of single people."""
    may = kept({value: n for value, (n, _) in counts.items()})
    shown = {value: counts[value] for value in sorted(may, key=lambda one: (one == UNTOLD, one))}
    told = {value: pair for value, pair in shown.items() if value != UNTOLD}
    best = max(told, key=lambda one: (told[one][1] / told[one][0], told[one][0], one), default=None)
    groups = tuple(_group(value, pair, best, told.get(best or ""), confidence) for value, pair in shown.items())
    left_out = sum(n for n, _ in shown.values()) < total
    if _tells(told, total, taken):
        return Impact(tuple(Group(one.value, None, says=one.says) for one in groups), left_out, telling=True)
    return Impact(groups, left_out)


def _tells(told: Mapping[str, tuple[int, int]], total: int, taken: int) -> bool:
    """Whether one answer accounts for all who were taken on, or for all who were not: who knows them knows it then."""
    return any(hits == taken > 0 or n - hits == total - taken > 0 for n, hits in told.values())


def _group(
    value: str, pair: tuple[int, int], best: str | None, against: tuple[int, int] | None, confidence: float
) -> Group:  # fmt: skip
    n, taken = pair
    rate = share(taken, n, confidence)
    if rate is None:
        raise ValueError("a group has somebody in it")
    if value == UNTOLD or against is None:
        return Group(value, rate)
    if value == best:
        return Group(value, rate, says="The highest rate: the others are held against it.")
    if not against[1]:
        return Group(value, rate, says="Nobody was taken on: there is nothing to hold it against.")
    low, high = ratio_interval(taken, n, against[1], against[0], confidence)
    ratio = rate.value / (against[1] / against[0])
    return Group(value, rate, ratio, low, high, _against_line(low, high))


def _against_line(low: float, high: float) -> str:
    if high < FOUR_FIFTHS:
        return "Below four fifths of the highest rate."
    if low >= FOUR_FIFTHS:
        return "Not below four fifths of the highest rate."
    return "Cannot tell: the interval holds four fifths." if high < inf else "Cannot tell."


def at_stake(book: Book, scenarios: Sequence[Scenario]) -> list[str]:
    """The standards that these scenarios put to the test, by id, in the order of the book."""
    asked = {stake.standard for one in scenarios for stake in one.stakes}
    return [one.standard.id for one in book.placed() if one.standard.id in asked]
