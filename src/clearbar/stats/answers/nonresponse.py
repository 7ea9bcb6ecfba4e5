"""How many answered, and whether those who did not would change what the others say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimate, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answering import Told, Weighted, answered, weighted
from clearbar.stats.answers.rows import places
from clearbar.stats.answers.share import POOLED
from clearbar.stats.clusters import share
from clearbar.stats.designed import Codes
from clearbar.stats.intervals import Floats, wilson
from clearbar.stats.raking import TRIM

NOBODY = (
    "Nobody was asked, as far as the evidence tells: `clearbar import FILE --as invitations` keeps who was, and how"
    " many answered will stand here."
)
SILENT = "None of the answers can be joined to its ratings: an invitation names the response that came of it."
FRAME = "Who was never asked is in none of these figures."
_CELL = "cell_"
_SUMS = ("m", "n", "x", "nn", "nx", "xx")


@dataclass(frozen=True)
class _Asked:
    """Who was asked in one group: by margin, the labels of its categories, and how many were asked and answered."""

    key: tuple[Any, ...]
    asked: dict[str, Floats]
    replied: dict[str, Floats]

    @property
    def totals(self) -> tuple[float, float]:
        """How many were asked, and how many answered."""
        first = next(iter(self.asked))
        return float(self.asked[first].sum()), float(self.replied[first].sum())


@dataclass(frozen=True)
class _Heard:
    """One group of those who answered, with what it says as weighted."""

    key: tuple[Any, ...]
    asked: _Asked
    told: Told
    weighted: Weighted
    target: float
    editions: tuple[float, float]

    @property
    def rate(self) -> float:
        asked, replied = self.asked.totals
        return replied / asked


def conclude_nonresponse(
    sums: Sums, by: Sequence[str], known: Sequence[str], gap: float = 10.0, confidence: float = 0.95
) -> Answer:
    """The answer rate per group of those who were asked. `known`: the columns of `by` that are known of everybody who
    was asked; `gap`: how far those who were silent may differ, in points.

    Part `margins`, of all together: each category of who was asked, with its rate (keys `of`, `which`). Part
    `weighted`: clearance per group as `answered`, as `raked` to those who were asked, and for `everybody`, with those
    who were silent `gap` points better or worse; facts `deff` (of the weights), `cut` (responses whose weight was),
    `target` and `turns`, the share of the silent at which everybody's lies on the target.
    """
    labels = {name: _labels(sums[name]) for name in sums if name.startswith(_CELL)}
    codes = {name: np.array([labels[name][_plain(value)] for value in sums[name]], dtype=np.intp) for name in labels}
    kind = np.asarray(sums["kind"])
    groups = _asked(sums, codes, labels, known, np.flatnonzero(kind == 0))
    if not groups:
        return Answer("nonresponse", tuple(known), {name: [] for name in known}, {"rate": _columns([])}, {}, (NOBODY,))
    shown = [group for group in groups if group.totals[0] >= FLOOR]
    rates = [_rate(*group.totals, confidence) for group in shown]
    heard, withheld = _heard(sums, codes, by, known, {group.key: group for group in groups})
    parts = [] if known else [_margins(shown, labels, confidence)]
    notes = [FRAME] if heard or withheld else [SILENT, FRAME]
    if heard and not withheld and tuple(by) == tuple(known):
        notes += _lost(sum(group.totals[1] for group in groups), sum(float(one.told.m.sum()) for one in heard))
    parts += [_told(heard, by, gap, confidence, withheld)] if heard else []
    keys = {name: [group.key[at] for group in shown] for at, name in enumerate(known)}
    hidden = tuple(group.key for group in groups if group.totals[0] < FLOOR)
    units = {"rate": Unit.SHARE}
    return Answer("nonresponse", tuple(known), keys, {"rate": _columns(rates)}, {}, tuple(notes), hidden, units,
                  tuple(parts))  # fmt: skip


def _asked(
    sums: Sums, codes: dict[str, Codes], labels: dict[str, dict[Any, int]], known: Sequence[str], rows: Codes
) -> list[_Asked]:
    """Each group of those who were asked, in the order of the keys."""
    found = []
    for key, at in _grouped(sums, known, rows):
        asked, came = (
            {name: _counted(codes[name][at], numbers[at], len(labels[name])) for name in codes}
            for numbers in (np.asarray(sums[column], dtype=np.float64) for column in ("asked", "answered"))
        )
        found.append(_Asked(key, asked, came))
    return found


def _heard(
    sums: Sums, codes: dict[str, Codes], by: Sequence[str], known: Sequence[str], asked: dict[Any, _Asked]
) -> tuple[list[_Heard], list[tuple[Any, ...]]]:
    """Each group of those who answered, and the keys of those too small to show."""
    numbers = {name: np.asarray(sums[name], dtype=np.float64) for name in (*_SUMS, "few", "target_low", "target_high",
                                                                         "edition_low", "edition_high")}  # fmt: skip
    people = _people(sums["cluster"])
    heard, withheld = [], []
    for key, at in _grouped(sums, by, np.flatnonzero(np.asarray(sums["kind"]) == 1)):
        if numbers["few"][at].any():
            withheld.append(key)
            continue
        frame = asked[tuple(value for name, value in zip(by, key, strict=True) if name in known)]
        told = Told(_compact(people[at]), *(numbers[name][at] for name in _SUMS))
        low, high = numbers["target_low"][at].min(), numbers["target_high"][at].max()
        editions = (float(numbers["edition_low"][at].min()), float(numbers["edition_high"][at].max()))
        found = weighted(told, {name: codes[name][at] for name in codes}, frame.asked)
        heard.append(_Heard(key, frame, told, found, float(low) if low == high and low > 0 else nan, editions))
    return heard, withheld


def _told(heard: list[_Heard], by: Sequence[str], gap: float, confidence: float, withheld: list[Any]) -> Answer:
    """The part `weighted`."""
    counted = share(answered([one.told for one in heard]), confidence)
    figures: dict[str, list[Estimate | None]] = {"answered": [], "raked": [], "everybody": []}
    for at, one in enumerate(heard):
        n, hits = int(counted.n[at]), int(one.told.x.sum())
        clusters = int(one.told.six["clusters"])
        low, high = float(counted.low[at]), float(counted.high[at])
        figures["answered"].append(Estimate(float(counted.value[at]), low, high, n, clusters, hits, confidence))
        settled = one.weighted.raked.settled
        raked = _raked(one, float(counted.n[at] / counted.price[at]), n, clusters, confidence) if settled else None
        figures["raked"].append(raked)
        figures["everybody"].append(_everybody(raked, one.rate, gap / 100) if raked else None)
    facts: dict[str, list[Any]] = {
        "deff": [round(one.weighted.deff, 4) for one in heard],
        "cut": [one.weighted.cut for one in heard],
        "target": [None if one.target != one.target else one.target for one in heard],
        "turns": [_turns(one, raked) for one, raked in zip(heard, figures["raked"], strict=True)],
    }
    keys = {name: [one.key[at] for one in heard] for at, name in enumerate(by)}
    units = dict.fromkeys((*figures, "target", "turns"), Unit.SHARE)
    columns = {name: _columns(column, confidence) for name, column in figures.items()}
    notes = (_band(gap), *_notes(heard, by, len(withheld)))
    return Answer("weighted", tuple(by), keys, columns, facts, notes, tuple(withheld), units)


def _raked(one: _Heard, most: float, n: int, clusters: int, confidence: float) -> Estimate:
    value = min(1.0, max(0.0, one.weighted.value))
    low, high = one.weighted.ends(most, n, confidence)
    return Estimate(value, min(float(low), value), max(float(high), value), n, clusters, None, confidence)


def _everybody(raked: Estimate, rate: float, gap: float) -> Estimate:
    """The same for all who were asked, if those who were silent lie up to `gap` from those who answered."""
    away = (1 - rate) * gap
    low, high = max(0.0, raked.low - away), min(1.0, raked.high + away)
    return Estimate(raked.value, low, high, raked.n, raked.clusters, None, raked.confidence)


def _turns(one: _Heard, raked: Estimate | None) -> float | None:
    """The share of the silent with which all who were asked would lie on the target; None where there is none."""
    if raked is None or one.target != one.target or one.rate >= 1:
        return None
    found = (one.target - one.rate * raked.value) / (1 - one.rate)
    return found if 0 <= found <= 1 else None


def _margins(groups: list[_Asked], labels: dict[str, dict[Any, int]], confidence: float) -> Answer:
    """The part `margins`: where answers came from, and where not."""
    keys: dict[str, list[Any]] = {"of": [], "which": []}
    rates, of_asked, of_answered = list[Estimate](), list[float | None](), list[float | None]()
    for group in groups:
        asked, replied = group.totals
        for name, words in labels.items():
            for word, code in sorted(words.items(), key=lambda one: one[1]):
                number, came = group.asked[name][code], group.replied[name][code]
                if number < FLOOR or len(words) < 2:
                    continue
                keys["of"].append(name.removeprefix(_CELL))
                keys["which"].append(word)
                rates.append(_rate(number, came, confidence))
                of_asked.append(float(number / asked))
                of_answered.append(float(came / replied) if replied else None)
    units = dict.fromkeys(("rate", "of asked", "of answers"), Unit.SHARE)
    facts = {"of asked": of_asked, "of answers": of_answered}
    return Answer("margins", ("of", "which"), keys, {"rate": _columns(rates)}, facts, units=units)


def _lost(came: float, joined: float) -> list[str]:
    """How many answers count in the rate alone, as anonymous ones do."""
    if joined >= came:
        return []
    return [f"{came - joined:,.0f} of {came:,.0f} answers cannot be joined to ratings; they count in the rate alone."]


def _band(gap: float) -> str:
    return f"Everybody: with those who were silent up to {gap:g} points better or worse than those who answered."


def _notes(heard: list[_Heard], by: Sequence[str], withheld: int) -> list[str]:
    """What had to be put together or cut, what did not settle, and what is pooled or not shown."""
    said = []
    if withheld:
        what = "group has" if withheld == 1 else "groups have"
        said.append(f"{withheld:,} {what} fewer than {FLOOR} answers and cannot be shown.")
    said += _together(heard)
    if cut := sum(one.weighted.cut for one in heard):
        said.append(f"The weights of {cut:,} answers were cut at {TRIM:g} times the median of their group.")
    for one in heard:
        group = f"{', '.join(str(value) for value in one.key)}: " if one.key else ""
        if not one.weighted.raked.settled:
            said.append(f"{group}not identifiable: answers cannot be weighted to look like those who were asked in all"
                        f" ways at once (one stays {one.weighted.raked.off:.0%} off).")  # fmt: skip
        if "standard" in by and "edition" not in by and one.editions[0] != one.editions[1]:
            said.append(POOLED.format(one.key[list(by).index("standard")]))
    return list(dict.fromkeys(said))


def _together(heard: list[_Heard]) -> list[str]:
    """By margin, where categories with few answers were taken together."""
    said = []
    for name in dict.fromkeys(name for one in heard for name in one.weighted.together):
        numbers = [one.weighted.together[name] for one in heard if name in one.weighted.together]
        what = f"{name.removeprefix(_CELL)}s with fewer than {FLOOR} answers are weighted together"
        where = f" in {len(numbers):,} of {len(heard):,} groups" if len(heard) > 1 else f": {numbers[0]:,} of them"
        said.append(f"{what.capitalize()}{where}.")
    return said


# Columns


def _grouped(sums: Sums, by: Sequence[str], rows: Codes) -> list[tuple[tuple[Any, ...], Codes]]:
    if not len(rows):
        return []
    if not by:
        return [((), rows)]
    found = places({name: np.asarray(sums[name])[rows] for name in by}, by)
    return [(tuple(_plain(value) for value in key), rows[at]) for key, at in found]


def _plain(value: Any) -> Any:
    """A value of the standard library; what is unknown is None."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float):
        return None if value != value else int(value)
    return value


def _labels(column: Any) -> dict[Any, int]:
    """The categories of a column with their codes, in order; unknown comes last."""
    words = {_plain(value) for value in column}
    return {word: code for code, word in enumerate(sorted(words, key=lambda word: (word is None, str(word))))}


def _people(column: Any) -> Codes:
    """Clusters as codes; −1 where unknown."""
    names = {name: code for code, name in enumerate(sorted({str(v) for v in column if _plain(v) is not None}))}
    return np.array([-1 if _plain(v) is None else names[str(v)] for v in column], dtype=np.intp)


def _compact(codes: Codes) -> Codes:
    """The same clusters with codes from 0 on; −1 stays."""
    kept = np.unique(codes[codes >= 0])
    return np.where(codes >= 0, np.searchsorted(kept, codes), -1).astype(np.intp)


def _counted(codes: Codes, numbers: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(codes, numbers, size), dtype=np.float64)


def _rate(asked: float, came: float, confidence: float) -> Estimate:
    low, high = wilson(came, asked, confidence)
    return Estimate(came / asked, float(low), float(high), int(asked), None, int(came), confidence)


def _columns(found: Sequence[Estimate | None], confidence: float = 0.95) -> Estimates:
    """Estimates as columns; an n of 0 where there is none."""
    some = [one is not None and one.clusters is not None for one in found]
    counted = [one is not None and one.hits is not None for one in found]

    def pick(name: str, none: float) -> list[Any]:
        return [none if one is None else getattr(one, name) for one in found]

    return Estimates(
        pick("value", nan), pick("low", nan), pick("high", nan), pick("n", 0),
        pick("clusters", 0) if any(some) else None, pick("hits", 0) if any(counted) else None, confidence,
    )  # fmt: skip
