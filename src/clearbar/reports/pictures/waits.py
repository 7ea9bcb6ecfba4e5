"""How long people wait: the share still waiting as time goes by, beside the quality that goes with the wait."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from clearbar.model.estimate import Answer, Estimate, Row
from clearbar.reports.charts import steps
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, standard
from clearbar.reports.words import count, interval, share

MOST = 12
"""Groups that are drawn, and stand in the table of hours."""
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800,
          345600, 604800, 1209600, 2592000, 5184000, 10368000, 31536000)  # fmt: skip
"""Seconds that marks of a time scale may lie apart."""


def section(answer: Answer, names: Names) -> Section | None:
    """A panel for each group whose wait may be shown: one with a quality beside it, or one that has none in the book. A
    time is never shown without the quality that it goes with."""
    clears = {_key(row, answer): row.figures["clearance"] for row in _part(answer, "beside").rows}
    told = [row for row in answer.rows if row.facts["pair"] is None or _key(row, answer) in clears][:MOST]
    if not told:
        return None
    panels = tuple(_panel(row, clears.get(_key(row, answer)), answer, names) for row in told)
    intro = "The line falls as waits end. Waits not seen to end count for as long as they were seen."
    return Section("waits", "How long people wait", intro, panels, closing=answer.notes)


def _part(answer: Answer, name: str) -> Answer:
    return next(part for part in answer.parts if part.measure == name)


def _key(row: Row, answer: Answer) -> tuple[Any, ...]:
    return tuple(row.keys[name] for name in answer.by)


def _panel(row: Row, quality: Estimate | None, answer: Answer, names: Names) -> Panel:
    key, group = _key(row, answer), called(row, names)
    promise = _promise(answer)
    curve = [one for one in _part(answer, "curve").rows if _key(one, answer) == key]
    points = [_point(one) for one in curve]
    title = _title(row, promise)
    n = curve[0].figures["waiting"].n
    open_ = f", {count(row.facts['open'])} of them not seen to end" if row.facts["open"] else ""
    subtitle = f"{group}: share still waiting, with its 95 % range; {count(n)} waits{open_}"
    marks = _marks(_last(row, points, promise))
    line = steps.Mark(promise, f"promised: {span(promise)}") if promise and promise <= marks[-1].at else None
    place = "-".join(str(value) for value in key)
    chart = drawing(f"waits-{place}", title, lambda width: steps.spec(points, marks, line, width))
    return Panel(title, subtitle, chart, _table(row, points, answer, key), (_quality(row, quality, names),))


def _title(row: Row, promise: float) -> str:
    """What is known best: the share within the promise, else the median."""
    within, median = row.figures.get("within"), row.figures.get("median")
    half = (
        f"half of the waits ended within {span(median.value)}"
        if median
        else "fewer than half of the waits were seen to end"
    )
    if within is None:
        return titled(half)
    return titled(f"{_whole(within)} of waits end within {span(promise)}; {half}")


def _whole(figure: Estimate) -> str:
    return f"{100 * figure.value:.0f} % ({interval(figure)})"


def _quality(row: Row, quality: Estimate | None, names: Names) -> str:
    if quality is None:
        return "The book pairs no quality with this wait: what its speed may cost is not seen here."
    return titled(
        f"{standard(str(row.facts['pair']), names)} was cleared in {share(quality)} of the same interactions."
    )


def _promise(answer: Answer) -> float:
    """Seconds that were promised; 0 where nothing was."""
    return float(answer.facts["promise"][0]) if answer.facts.get("promise") else 0.0


def _point(row: Row) -> steps.Point:
    figure, after = row.figures["waiting"], float(row.keys["seconds"])
    tip = f"after {span(after)}: {_whole(figure)} still waiting"
    return steps.Point(after, figure.value, figure.low, figure.high, tip)


def _last(row: Row, points: list[steps.Point], promise: float) -> float:
    """How far the scale goes: to where 5 in 100 still wait, at least to the promise. A few very long waits would press
    all others together."""
    near = next((one.at for one in points if one.share <= 0.05), points[-1].at)
    return max(near, promise * 1.05, row.figures["median"].value if "median" in row.figures else 0.0)


def _marks(last: float) -> list[steps.Mark]:
    """Four or five times, evenly apart, from 0 to beyond the last."""
    whole = ceil(last / (4 * _STEPS[-1])) * _STEPS[-1]  # of years, where even a year is too short a step
    step = next((each for each in _STEPS if last / each <= 4), whole)
    return [steps.Mark(float(step * k), _short(step * k) if k else "0") for k in range(ceil(last / step) + 1)]


def span(seconds: float) -> str:
    """A time as one would say it: "45 seconds", "4:10 minutes", "2:05 hours", "3.5 days"."""
    whole_seconds = round(seconds)
    if whole_seconds < 60:
        return f"{whole_seconds} second{'' if whole_seconds == 1 else 's'}"
    for unit, size, small in (("minute", 60, 3600), ("hour", 3600, 172800)):
        if whole_seconds < small:
            large, rest = divmod(round(whole_seconds / (size / 60)), 60)
            return f"{large}:{rest:02d} {unit}s" if rest else f"{large} {unit}{'' if large == 1 else 's'}"
    return f"{round(whole_seconds / 86400, 1):g} days"


def _short(seconds: float) -> str:
    """The same as it fits below a scale: "1:30 min"."""
    words = {"seconds": "s", "second": "s", "minutes": "min", "minute": "min", "hours": "h", "hour": "h"}
    number, unit = span(seconds).split(" ")
    return f"{number} {words.get(unit, unit)}"


def _table(row: Row, points: list[steps.Point], answer: Answer, key: tuple[Any, ...]) -> Table:
    """The times and shares of the group, then its hours of the day."""
    lines = [("All", *_cells(row.figures))]
    lines += [
        (f"{one.keys['hour']} to {int(one.keys['hour']) + 1} o'clock", *_cells(one.figures))
        for one in _part(answer, "by hour").rows
        if _key(one, answer) == key
    ]
    lines += [
        (f"after {span(point.at)}", f"{100 * point.share:.0f} % still waiting", "", "", "") for point in points[::5]
    ]
    return Table(
        "Waits", ("", "Half ended within", "Nine in ten ended within", "Within the promise", "n"), tuple(lines)
    )


def _cells(figures: Mapping[str, Estimate]) -> tuple[str, ...]:
    times = []
    for name in ("median", "nine_in_ten"):
        one = figures.get(name)
        times.append(f"{span(one.value)} ({_ends(one)})" if one else "not known")
    within = figures.get("within")
    n = next((one.n for one in figures.values()), 0)
    return (*times, _whole(within) if within else "not known", count(n))


def _ends(figure: Estimate) -> str:
    high = "not known" if figure.high == float("inf") else span(figure.high)
    return f"{span(figure.low)} to {high}"
