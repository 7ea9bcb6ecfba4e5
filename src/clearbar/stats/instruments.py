"""What a series was asked with, and where that changed: a change of instrument is never a change of service.

A break is where an instrument that carries a good part of the ratings begins, or ends, and chance does not explain
that it was not seen before, or afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from clearbar.text.days import date_of, week_of

CARRIES = 0.2
"""The part of the ratings of its weeks that an instrument must carry."""
_CHANCE = -log(0.001)
"""An instrument that carries the part s of the ratings is missing among n others with the chance (1 − s)^n."""


@dataclass(frozen=True)
class Used:
    """Something that was used from week `first` to week `last` (yyyyww), in n ratings. `kind` is `instrument` or
    `edition`; `of` the standard of an edition."""

    kind: str
    label: str
    first: int
    last: int
    n: int
    of: str = ""


@dataclass(frozen=True)
class Happened:
    """A change of the bar or its wording: `kind` on a day (yyyymmdd), concerning n ratings of the series."""

    kind: str
    day: int
    n: int


@dataclass(frozen=True)
class Changed:
    """The first week (yyyyww) of a new instrument, and in words what is new."""

    week: int
    what: tuple[str, ...]


def changed(ratings: Mapping[int, int], used: Iterable[Used], happened: Iterable[Happened]) -> tuple[Changed, ...]:
    """The breaks of a series whose weeks hold so many ratings, in order; none before its second week."""
    if not ratings:
        return ()
    found: dict[int, list[str]] = {}
    told = list(used)
    for week, what in [*_traits(ratings, told), *_events(ratings, happened)]:
        later = [each for each in sorted(ratings) if each >= week]
        if later and later[0] > min(ratings):
            found.setdefault(later[0], []).append(what)
    return tuple(Changed(week, tuple(dict.fromkeys(found[week]))) for week in sorted(found))


def _traits(ratings: Mapping[int, int], used: Sequence[Used]) -> Iterator[tuple[int, str]]:
    for one in used:
        own = [other for other in used if other.kind == one.kind and other.of == one.of]
        alive = sum(n for week, n in ratings.items() if one.first <= week <= one.last)
        part = min(one.n / alive, 1.0) if alive else 0.0
        if part < CARRIES:
            continue
        rare = -log(1 - part) if part < 1 else float("inf")
        # An edition is new only where its standard had another one before: else the standard itself is.
        before = sum(n for week, n in ratings.items() if week < one.first)
        if before * rare > _CHANCE and (one.kind == "instrument" or any(other.first < one.first for other in own)):
            yield one.first, f"{one.kind} {one.label} begins"
        after = sum(n for week, n in ratings.items() if week > one.last)
        if after * rare > _CHANCE and one.kind == "instrument":
            yield _next(ratings, one.last), f"{one.kind} {one.label} ends"


def _events(ratings: Mapping[int, int], happened: Iterable[Happened]) -> Iterator[tuple[int, str]]:
    total = sum(ratings.values())
    for one in happened:
        if one.n >= CARRIES * total:
            yield week_of(date_of(one.day)), one.kind


def _next(ratings: Mapping[int, int], week: int) -> int:
    return min(each for each in ratings if each > week)
