"""Sites, teams and people beside each other, without a rank: brackets join those that cannot be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.model.report import Comparison, Group
from clearbar.reports.names import inline, natural, titled
from clearbar.reports.words import listing, plural, points, rounded, spelled

_NOUNS = {"site": ("site", "sites"), "team": ("team", "teams"), "person": ("person", "people")}
NAMED_AT_MOST = 4
"""Groups that the sentence names on one side; more of them are counted."""
LANES = 5
"""Brackets that may run beside each other in a drawing; with more, the words alone tell who shares one."""


@dataclass(frozen=True)
class Apart:
    """Positions of groups: the largest number that cannot be told apart, and those outside it.

    Each of the `higher` and `lower` ones can be told apart from at least one of `alike`, because brackets are as
    long as they can be.
    """

    alike: tuple[int, ...]
    higher: tuple[int, ...] = ()
    lower: tuple[int, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything can be told apart at all."""
        return bool(self.higher or self.lower)


@dataclass(frozen=True)
class Segment:
    """One bracket's piece beside one row: its lane, and whether it starts or stops here."""

    lane: int
    starts: bool
    stops: bool


def noun(of: str, number: int) -> str:
    """What the groups are called: "site", "people"."""
    one, many = _NOUNS.get(of, (inline(of), f"{inline(of)}s"))
    return one if number == 1 else many


def is_about_people(comparison: Comparison) -> bool:
    """Whether the groups are persons: they are neither named in sentences nor given probabilities."""
    return comparison.of == "person"


def apart(comparison: Comparison) -> Apart:
    """Who can be told apart from whom. Two groups can, unless one bracket joins them or no spread can be seen."""
    groups = comparison.groups
    if comparison.spread == 0 or len(groups) < 2:
        return Apart(tuple(range(len(groups))))
    start, stop = max(comparison.brackets, key=lambda bracket: bracket[1] - bracket[0], default=(0, 0))
    before, after = tuple(range(start)), tuple(range(stop + 1, len(groups)))
    rising = groups[0].shrunk.value <= groups[-1].shrunk.value
    return Apart(tuple(range(start, stop + 1)), *((after, before) if rising else (before, after)))


def _reach(comparison: Comparison) -> tuple[list[int], list[int]]:
    """For each position, the first and the last one that share a bracket with it."""
    first = list(range(len(comparison.groups)))
    last = list(first)
    for start, stop in comparison.brackets:
        for index in range(start, stop + 1):
            first[index], last[index] = min(first[index], start), max(last[index], stop)
    return first, last


def order(comparison: Comparison) -> tuple[int, ...]:
    """The order of showing: by the alphabet, and by value only between groups that can be told apart.

    Groups that share all their brackets stand together, in the order of the alphabet, so no order within a bracket
    can be read as a rank. Brackets stay unbroken, because groups with the same brackets are neighbours anyway.
    """
    groups = comparison.groups
    by_name = sorted(range(len(groups)), key=lambda index: natural(groups[index].name))
    if not apart(comparison).any:
        return tuple(by_name)
    first, last = _reach(comparison)
    return tuple(sorted(by_name, key=lambda index: (first[index], last[index])))


def sentence(comparison: Comparison) -> str:
    """Who can be told apart, in one sentence. People are counted, never named."""
    number, told = len(comparison.groups), apart(comparison)
    many = noun(comparison.of, 2)
    if number == 0:
        return f"No {noun(comparison.of, 1)} has enough answers to be shown"
    if number == 1:
        return f"Only one {noun(comparison.of, 1)} has enough answers to be shown"
    if not told.any:
        return f"The {spelled(number)} {many} cannot be told apart"
    if len(told.alike) == 1:
        return f"{'Both' if number == 2 else f'All {spelled(number)}'} {many} can be told apart"
    same = f"{titled(spelled(len(told.alike)))} of {spelled(number)} {many} cannot be told apart"
    if is_about_people(comparison):
        rest = number - len(told.alike)
        return f"{same}; the other {spelled(rest)} can be told apart from some of them"
    names = [inline(group.name) for group in comparison.groups]
    if not told.higher:
        return f"{same}; {_named(names, told.lower)} below some of them"
    below = f", {_named(names, told.lower, verb=False)} below" if told.lower else ""
    return f"{same}; {_named(names, told.higher)} above some of them{below}"


def _named(names: Sequence[str], positions: Sequence[int], verb: bool = True) -> str:
    named = sorted((names[index] for index in positions), key=natural)
    who = listing(named) if len(named) <= NAMED_AT_MOST else spelled(len(named))
    return f"{who} {'lies' if len(named) == 1 else 'lie'}" if verb else who


def subtitle(comparison: Comparison) -> str:
    """What the drawing shows: the mean that shares are pulled towards, and the spread that is left."""
    n = sum(group.counted.n for group in comparison.groups)
    many = noun(comparison.of, 2)
    if not comparison.groups:
        return ""
    mean = f"{rounded(comparison.mean, n)} %"
    if comparison.spread == 0:
        spread = f"no difference between {many} can be seen beyond chance"
    else:
        spread = f"true shares of {many} lie about {points(comparison.spread)} around the mean of {mean}"
    who = plural(len(comparison.groups), noun(comparison.of, 1), many)
    return f"{plural(n, 'rating')} of {who}; {spread}"


def withheld(comparison: Comparison) -> str:
    """Who is left out for having too few answers; empty if nobody is."""
    number = comparison.withheld
    if not number:
        return ""
    verb = "has" if number == 1 else "have"
    return f"{plural(number, noun(comparison.of, 1), noun(comparison.of, 2))} {verb} too few answers to be shown"


def segments(comparison: Comparison) -> tuple[tuple[Segment, ...], ...]:
    """The pieces of brackets beside each group, by position; empty where they would need too many lanes."""
    groups = comparison.groups
    drawn = [(start, stop) for start, stop in comparison.brackets if stop > start]
    if not apart(comparison).any and len(groups) > 1:
        drawn = [(0, len(groups) - 1)]
    lanes = _lanes(drawn)
    if max(lanes, default=0) >= LANES:
        return tuple(() for _ in groups)
    joined = list(zip(drawn, lanes, strict=True))
    return tuple(
        tuple(Segment(lane, at == start, at == stop) for (start, stop), lane in joined if start <= at <= stop)
        for at in range(len(groups))
    )


def _lanes(brackets: Sequence[tuple[int, int]]) -> list[int]:
    """The lane of each bracket: the first one that is free where it starts."""
    free_from: list[int] = []
    lanes = []
    for start, stop in brackets:
        lane = next((lane for lane, free in enumerate(free_from) if free < start), len(free_from))
        if lane == len(free_from):
            free_from.append(stop)
        free_from[lane] = stop
        lanes.append(lane)
    return lanes


def shown(comparison: Comparison) -> tuple[Group, ...]:
    """The groups in the order of showing."""
    return tuple(comparison.groups[index] for index in order(comparison))
