"""What each measure should count, rating by rating in plain Python: no SQL, no arrays, nothing shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Any

from clearbar.model.evidence import Rating
from tests.measures.samples import OF_EDITION

Key = tuple[Any, ...]
Pick = Callable[[Rating], bool]
NUMBERS = {
    row.edition: place
    for place, row in enumerate(sorted(OF_EDITION.values(), key=lambda one: (one.target or 0, one.edition)), 1)
}


def value(rating: Rating, column: str) -> Any:
    """What a rating has in a column, its own or that of its standard."""
    return getattr(rating, column) if hasattr(rating, column) else getattr(OF_EDITION[rating.edition], column)


def is_hit(rating: Rating) -> bool:
    return rating.level >= OF_EDITION[rating.edition].bar


def is_delight(rating: Rating) -> bool:
    return rating.level == 5


def everyday(rating: Rating) -> bool:
    return rating.setting == "live" and not rating.disputed


def grouped(rows: Iterable[Rating], by: Sequence[str], read: Pick = everyday) -> dict[Key, list[Rating]]:
    groups: dict[Key, list[Rating]] = {} if by else {(): []}
    for one in rows:
        if read(one):
            groups.setdefault(tuple(value(one, name) for name in by), []).append(one)
    return groups


def clusters(ratings: list[Rating], by: Sequence[str]) -> list[list[Rating]]:
    """Ratings that may be alike: of one person, or within one person of one interaction. Unknown: each its own."""
    name = "interaction" if "person" in by else "person"
    known: dict[str, list[Rating]] = defaultdict(list)
    alone = []
    for one in ratings:
        label = getattr(one, name)
        if label is None:
            alone.append([one])
        else:
            known[label].append(one)
    return [*known.values(), *alone]


def answers(ratings: list[Rating], by: Sequence[str]) -> int:
    return len(ratings) if {"standard", "edition"} & set(by) else len({one.response for one in ratings})


def about(ratings: list[Rating]) -> dict[str, Any]:
    targets = [OF_EDITION[one.edition].target for one in ratings]
    known = [target for target in targets if target is not None]
    numbers = [NUMBERS[one.edition] for one in ratings]
    return {
        "target_low": None if None in targets else min(known),
        "target_high": max(known, default=None),
        "edition_low": min(numbers),
        "edition_high": max(numbers),
    }


def share_sums(ratings: list[Rating], by: Sequence[str], hit: Pick) -> dict[str, Any]:
    parts = [(len(part), sum(map(hit, part))) for part in clusters(ratings, by)]
    return {
        "n": len(ratings),
        "hits": sum(map(hit, ratings)),
        "clusters": len(parts),
        "nn": sum(n * n for n, _ in parts),
        "nx": sum(n * x for n, x in parts),
        "xx": sum(x * x for _, x in parts),
        **about(ratings),
    }


def mean_sums(
    ratings: list[Rating], by: Sequence[str], a: Callable[[Rating], float], b: Callable[[Rating], float]
) -> dict[str, Any]:
    parts = [(len(part), sum(map(a, part)), sum(map(b, part))) for part in clusters(ratings, by)]
    return {
        "n": len(ratings),
        "a": sum(map(a, ratings)),
        "b": sum(map(b, ratings)),
        "clusters": len(parts),
        "nn": sum(n * n for n, _, _ in parts),
        "na": sum(n * x for n, x, _ in parts),
        "nb": sum(n * y for n, _, y in parts),
        "aa": sum(x * x for _, x, _ in parts),
        "ab": sum(x * y for _, x, y in parts),
        "bb": sum(y * y for _, _, y in parts),
        "qaa": sum(a(one) ** 2 for one in ratings),
        "qab": sum(a(one) * b(one) for one in ratings),
        "qbb": sum(b(one) ** 2 for one in ratings),
        **about(ratings),
    }


def mixed(rows: Iterable[Rating], by: Sequence[str], read: Pick = everyday) -> dict[Key, dict[str, Any]]:
    """Indirect standardisation by hand: each rating counts as the average one of its standard, topic and channel among
    the groups that it is compared with."""
    rows = [one for one in rows if read(one)]

    def stratum(one: Rating) -> Key:
        mix = [name for name in ("standard", "topic", "channel") if name not in by]
        return tuple(value(one, name) for name in (*by[:-1], *mix))

    strata: dict[Key, list[Rating]] = defaultdict(list)
    for one in rows:
        strata[stratum(one)].append(one)
    average = {key: sum(map(is_hit, inside)) / len(inside) for key, inside in strata.items()}
    found = {}
    for key, inside in grouped(rows, by, read).items():
        targets = [OF_EDITION[one.edition].target for one in inside]
        found[key] = {
            "expected": sum(average[stratum(one)] for one in inside),
            "target": None if None in targets else sum(target or 0 for target in targets),
        }
    return found


def outcome(name: str) -> tuple[Callable[[Rating], float], Pick]:
    """An outcome, and the ratings that have it."""
    return {
        "level": (lambda one: one.level, lambda one: True),
        "gap": (lambda one: one.level - (one.expected or 0), lambda one: one.expected is not None),
        "millis": (
            lambda one: log(1 + (one.millis or 0) / 1000),
            lambda one: one.millis is not None and not one.censored,
        ),
    }[name]


def cells(
    ratings: list[Rating], names: Sequence[str], y: Callable[[Rating], float]
) -> dict[Key, tuple[int, float, float]]:
    """n, Σy and Σy² of each combination."""
    found: dict[Key, list[float]] = defaultdict(list)
    for one in ratings:
        found[tuple(value(one, name) for name in names)].append(y(one))
    return {key: (len(ys), sum(ys), sum(v * v for v in ys)) for key, ys in found.items()}


Unit = dict[str, Rating]
"""One interaction on one edition from one source: the latest rating of each rater."""


def units(rows: Iterable[Rating], by: Sequence[str], read: Pick = everyday) -> dict[Key, list[Unit]]:
    """The units of each group."""
    found: dict[Key, dict[Key, Unit]] = defaultdict(dict)
    for one in rows:
        if not read(one) or one.rater is None or one.interaction is None:
            continue
        key = tuple(value(one, name) for name in by if name != "rater")
        unit = found[key].setdefault((one.interaction, one.person, one.edition, one.source), {})
        before = unit.get(one.rater)
        if before is None or (one.rated_at, one.rating) > (before.rated_at, before.rating):  # type: ignore[operator]
            unit[one.rater] = one
    return {key: list(inside.values()) for key, inside in found.items()}


def pattern(unit: Unit) -> int:
    """The levels of a unit: 4,096 for each step up, one for each rating."""
    return sum(4096 ** (one.level - 1) for one in unit.values())


def sides(
    rows: Sequence[Rating], by: Sequence[str], read: Pick = everyday
) -> dict[Key, tuple[list[tuple[Key, bool]], list[tuple[Key, bool]]]]:
    """Of each group the ratings that missed and those that cleared, each with its cluster and whether the overall
    verdict beside it cleared its own bar."""
    verdicts = [one for one in rows if one.standard == "overall" and not one.disputed]
    found: dict[Key, tuple[list[tuple[Key, bool]], list[tuple[Key, bool]]]] = {}
    for one in rows:
        if not read(one) or one.standard == "overall":
            continue
        for other in verdicts:
            same = ("response", "source", "setting", "interaction")
            if all(getattr(one, name) == getattr(other, name) for name in same):
                key = tuple(value(one, name) for name in by)
                alone = ("alone", one.interaction or one.response)
                cluster = alone if one.person is None or "person" in by else ("person", one.person)
                found.setdefault(key, ([], []))[is_hit(one)].append((cluster, is_hit(other)))
    return found
