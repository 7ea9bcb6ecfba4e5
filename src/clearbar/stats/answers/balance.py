"""Is speed bought with quality? Each week's times beside the quality that guards them, and when both fall.

weekly sums of four series → each against its own baseline → the alarm where time and quality fall → T² of all together.
How quality goes with time within one person is concluded from sums of its own (`add_slopes`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from scipy.special import stdtrit

from clearbar.model.estimate import Answer, Estimate, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.growing import Growing
from clearbar.stats.answers.rows import places, plain
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.clusters import ClusterSums, mean, share
from clearbar.stats.directed import JOINT_WEEKS, Smoothed, bought, joint, smoothed
from clearbar.stats.intervals import Floats
from clearbar.stats.watch import YEAR, Phase, baseline_of

SERIES = ("time", "outcome", "courtesy", "repeats")
QUALITIES = ("outcome", "courtesy")
_STEP = 0.1
"""The difference of two times, as log(1 + seconds), that counts as one."""
UNITS = {"time": Unit.SECONDS, **dict.fromkeys(SERIES[1:], Unit.SHARE)}
NO_TIMES = "Not identifiable: no standard of promptness has measured times."
NO_QUALITY = "Not identifiable: no standard of outcome or courtesy was rated beside the times."
PAIRED = "Quality is that of the standards that the book pairs with timed ones: {}."
JOINT = (
    "T² of all series together stays below its limit for {:.0f} weeks on average while nothing changes, were spreads"
    " known exactly; the limit is stretched as far as they are not."
)
BOUGHT = "{}: from week {} on, in {} of {} weeks, people are quicker and {} falls."


class _Line(NamedTuple):
    """One group: its weeks, and of each series the row of every week (−1 where there is none)."""

    key: tuple[Any, ...]
    week: list[int]
    rows: dict[str, Any]
    baseline: int
    tracked: dict[str, Smoothed]


def conclude_balance(
    sums: Sums, by: Sequence[str], baseline: int = 0, alpha: float = 0.01, confidence: float = 0.95
) -> Answer:
    """A row for each group and week: figures `time` (seconds, of the mean log), `outcome`, `courtesy`, `repeats` as far
    as heard. Facts: `phase`; for each series its `…_trend`, how many standard errors it lies from its baseline,
    smoothed and adjusted for the mix; `alarm`, what falls together. Part `joint`: T² of all series with its limit.
    """
    shown = {name: np.asarray(column) for name, column in sums.items()}
    told = _figures(shown, confidence)
    lines = [
        line for key, at in (places(sums, by) if by else [((), np.arange(len(sums["n"])))])
        if (line := _line(key, at, shown, baseline))
    ]  # fmt: skip
    trends = tuple(f"{name}_trend" for name in SERIES)
    rows = Growing((*by, "week"), SERIES, ("phase", *trends, "alarm"))
    together = Growing((*by, "week"), QUALITIES, ("t_squared", "limit", "signal"))
    notes: list[str] = []
    for line in lines:
        notes += _add(rows, line, told, alpha)
        _add_joint(together, line, told)
    hidden = np.isnan(np.asarray(sums["n"], dtype=np.float64))
    few = tuple(
        dict.fromkeys(zip(*(plain(shown[name][hidden]) for name in (*by, "week")), strict=True))
    )  # a week may have too few answers for one series and enough for another
    few = tuple(key for key in few if key not in set(zip(*rows.keys.values(), strict=True)))
    said = [*Groups({}, {}, few).notes, *_said(lines, shown, alpha), *notes]
    units = {**UNITS}
    part = together.answer("joint", units, (JOINT.format(JOINT_WEEKS),) if len(together) else (), confidence=confidence)
    return rows.answer("balance", units, said, withheld=few, parts=(part,), confidence=confidence)


def _figures(s: dict[str, Any], confidence: float) -> dict[int, Estimate]:
    """The figure of each row that may be shown, by its place."""
    n = s["n"].astype(np.float64)
    found: dict[int, Estimate] = {}
    for is_time in (True, False):
        at = np.flatnonzero(~np.isnan(n) & ((s["series"] == "time") == is_time))
        if not len(at):
            continue
        columns = {name: s[name][at].astype(np.float64) for name in ("n", "s", "clusters", "nn", "ns", "ss", "q")}
        squares = columns.pop("q")
        built = ClusterSums.of(**columns)
        told = mean(built, squares, confidence, step=_STEP) if is_time else share(built, confidence)
        ends = (told.value, told.low, told.high)
        if is_time:
            ends = tuple(np.expm1(end) for end in ends)  # type: ignore[assignment]
        for place, value, low, high in zip(at.tolist(), *(end.tolist() for end in ends), strict=True):
            size, persons = int(s["n"][place]), int(s["clusters"][place])
            hits = None if is_time else round(float(s["s"][place]))
            found[place] = Estimate(value, max(low, 0.0), high, size, persons, hits, confidence)
    return found


def _line(key: tuple[Any, ...], at: Any, s: dict[str, Any], baseline: int) -> _Line | None:
    """The series of one group; None without a week that may be shown."""
    kept = at[~np.isnan(s["n"][at].astype(np.float64))]
    weeks = sorted({int(week) for week in s["week"][kept]})
    if not weeks:
        return None
    place = {week: i for i, week in enumerate(weeks)}
    rows = {name: np.full(len(weeks), -1) for name in SERIES}
    for i in kept.tolist():
        rows[str(s["series"][i])][place[int(s["week"][i])]] = i
    first = baseline_of(len(weeks), baseline)
    tracked = {name: one for name in SERIES if (one := _tracked(rows[name], s, first, name == "time"))}
    return _Line(key, weeks, rows, first, tracked)


def _tracked(rows: Any, s: dict[str, Any], baseline: int, is_time: bool) -> Smoothed | None:
    known = rows >= 0
    if not baseline or not known.any():
        return None
    n, adj = np.zeros(len(rows)), np.zeros(len(rows))
    n[known], adj[known] = (s[name][rows[known]].astype(np.float64) for name in ("n", "adj"))
    total = float(s["s"][rows[known]].astype(np.float64).sum())
    average = total / n.sum()
    value: Floats = np.where(known, average + adj / np.where(n > 0, n, 1), np.nan)
    # A share varies at least by chance; the spread of times is known from the weeks alone.
    scale = 0.0 if is_time else float(np.sqrt(max(average * (1 - average), 0.0)))
    return smoothed(value, n, baseline, scale=scale)


def _add(rows: Growing, line: _Line, told: dict[int, Estimate], alpha: float) -> list[str]:
    """The rows of one group, and what must be said of it."""
    qualities = [name for name in QUALITIES if name in line.tracked]
    weeks = len(line.week)
    alarm, falls = np.zeros(weeks, dtype=bool), list[Any]()
    if "time" in line.tracked and qualities:
        alarm, falls = bought(line.tracked["time"], [line.tracked[name] for name in qualities], alpha)
    for i, week in enumerate(line.week):
        fallen = [name for name, one in zip(qualities, falls, strict=True) if one[i]] if falls else []
        facts: dict[str, Any] = {
            f"{name}_trend": float(one.trend[i]) for name, one in line.tracked.items() if not np.isnan(one.trend[i])
        }
        facts["phase"] = _phase(i, line.baseline)
        facts["alarm"] = f"quicker, less {' and '.join(fallen)}" if alarm[i] else None
        figures = {name: told.get(int(line.rows[name][i])) for name in SERIES}
        rows.add((*line.key, week), figures, facts)
    if not alarm.any():
        return []
    named = [name for name, one in zip(qualities, falls, strict=True) if (one & alarm).any()]
    label = ", ".join("unknown" if value is None else str(value) for value in line.key) or "All together"
    first = line.week[int(np.argmax(alarm))]
    return [BOUGHT.format(label, first, int(alarm.sum()), weeks - line.baseline, " and ".join(named))]


def _phase(place: int, baseline: int) -> Phase:
    if not baseline:
        return Phase.NO_LIMITS
    return Phase.BASELINE if place < baseline else Phase.WATCHED


def _add_joint(rows: Growing, line: _Line, told: dict[int, Estimate]) -> None:
    if "time" not in line.tracked or len(line.tracked) < 2:
        return
    found = joint(list(line.tracked.values()), line.baseline)
    if found is None:
        return
    squares, limit = found
    for i, week in enumerate(line.week):
        if np.isnan(squares[i]):
            continue
        facts = {"t_squared": float(squares[i]), "limit": limit, "signal": "yes" if squares[i] > limit else None}
        rows.add((*line.key, week), {name: told.get(int(line.rows[name][i])) for name in QUALITIES}, facts)


def _said(lines: Sequence[_Line], s: dict[str, Any], alpha: float) -> list[str]:
    """What is lacking, what quality is that of, and the false alarms to expect."""
    heard = {name for line in lines for name in line.tracked} | {
        name for line in lines for name in SERIES if (line.rows[name] >= 0).any()
    }
    if "time" not in heard:
        return [NO_TIMES]
    if not heard & set(QUALITIES):
        return [NO_QUALITY]
    found = []
    guarded = {str(name) for name, one in zip(s["series"], s["guarded"], strict=True) if one == 1}
    if guarded:
        found.append(PAIRED.format(" and ".join(name for name in QUALITIES if name in guarded)))
    judged = [line for line in lines if "time" in line.tracked and set(QUALITIES) & set(line.tracked)]
    if judged:
        many = "one group" if len(judged) == 1 else f"{len(judged):,} groups"
        most, least = YEAR * len(judged) * alpha, YEAR * len(judged) * alpha * alpha
        found.append(
            f"False alarms to expect in a year of {many}: at most {most:.2g} weeks were all of them truly quicker and"
            f" no quality less, about {least:.1g} were nothing changed."
        )
    if len(judged) < len(lines):
        found.append(f"{len(lines) - len(judged):,} of {len(lines):,} groups have too few weeks of both to be watched.")
    if "repeats" not in heard:
        found.append("Not identifiable: who came back within 7 days, as too few customers and days are known.")
    return found


def add_slopes(answer: Answer, sums: Sums, by: Sequence[str]) -> Answer:
    """The answer with the part `slopes`: for each group and quality how many points more of it go with twice the time,
    within one person and like work. Above 0, quicker work is worse work."""
    table = groups(sums, (*by, "series"))
    s = table.sums
    rows = Growing((*by, "series"), ("twice",), ("reads",))
    for i in range(len(table)):
        figure = _slope({name: float(column[i]) for name, column in s.items()}, answer_confidence(answer))
        if figure is None:
            continue
        reads = "quicker is worse" if figure.low > 0 else "quicker is better" if figure.high < 0 else "cannot tell"
        rows.add([table.keys[name][i] for name in (*by, "series")], {"twice": figure}, {"reads": reads})
    part = rows.answer("slopes", {"twice": Unit.POINTS}, table.notes, withheld=table.withheld)
    return replace(answer, parts=(part, *answer.parts))


def answer_confidence(answer: Answer) -> float:
    """The confidence of the intervals of an answer."""
    return next(iter(answer.figures.values())).confidence


def _slope(s: dict[str, float], confidence: float) -> Estimate | None:
    """Points for twice the time, with the sandwich variance over clusters; None where time never differed."""
    if s["xx"] <= 0 or s["clusters"] < 2:
        return None
    slope = s["xy"] / s["xx"]
    between = max(s["syy"] - 2 * slope * s["sxy"] + slope * slope * s["sxx"], 0.0)
    alike = s["xx"] ** 2 / s["sxx"]
    df = max(alike - 1, 1.0)
    error = np.sqrt(between * alike / max(alike - 1, 0.5)) / s["xx"]
    half = float(stdtrit(df, (1 + confidence) / 2) * error) * np.log(2)
    value = float(slope * np.log(2))
    return Estimate(value, value - half, value + half, int(s["n"]), int(s["clusters"]), confidence=confidence)
