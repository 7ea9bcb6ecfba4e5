"""How long people wait: counts by length → the median, the time of nine in ten, the share within the promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import Sums
from clearbar.model.waiting import ALL, DAY, HOUR, HOUR_DAY, PERSON, length
from clearbar.stats.answers.rows import places
from clearbar.stats.answers.share import POOLED
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.intervals import Floats, wilson
from clearbar.stats.survival import NONE, Apart, Bands, Curve, apart, bands, curve, quantile, wider

_BLOCKS = (ALL, HOUR, PERSON, DAY, HOUR_DAY)
CURVE, HOURS, BESIDE = "curve", "by hour", "beside"
POINTS, TAIL = 48, 0.1
"""Lengths at which the curve of a group is told, at most; and the share from which on a quarter of them lies."""
_TIMES = {"median": 0.5, "nine_in_ten": 0.9}

OPEN = (
    "{:,} of {:,} waits had not ended when they were last seen; they count as having lasted at least so long, and as "
    "no different from others from then on. If people gave up, or if the hard ones stay open, that is not so."
)
STEPS = "Lengths are told to the second up to an hour, and to 1 % beyond it; by hour of the day, to 5 %."
CLOCK = "Hours are those of {}, of waits whose time of day is known."
UNSEEN = "{}: no wait was watched for as long as is promised, so that the share within it is not identifiable."
UNENDED = "{}: too many waits had not ended to say how long {} of them last."
ALONE = "{0}: {1}, the quality that goes with it, was not rated in these interactions: a time alone says little."
UNPAIRED = "No quality goes with {}: nothing here says what its speed may cost."
_PARTS = {"median": "half", "nine_in_ten": "nine in ten"}

Triple = tuple[float, float, float, int]
_NOTHING: Triple = (float("nan"), float("nan"), float("nan"), 0)


@dataclass(frozen=True)
class _Waits:
    """What is known of one group (or one hour of it)."""

    curve: Curve
    bands: Bands
    how: Apart
    n: int
    open: int

    def time(self, part: float) -> Triple:
        """A quantile in seconds; none where too few waits ended."""
        found = quantile(self.curve, part, self.bands)
        return (found.value, found.low, found.high, self.n) if found.value == found.value else _NOTHING

    def within(self, promise: float, confidence: float) -> Triple:
        """The share that ended within so many seconds; none where no wait was watched for so long."""
        at = self.curve.at(promise)
        if at < 0:
            high = float(wilson(0.0, self.n / float(self.how.at(promise)), confidence)[1])
            return 0.0, 0.0, high, self.n
        if promise > self.curve.length[-1] and self.curve.share[-1] > 0:
            return _NOTHING
        ends = (self.curve.share[at], self.bands.high[at], self.bands.low[at])
        value, low, high = (1 - float(each) for each in ends)
        return value, min(low, value), max(high, value), self.n

    def bounds(self, promise: float) -> tuple[float, float]:
        """The least and the most that the share within may be, whatever becomes of the waits that had not ended."""
        early = self.curve.length <= promise
        ended, still = (
            float(self.curve.ended[early].sum()),
            float(self.curve.waiting[self.curve.length < promise].sum()),
        )
        return ended / self.n, (ended + still) / self.n


def conclude_waits(
    sums: Sums, by: Sequence[str], promise: float = 0.0, ahead: int = 0, confidence: float = 0.95
) -> Answer:
    """Per group: figures `median` and `nine_in_ten`, the seconds after which half, and nine in ten, of the waits had
    ended, and with a `promise` in minutes `within`, the share that ended within it. Facts: `open`, how many had not
    ended; with a promise `within_least` and `within_most`, between which that share lies whatever became of these; and
    `promise` in seconds; and `pair`, the quality that goes with the wait.

    Part `curve`: the share still waiting (`waiting`) after so many `seconds`. Part `by hour`: the same figures by hour
    of the day of UTC, `ahead` hours later. `beside` adds the clearance of the quality.
    """
    keyed = list(by)
    figures = [*_TIMES, *(["within"] if promise > 0 else [])]
    rows, hours = _Rows(keyed, figures, confidence), _Rows([*keyed, "hour"], figures, confidence)
    points = _Rows([*keyed, "seconds"], ["waiting"], confidence)
    few: list[tuple[Any, ...]] = []
    notes: list[str] = []
    total, still = 0, 0
    for key, at in places(sums, by):
        part = {name: np.asarray(column)[at] for name, column in sums.items()}
        block = {name: {c: v[part["block"] == name] for c, v in part.items()} for name in _BLOCKS}
        if not _known(block[ALL]).any():
            few.append(key)
            continue
        how = wider(*(_apart(block[name], "part", promise) for name in (PERSON, DAY)))
        found = _waits(block[ALL], ALL, promise, how, confidence)
        total, still = total + found.n, still + found.open
        pair, said = _about(block[ALL], by, key)
        rows.add(
            key, _figures(found, promise, confidence), _facts(found, promise) | _promised(promise) | {"pair": pair}
        )
        notes += [*said, *_lacking(", ".join(str(value) for value in key), found, promise)]
        _points(points, key, found, promise)
        for hour, one in _by_hour(block[HOUR], block[HOUR_DAY], promise, confidence):
            hours.add((*key, hour), _figures(one, promise, confidence), _facts(one, promise))
    units = {**dict.fromkeys(_TIMES, Unit.SECONDS), "within": Unit.SHARE}
    units |= {"within_least": Unit.SHARE, "within_most": Unit.SHARE, "promise": Unit.SECONDS}
    parts = (points.answer(CURVE, by, {"waiting": Unit.SHARE}), hours.answer(HOURS, by, units))
    general = [*([OPEN.format(still, total)] if still else []), *([STEPS] if total else [])]
    general += [CLOCK.format(f"UTC{ahead:+d}" if ahead else "UTC")] if len(parts[1]) else []
    told = (*general, *dict.fromkeys(notes), *Groups({}, {}, tuple(few)).notes)
    return replace(rows.answer("waits", by, units), notes=told, withheld=tuple(few), parts=parts)


def beside(answer: Answer, sums: Sums, confidence: float = 0.95) -> Answer:
    """The answer with the clearance of the quality that goes with each wait, from ratings of the same interactions:
    fact `clears`, and the part `beside` with its interval. Speed is never told without what it may cost."""
    by = answer.by
    table = groups(sums, (*by, "pair"))
    figure = Estimates((), (), (), (), confidence=confidence)
    if len(table):
        s = table.sums
        built = ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"])
        found = share(built, confidence)
        whole = {name: s[name].astype(np.int64).tolist() for name in ("n", "clusters", "hits")}
        figure = Estimates(
            found.value.tolist(), found.low.tolist(), found.high.tolist(), **whole, confidence=confidence
        )
    told = dict(zip(zip(*table.keys.values(), strict=True), figure.value, strict=True))
    keys = list(zip(*answer.keys.values(), strict=True))
    clears = [told.get((*key, pair)) for key, pair in zip(keys, answer.facts["pair"], strict=True)]
    lacking = [
        ALONE.format(", ".join(str(value) for value in key), pair)
        for key, pair, one in zip(keys, answer.facts["pair"], clears, strict=True)
        if pair is not None and one is None
    ]
    part = Answer(
        BESIDE, (*by, "pair"), table.keys, {"clearance": figure}, {}, units={"clearance": Unit.SHARE},
        withheld=table.withheld,
    )  # fmt: skip
    units = {**answer.units, "clears": Unit.SHARE}
    facts = {**answer.facts, "clears": clears}
    return replace(answer, facts=facts, units=units, notes=(*answer.notes, *lacking), parts=(part, *answer.parts))


class _Rows:
    """Rows of an answer, as they are found."""

    def __init__(self, keys: Sequence[str], figures: Sequence[str], confidence: float) -> None:
        self.keys: dict[str, list[Any]] = {name: [] for name in keys}
        self.figures: dict[str, list[Triple]] = {name: [] for name in figures}
        self.facts: dict[str, list[Any]] = {}
        self.confidence = confidence

    def add(self, key: Sequence[Any], figures: Mapping[str, Triple], facts: Mapping[str, Any]) -> None:
        for column, value in zip(self.keys.values(), key, strict=True):
            column.append(value)
        for name, column in self.figures.items():
            column.append(figures[name])
        for name, value in facts.items():
            self.facts.setdefault(name, []).append(value)

    def answer(self, measure: str, by: Sequence[str], units: Mapping[str, Unit]) -> Answer:
        figures = {name: self._estimates(column) for name, column in self.figures.items()}
        known = {name: unit for name, unit in units.items() if name in figures or name in self.facts}
        facts = self.facts or ({"pair": []} if measure == "waits" else {})
        return Answer(measure, tuple(by), self.keys, figures, facts, units=known)

    def _estimates(self, column: Sequence[Triple]) -> Estimates:
        value, low, high, n = ([each[i] for each in column] for i in range(4))
        return Estimates(value, low, high, [int(size) for size in n], confidence=self.confidence)


def _known(block: Mapping[str, Any]) -> Any:
    return ~np.isnan(np.asarray(block["ended"], dtype=np.float64))


def _lengths(block: Mapping[str, Any], name: str, promise: float) -> Floats:
    """Seconds of each row; what ended within the promise did not last longer, also where its step does."""
    steps, back = np.unique(np.asarray(block["step"], dtype=np.int64), return_inverse=True)
    ends = np.array([length(name, step) for step in steps.tolist()], dtype=np.float64)[back]
    in_time = np.asarray(block["late"], dtype=np.float64) == 0
    return np.where(in_time, np.minimum(ends, 60 * promise), ends) if promise > 0 else ends


def _waits(block: Mapping[str, Any], name: str, promise: float, how: Apart, confidence: float) -> _Waits:
    ended, waiting = (np.asarray(block[each], dtype=np.float64) for each in ("ended", "waiting"))
    found = curve(_lengths(block, name, promise), ended, waiting)
    return _Waits(found, bands(found, how, confidence), how, int((ended + waiting).sum()), int(waiting.sum()))


def _apart(block: Mapping[str, Any], buckets: str, promise: float) -> Apart:
    if not len(block["part"]) or not _known(block).all():
        return NONE
    of = np.asarray(block[buckets], dtype=np.float64)
    return apart(of, _lengths(block, str(block["block"][0]), promise), block["ended"], block["waiting"])


def _by_hour(
    block: Mapping[str, Any], days: Mapping[str, Any], promise: float, confidence: float
) -> Iterator[tuple[int, _Waits]]:
    """Each hour that may be shown, as far from chance as its own days are from each other."""
    shown, part, other = _known(block), *(np.asarray(each["part"], dtype=np.float64) for each in (block, days))
    for hour in sorted(set(part[shown].tolist())):
        rows = {name: column[shown & (part == hour)] for name, column in block.items()}
        how = _apart({name: column[other == hour] for name, column in days.items()}, "bucket", promise)
        yield int(hour), _waits(rows, HOUR, promise, how, confidence)


def _figures(found: _Waits, promise: float, confidence: float) -> dict[str, Triple]:
    told = {name: found.time(part) for name, part in _TIMES.items()}
    return told | ({"within": found.within(60 * promise, confidence)} if promise > 0 else {})


def _facts(found: _Waits, promise: float) -> dict[str, Any]:
    facts: dict[str, Any] = {"open": found.open}
    if promise > 0:
        facts["within_least"], facts["within_most"] = found.bounds(60 * promise)
    return facts


def _promised(promise: float) -> dict[str, Any]:
    return {"promise": 60 * promise} if promise > 0 else {}


def _about(block: Mapping[str, Any], by: Sequence[str], key: tuple[Any, ...]) -> tuple[str | None, list[str]]:
    """The quality that goes with a group's waits, and what must be said of its standard."""
    pairs = {name for end in ("pair_low", "pair_high") for name in block[end].tolist() if name is not None}
    editions = {name for end in ("edition_low", "edition_high") for name in block[end].tolist()}
    standard = str(key[list(by).index("standard")]) if "standard" in by else ", ".join(str(value) for value in key)
    said = [POOLED.format(standard)] if len(editions) > 1 and "edition" not in by else []
    said += [UNPAIRED.format(standard)] if not pairs else []
    return (min(pairs) if pairs else None), said


def _lacking(label: str, found: _Waits, promise: float) -> list[str]:
    said = [UNENDED.format(label, _PARTS[name]) for name, part in _TIMES.items() if not found.time(part)[3]]
    return said + ([UNSEEN.format(label)] if promise > 0 and not found.within(60 * promise, 0.95)[3] else [])


def _points(points: _Rows, key: tuple[Any, ...], found: _Waits, promise: float) -> None:
    """The curve at lengths that lie about equally far apart in what has ended until then; where few still wait, by what
    part of them ends."""
    shares = found.curve.share
    last = max(float(shares[-1]), 1 / found.n)
    tail = np.geomspace(TAIL, min(last, TAIL), POINTS // 4)
    steps = np.concatenate([np.linspace(1.0, max(last, TAIL), POINTS - POINTS // 4)[1:], tail])
    at = {int(np.argmax(shares <= step + 1e-12)) for step in steps if step >= shares[-1]} | {len(shares) - 1}
    at |= {found.curve.at(60 * promise)} - {-1} if promise > 0 else set()
    for place in sorted(at):
        value, low, high = (float(each[place]) for each in (shares, found.bands.low, found.bands.high))
        triple = (value, min(low, value), max(high, value), found.n)
        points.add((*key, round(found.curve.length[place])), {"waiting": triple}, {})
