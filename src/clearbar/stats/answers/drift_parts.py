"""What follows from series under watch: which charts are called out, when the level broke, what must be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.special import stdtr, stdtrit

from clearbar.model.estimate import Answer, Estimate, Unit
from clearbar.stats.answers.growing import Growing
from clearbar.stats.changes import Break, breaks
from clearbar.stats.false_discovery import adjusted
from clearbar.stats.run_length import worth
from clearbar.stats.watch import SHORTEST, Line, Series, Watched, chance, false_alarms, known_alarms

ALPHA = 0.05
"""Of the charts that are called out, at most this part by chance (false discovery rate)."""
_NAMED = {
    "laney": "Limits (p′, Laney): three spreads of a week about the share of the baseline, as far as weeks vary and"
    " never less than chance",
    "p": "Limits (p): three spreads about the share of the baseline, by chance alone; with many ratings a week nearly"
    " every week lies outside, and laney is to be believed",
    "u": "Limits (u′): three spreads about the misses per interaction of the baseline, as far as weeks vary and never"
    " less than chance",
    "ewma": "Limits (EWMA, weight 0.2): 2.962 spreads of the average, from the end of the baseline on",
    "cusum": "Limits (CUSUM): sums of what lies half a spread beyond the share of the baseline, up to 5 spreads",
}  # fmt: skip
BREAK = (
    "The instrument changed ({}): limits start anew there, and what differs across it is not read as a change of"
    " service."
)
SHORT = "{}: no limits, as a baseline needs {} weeks of one instrument."


def _label(key: Sequence[object]) -> str:
    return ", ".join("unknown" if value is None else str(value) for value in key)


def _last(line: Line) -> tuple[Series, Watched] | None:
    """The last stretch that has weeks under watch."""
    return next((part for part in reversed(line.parts) if part[1].weeks), None)


def said(lines: Sequence[Line], chart: str) -> list[str]:
    """The chart, the false alarms to expect, and where the instrument changed."""
    found = []
    sizes = [part.baseline for line in lines for _, part in line.parts if part.baseline]
    if sizes:
        weeks = f"{min(sizes)}" if min(sizes) == max(sizes) else f"{min(sizes)} to {max(sizes)}"
        found.append(f"{_NAMED[chart]}. They rest on {weeks} weeks and are frozen.")
    ends = [last[1].baseline for line in lines if (last := _last(line))]
    if ends:
        expected = sum(false_alarms(chart, size) * times for size, times in Counter(ends).items())
        known = known_alarms(chart) * len(ends)
        many = "one chart" if len(ends) == 1 else f"{len(ends):,} charts"
        found.append(
            f"If nothing changed, {many} would give about {expected:.2g} false alarms in a year;"
            f" were the limits known exactly, {known:.2g}."
        )
    news = [(line, one) for line in lines for one in line.news]
    for line, one in news[:3]:
        name = f"{_label(line.key)}: " if line.key else ""
        found.append(name + BREAK.format(f"week {one.week}, {', '.join(one.what)}"))
    if len(news) > 3:
        found.append(f"{len(news) - 3:,} more changes of instrument stand in the part breaks.")
    without = [line for line in lines if not _last(line)]
    if without:
        names = (
            _label(without[0].key) if len(without) == 1 and without[0].key else f"{len(without):,} of {len(lines):,}"
        )
        found.append(SHORT.format(f"{names} charts" if len(without) > 1 else names, SHORTEST))
    return found


def called_out(lines: Sequence[Line], by: Sequence[str], chart: str, confidence: float) -> Answer:
    """A row a group: `change` of clearance since the baseline of its last stretch; `weeks` under watch, `signals` and
    the `first` of them; `chance` that unchanged service comes as far, by its
    farthest week or by all of them; `adjusted` for all charts; `stands` where that is
    at most ALPHA."""
    rows = Growing(by, ("change",), ("weeks", "signals", "first", "chance", "adjusted", "stands"))
    told = [(line, *last) for line in lines if (last := _last(line))]
    changes = [_since(series, part, confidence) for _, series, part in told]
    # The week that lies farthest out sees a jolt, the mean of all weeks a lasting shift: twice the smaller chance.
    farthest = [chance(chart, part.baseline, part.weeks, part.extreme) for _, _, part in told]
    chances = [min(1.0, 2 * min(far, lasting)) for far, (_, lasting) in zip(farthest, changes, strict=True)]
    for (line, series, part), (change, _), p, q in zip(told, changes, chances, adjusted(chances).tolist(), strict=True):
        watched = part.signals[part.baseline :]
        at = np.flatnonzero(watched)
        first = int(series.week[part.baseline + at[0]]) if len(at) else None
        facts = {
            "weeks": part.weeks,
            "signals": len(at),
            "first": first,
            "chance": p,
            "adjusted": q,
            "stands": "yes" if q <= ALPHA else "no",
        }
        rows.add(line.key, {"change": change}, facts)
    many = f"Of the charts that stand, about {100 * ALPHA:.0f} in 100 do so by chance (Benjamini–Hochberg)."
    return rows.answer("charts", {"change": Unit.POINTS}, (many,) if len(told) > 1 else (), confidence=confidence)


def _since(series: Series, part: Watched, confidence: float) -> tuple[Estimate, float]:
    """Clearance of the watched weeks less that of the baseline, with the spread that weeks showed in the baseline; and
    the chance of so large a difference while nothing changed."""
    size = part.baseline
    n, hits = series.n, series.hits
    before, after = hits[:size].sum() / n[:size].sum(), hits[size:].sum() / n[size:].sum()
    share = hits.sum() / n.sum()
    wide = max(part.spread, 1.0) if np.isfinite(part.spread) else 1.0
    error = wide * np.sqrt(max(share * (1 - share), 1 / n.sum()) * (1 / n[:size].sum() + 1 / n[size:].sum()))
    half = float(stdtrit(worth(size), (1 + confidence) / 2) * error)
    change = float(after - before)
    figure = Estimate(change, change - half, change + half, int(n.sum()), confidence=confidence)
    return figure, float(2 * stdtr(worth(size), -abs(change) / error))


def broken(lines: Sequence[Line], by: Sequence[str], confidence: float) -> Answer:
    """A row for each break: `kind` level or instrument; of a level `change` in clearance, the weeks between which it
    lies (`earliest`, `latest`: the first week after it) and the `gain` of the criterion; of an instrument what is new
    (`what`). The key `week` is the first after the break."""
    rows = Growing((*by, "week"), ("change",), ("kind", "what", "earliest", "latest", "gain"))
    for line in lines:
        for week, figure, facts in sorted(_breaks(line, confidence), key=lambda one: one[0]):
            rows.add((*line.key, week), {"change": figure}, facts)
    return rows.answer("breaks", {"change": Unit.POINTS}, confidence=confidence)


def _breaks(line: Line, confidence: float) -> Iterator[tuple[int, Estimate | None, dict[str, object]]]:
    for one in line.news:
        yield one.week, None, {"kind": "instrument", "what": ", ".join(one.what)}
    for series, _ in line.parts:
        found = breaks(series.hits / series.n, series.n)
        edges = [0, *(one.at for one in found), len(series)]
        for place, level in enumerate(found):
            figure = _step(series, level, edges[place], edges[place + 2], confidence)
            what = "rose" if level.after > level.before else "fell"
            facts = {"kind": "level", "what": what, "gain": level.gain}
            facts |= {"earliest": int(series.week[level.low]), "latest": int(series.week[level.high])}
            yield int(series.week[level.at]), figure, facts


def _step(series: Series, one: Break, start: int, end: int, confidence: float) -> Estimate:
    """The change of level, with the spread that weeks show within both stretches."""
    n = series.n[start:end]
    share, cut = series.hits[start:end] / n, one.at - start
    left = share - np.repeat([one.before, one.after], [cut, len(n) - cut])
    df = max(len(n) - 2, 1)
    per = float((n * left * left).sum()) / df
    per = max(per, float(series.hits.sum() / series.n.sum() * (1 - series.hits.sum() / series.n.sum())))
    half = float(stdtrit(df, (1 + confidence) / 2) * np.sqrt(per * (1 / n[:cut].sum() + 1 / n[cut:].sum())))
    change = one.after - one.before
    return Estimate(change, change - half, change + half, int(n.sum()), confidence=confidence)
