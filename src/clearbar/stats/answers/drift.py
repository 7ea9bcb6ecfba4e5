"""Is the bar sinking, or are we? Clearance week by week against limits of its own past, with what changed and when.

weeks, instruments, events → stretches of one instrument → limits from the baseline of each → signals, false alarms,
breaks. How Δgap splits is concluded from sums of its own (movement.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.special import gammaincinv

from clearbar.model.estimate import Answer, Estimate, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.drift_parts import broken, called_out, said
from clearbar.stats.answers.growing import Growing
from clearbar.stats.answers.rows import places, plain
from clearbar.stats.answers.share import POOLED
from clearbar.stats.answers.table import Groups
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.instruments import Changed, Happened, Used, changed
from clearbar.stats.watch import Line, Series, stretches, watch

FACTS = ("phase", "centre", "lower", "upper", "signal", "began")
_SIGNAL = {1: "above", -1: "below", 0: None}


class _Read(NamedTuple):
    """The columns of an engine's answer: texts as they are, numbers as float64; which rows are weeks that may be
    `shown`, and which are weeks that may not."""

    texts: dict[str, Any]
    sums: dict[str, Any]
    shown: Any
    hidden: Any


def conclude_drift(
    sums: Sums, by: Sequence[str], chart: str = "laney", baseline: int = 0, confidence: float = 0.95
) -> Answer:
    """A row for each group and week: clearance (for the chart `u` misses per interaction) with its interval. Facts:
    `phase`; `centre`, `lower` and `upper`, None without limits; `signal`, above or below the limits; `began`, what is
    new with an instrument that begins; for ewma and cusum `plotted`, in spreads of a week.

    Parts: `charts`, a row a group with its signals and its chance; `breaks`, changes of level with the weeks in which
    they may lie, and changes of instrument, which have no figure. The same sums give the same answer.
    """
    read = _read(sums)
    lines = [line for key, at in _groups(sums, by) if (line := _line(key, at, read, chart, baseline))]
    few = tuple(zip(*(plain(np.asarray(sums[name])[read.hidden]) for name in (*by, "week")), strict=True))
    summed, figure = chart in {"ewma", "cusum"}, "misses" if chart == "u" else "clearance"
    rows = Growing((*by, "week"), (figure,), (*FACTS, *(("plotted",) if summed else ())))
    told = _estimates(read, _keys(sums, (*by, "week")), chart, confidence)
    for line in lines:
        _add(rows, line, told, figure)
    units = {"clearance": Unit.SHARE}
    if chart in {"laney", "p"}:
        units |= dict.fromkeys(("centre", "lower", "upper"), Unit.SHARE)
    notes = [*Groups({}, {}, few).notes, *said(lines, chart), *_pooled(read, by)]
    parts = (called_out(lines, by, chart, confidence), broken(lines, by, confidence))
    return rows.answer("drift", units, notes, withheld=few, parts=parts, confidence=confidence)


def _read(sums: Sums) -> _Read:
    numbers = ("n", "hits", "clusters", "nn", "nx", "xx", "exposure", "week", "last_week")
    texts = ("kind", "label", "standard_of")
    told = {name: np.asarray(sums[name], dtype=object) for name in texts}
    counted = {name: np.asarray(sums[name], dtype=np.float64) for name in numbers}
    is_week, is_known = told["kind"] == "week", ~np.isnan(counted["n"])
    return _Read(told, counted, is_week & is_known, is_week & ~is_known)


def _keys(sums: Sums, names: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(plain(sums[name]) for name in names), strict=True))


def _groups(sums: Sums, by: Sequence[str]) -> list[tuple[tuple[Any, ...], Any]]:
    return places(sums, by) if by else [((), np.arange(len(sums["kind"])))]


def _line(key: tuple[Any, ...], at: Any, read: _Read, chart: str, baseline: int) -> Line | None:
    """The series of one group under watch, stretch by stretch; None without a week that may be shown."""
    weeks = at[read.shown[at]]
    if not len(weeks):
        return None
    weeks = weeks[np.argsort(read.sums["week"][weeks])]
    week, n, hits, exposure = (read.sums[name][weeks] for name in ("week", "n", "hits", "exposure"))
    series = Series(week.astype(np.int64), n, hits, exposure)
    news = _news(series, at, read)
    parts = tuple((part, watch(part, chart, baseline)) for part in stretches(series, [one.week for one in news]))
    return Line(key, news, parts)


def _news(series: Series, at: Any, read: _Read) -> tuple[Changed, ...]:
    """What was new with the instrument of a group, and when."""
    used, happened = [], []
    for i in at:
        kind, label = read.texts["kind"][i], read.texts["label"][i]
        n, first, last = (int(np.nan_to_num(read.sums[name][i])) for name in ("n", "week", "last_week"))
        if kind == "event":
            happened.append(Happened(label, first, n))
        elif kind != "week":
            used.append(Used(kind, label, first, last, n, read.texts["standard_of"][i]))
    ratings = dict(zip(series.week.tolist(), series.n.astype(np.int64).tolist(), strict=True))
    used.sort(key=lambda one: (one.first, one.kind, one.label))
    happened.sort(key=lambda one: (one.day, one.kind))
    return changed(ratings, used, happened)


def _estimates(
    read: _Read, keys: list[tuple[Any, ...]], chart: str, confidence: float
) -> dict[tuple[Any, ...], Estimate]:
    """The figure of each week that may be shown, by its key."""
    at = np.flatnonzero(read.shown)
    if not len(at):
        return {}
    s = {name: column[at] for name, column in read.sums.items()}
    if chart == "u":
        return _misses(s, [keys[i] for i in at], confidence)
    built = ClusterSums.of(n=s["n"], s=s["hits"], clusters=s["clusters"], nn=s["nn"], ns=s["nx"], ss=s["xx"])
    found = share(built, confidence)
    ends = zip(found.value.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    return {
        keys[i]: Estimate(*end, int(s["n"][j]), int(s["clusters"][j]), int(s["hits"][j]), confidence)
        for j, (i, end) in enumerate(zip(at, ends, strict=True))
    }


def _misses(s: dict[str, Any], keys: list[tuple[Any, ...]], confidence: float) -> dict[tuple[Any, ...], Estimate]:
    """Misses per interaction with the exact ends of a Poisson count (Garwood 1936, Biometrika 28:437)."""
    events, tail = s["n"] - s["hits"], (1 - confidence) / 2
    low = np.where(events > 0, gammaincinv(np.maximum(events, 1), tail), 0.0)
    high = gammaincinv(events + 1, 1 - tail)
    value, least, most = ((column / s["exposure"]).tolist() for column in (events, low, high))
    sizes = s["exposure"].astype(np.int64).tolist()
    return {key: Estimate(value[i], least[i], most[i], sizes[i], confidence=confidence) for i, key in enumerate(keys)}


def _add(rows: Growing, line: Line, told: dict[tuple[Any, ...], Estimate], figure: str) -> None:
    began = {one.week: ", ".join(one.what) for one in line.news}
    for series, watched in line.parts:
        for i, (week, phase) in enumerate(zip(series.week.tolist(), watched.phases, strict=True)):
            ends = (watched.centre, watched.lower[i], watched.upper[i], watched.plotted[i])
            centre, lower, upper, plotted = (None if np.isnan(end) else float(end) for end in ends)
            facts = {
                "phase": phase,
                "centre": None if lower is None else centre,
                "lower": lower,
                "upper": upper,
                "signal": _SIGNAL[int(watched.signals[i])],
                "began": began.get(week),
                "plotted": plotted,
            }
            rows.add((*line.key, week), {figure: told[(*line.key, week)]}, facts)


def _pooled(read: _Read, by: Sequence[str]) -> list[str]:
    """Which standards were read in several editions."""
    if "standard" not in by or "edition" in by:
        return []
    editions: dict[Any, set[Any]] = {}
    for i in np.flatnonzero(read.texts["kind"] == "edition"):
        editions.setdefault(read.texts["standard_of"][i], set()).add(read.texts["label"][i])
    return [POOLED.format(name) for name in sorted(editions) if len(editions[name]) > 1]
