"""How people see themselves beside how each other source sees them, and who can be told to differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.model.seeing import Sees
from clearbar.stats.answers.share import POOLED
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.compass import Compass, Side, compass
from clearbar.stats.intervals import Floats, quantile

RATE = 0.05
"""At most so many of those who are said to see themselves higher or lower may be said so by chance."""
ALIKE = {"": 0.5, "level": 0.5, "clearance": 0.1}
"""Differences within half a level, or ten points, are called the same."""
_USUAL = {"": 1.0, "level": 1.0, "clearance": 0.25}

NOBODY = (
    f"Not identifiable: nobody rated themselves in {FLOOR} responses or more, on standards on which others rated them "
    "as often."
)
PER_SIDE = "{} fewer than {} responses on one side, of themselves or of the source, and cannot be compared."
SAME = "Only standards that both sides rated are compared; each saw its own interactions."
_COUNTS = {Sees.HIGHER: "higher", Sees.LOWER: "lower", Sees.ALIKE: "alike", Sees.CANNOT_TELL: "cannot_tell"}


def conclude_compass(sums: Sums, by: Sequence[str], of: str = "", confidence: float = 0.95) -> Answer:
    """With `person` among `by`: per group, person and source the figures `own` and `others`, means of the levels on the
    standards that both rated (with `of` clearance shares at or above the bar); `difference`, own less others; `shrunk`,
    the same pulled towards that of all persons; fact `sees` (model.seeing.Sees).

    Otherwise per group and source how many `persons` see themselves `higher`, `lower`, `alike`, or `cannot_tell`, with
    `difference`, the mean over persons. Groups of fewer than FLOOR persons are withheld. People are told apart where a
    difference is a finding at a rate of false discoveries of 5 % among all persons and sources of the group, and its
    shrunk interval leaves out 0.
    """
    keys = [name for name in by if name != "person"]
    table = groups({**sums, "n": sums["weight"]}, (*keys, "source", "who"))
    found = [(at, compass({name: column[at] for name, column in table.sums.items()}, _USUAL[of]))
             for at in _blocks(table, (*keys, "source"))]  # fmt: skip
    names = _pooled(table, by)
    if "person" in by:
        return _persons(table, found, by, of, confidence, names)
    return _groups(table, found, by, of, confidence, names)


def _blocks(table: Groups, names: Sequence[str]) -> list[slice]:
    """Rows that are alike in these columns, which stand together."""
    rows = list(zip(*(table.keys[name] for name in names), strict=True))
    starts = [i for i, row in enumerate(rows) if i == 0 or row != rows[i - 1]]
    ends = [*starts[1:], len(rows)] if rows else []
    return [slice(start, end) for start, end in zip(starts, ends, strict=True)]


def _pooled(table: Groups, by: Sequence[str]) -> list[str]:
    if "standard" not in by or "edition" in by:
        return []
    changed = table.sums["edition_low"] != table.sums["edition_high"]
    names = {name for name, was in zip(table.keys["standard"], changed, strict=True) if was}
    return [POOLED.format(name) for name in sorted(names)]


def _ends(value: Floats, error: Floats, confidence: float) -> tuple[Floats, Floats]:
    half = quantile(confidence) * error
    return value - half, value + half


def _verdicts(found: Compass, of: str, confidence: float) -> list[Sees]:
    low, high = found.shrunk.interval(confidence)
    apart = (found.q <= RATE) & ((low > 0) | (high < 0)) & (np.sign(found.shrunk.value) == np.sign(found.difference))
    alike = ~apart & (low > -ALIKE[of]) & (high < ALIKE[of]) & (low <= 0) & (high >= 0)
    return [
        (Sees.HIGHER if value > 0 else Sees.LOWER) if is_apart else Sees.ALIKE if is_alike else Sees.CANNOT_TELL
        for value, is_apart, is_alike in zip(found.difference, apart, alike, strict=True)
    ]


def _persons(
    table: Groups, found: list[tuple[slice, Compass]], by: Sequence[str], of: str, confidence: float, pooled: list[str]
) -> Answer:
    n = {side: table.sums[f"{side}_n"].astype(np.int64).tolist() for side in ("own", "other")}
    visits = {side: table.sums[f"{side}_clusters"].astype(np.int64).tolist() for side in ("own", "other")}
    both = [one + other for one, other in zip(n["own"], n["other"], strict=True)]
    own = _joined([_of_side(each.own, of, confidence) for _, each in found])
    others = _joined([_of_side(each.other, of, confidence) for _, each in found])
    raw = _joined([(each.difference, *_ends(each.difference, each.error, confidence)) for _, each in found])
    shrunk = _joined([(each.shrunk.value, *each.shrunk.interval(confidence)) for _, each in found])
    figures = {
        "own": Estimates(*own, n["own"], visits["own"], confidence=confidence),
        "others": Estimates(*others, n["other"], visits["other"], confidence=confidence),
        "difference": Estimates(*raw, both, confidence=confidence),
        "shrunk": Estimates(*shrunk, both, confidence=confidence),
    }
    sees = [one for _, each in found for one in _verdicts(each, of, confidence)]
    keys: dict[str, Any] = {name: table.keys["who" if name == "person" else name] for name in (*by, "source")}
    withheld = tuple(_placed(key, by) for key in table.withheld)
    said = _notes(table, len(withheld), pooled)
    return Answer("compass", (*by, "source"), keys, figures, {"sees": sees}, said, withheld, _units(of))


def _placed(key: tuple[Any, ...], by: Sequence[str]) -> tuple[Any, ...]:
    """A key (groups, source, person) in the order of the question."""
    *outer, source, who = key
    rest = iter(outer)
    return (*(who if name == "person" else next(rest) for name in by), source)


def _of_side(side: Side, of: str, confidence: float) -> tuple[Floats, Floats, Floats]:
    low, high = _ends(side.value, side.error, confidence)
    least, most = (0.0, 1.0) if of == "clearance" else (1.0, 5.0)
    return side.value, np.clip(low, least, most), np.clip(high, least, most)


def _joined(columns: list[tuple[Floats, Floats, Floats]]) -> tuple[list[float], list[float], list[float]]:
    value, low, high = ([float(x) for each in columns for x in each[i]] for i in range(3))
    return value, low, high


def _groups(
    table: Groups, found: list[tuple[slice, Compass]], by: Sequence[str], of: str, confidence: float, pooled: list[str]
) -> Answer:
    names = (*by, "source")
    told = [(at, each) for at, each in found if at.stop - at.start >= FLOOR]
    withheld = [tuple(table.keys[name][at.start] for name in names) for at, _ in found if at.stop - at.start < FLOOR]
    keys = {name: [table.keys[name][at.start] for at, _ in told] for name in names}
    centre = np.array([each.shrunk.mu for _, each in told], dtype=np.float64)
    low, high = _ends(centre, np.array([each.shrunk.se for _, each in told], dtype=np.float64), confidence)
    size = [at.stop - at.start for at, _ in told]
    n = [int(sum(table.sums[f"{side}_n"][at].sum() for side in ("own", "other"))) for at, _ in told]
    figures = {"difference": Estimates(centre.tolist(), low.tolist(), high.tolist(), n, size, confidence=confidence)}
    counted = [_verdicts(each, of, confidence) for _, each in told]
    facts: dict[str, list[Any]] = {"persons": size}
    facts |= {name: [each.count(sees) for each in counted] for sees, name in _COUNTS.items()}
    facts["spread"] = [float(np.sqrt(each.shrunk.tau2)) for _, each in told]
    said = _notes(table, len(table.withheld), pooled)
    if withheld:
        what = "group has" if len(withheld) == 1 else "groups have"
        said = (*said, f"{len(withheld):,} {what} fewer than {FLOOR} persons to compare and cannot be shown.")
    return Answer("compass", names, keys, figures, facts, said, tuple(withheld), _units(of))


def _notes(table: Groups, hidden: int, pooled: list[str]) -> tuple[str, ...]:
    pairs = "1 pair of person and source has" if hidden == 1 else f"{hidden:,} pairs of person and source have"
    said = [PER_SIDE.format(pairs, FLOOR)] if hidden else []
    return (*said, *([SAME, *pooled] if len(table) else [NOBODY]))


def _units(of: str) -> dict[str, Unit]:
    if of == "clearance":
        return {"own": Unit.SHARE, "others": Unit.SHARE, "difference": Unit.POINTS, "shrunk": Unit.POINTS}
    return {"difference": Unit.SIGNED, "shrunk": Unit.SIGNED}
