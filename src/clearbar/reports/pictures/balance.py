"""Balance: times and the quality that guards them on the same weeks. No time is shown where there is no quality."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from math import log1p
from typing import Any

from clearbar.model.estimate import Answer, BarChange, Row, Unit
from clearbar.reports import bars
from clearbar.reports.calendar import months, named, places
from clearbar.reports.charts import balance, rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, standard, written
from clearbar.reports.words import count, listing, plural, share, spelled

MOST = 6
"""Groups that are drawn, those with an alarm first."""
QUALITIES = ("courtesy", "outcome")
_INTRO = (
    "Times above, quality below, on the same weeks. A shaded week is one in which people are quicker and quality is"
    " less than in the first weeks (hollow dots), each smoothed over the weeks before and judged by itself."
)


def section(answer: Answer, names: Names) -> Section | None:
    """The section; None where no group has both times and quality."""
    by = tuple(name for name in answer.by if name != "week")
    series = [list(told) for _, told in groupby(answer.rows, key=lambda row: [row.keys[name] for name in by])]
    both = [told for told in series if sum(map(_guarded, told)) > 1 and any(_has(told, one) for one in QUALITIES)]
    if not both:
        return None
    ordered = sorted(both, key=lambda told: -sum(1 for row in told if row.facts["alarm"]))
    panels = [
        _panel(told, by, place, (names, answer.marks), small=len(both) > 1) for place, told in enumerate(ordered[:MOST])
    ]
    slopes = next((part for part in answer.parts if part.measure == "slopes" and len(part)), None)
    first = [_slopes(slopes, by, names)] if slopes else []
    alone = len(both) == 1
    closing = tuple(answer.notes)
    if len(both) > MOST:
        closing = (f"{count(len(both) - MOST)} more groups are not drawn; none of them has more alarms.", *closing)
    heading, opening = "Is speed bought with quality?", f"{_sentence(both, by, names)}. {_INTRO}"
    return Section("balance", heading, opening, tuple([*panels, *first] if alone else first),
                   () if alone else tuple(panels), closing)  # fmt: skip


def _has(told: Sequence[Row], name: str) -> bool:
    return sum(1 for row in told if name in row.figures) > 1


def _guarded(row: Row) -> bool:
    """Whether a week has a time with a quality beside it."""
    return "time" in row.figures and any(name in row.figures for name in QUALITIES)


def _alarms(told: Sequence[Row]) -> int:
    return sum(1 for row in told if row.facts["alarm"])


def _sentence(both: Sequence[list[Row]], by: Sequence[str], names: Names) -> str:
    """In which groups both fall."""
    found = [called(told[0], names, *by) if by else "All together" for told in both if _alarms(told)]
    if not found:
        return "Nowhere do quicker times go with less quality, as far as can be told"
    which = listing(found) if len(found) <= 3 else f"{spelled(len(found))} of {plural(len(both), 'group')}"
    return f"Quicker, and less quality: {which}"


def _panel(
    told: list[Row], by: Sequence[str], place: int, beside: tuple[Names, tuple[BarChange, ...]], *, small: bool
) -> Panel:
    names, changes = beside
    name = called(told[0], names, *by) if by else "All together"
    watched = sum(1 for row in told if row.facts["phase"] == "watched")
    title = f"{name}: {_says(told, watched)}"
    at = places([row.keys["week"] for row in told])
    alarms = [at[row.keys["week"]] for row in told if row.facts["alarm"]]
    speed, quality = _speed(told, at), _quality(told, at)
    below, last = months([row.keys["week"] for row in told]), max(at.values())
    weeks_told = [row.keys["week"] for row in told]
    marks = bars.marks(changes, weeks_told, lambda id: standard(id, names))
    chart = drawing(
        f"balance-{place}",
        title,
        lambda width: balance.spec(speed, quality, alarms, below, last, width, marks),
        small=small,
    )
    n = sum(row.figures["time"].n for row in told if _guarded(row))
    weeks = f"{named(told[0].keys['week'])} to {named(told[-1].keys['week'])}"
    subtitle = (
        f"Usual time, on a scale of doublings, above; below it the share that clears its bar; {count(n)} times, {weeks}"
    )
    return Panel(title, subtitle, chart, _table(told))


def _says(told: Sequence[Row], watched: int) -> str:
    if not watched:
        return "too few weeks to compare"
    found = [row.facts["alarm"] for row in told if row.facts["alarm"]]
    if not found:
        return f"no sign in {plural(watched, 'week')} that speed is bought with quality"
    less = sorted({word for alarm in found for word in QUALITIES if word in alarm})
    return f"quicker, and less {listing(less)}, in {spelled(len(found))} of {plural(watched, 'week')}"


def _speed(told: Sequence[Row], at: dict[int, int]) -> balance.Scale:
    """Times on a scale of doublings."""
    points = tuple(
        balance.Point(at[row.keys["week"]], log1p(row.figures["time"].value), row.facts["phase"] == "baseline",
                      f"{titled(named(row.keys['week']))}: {clock(row.figures['time'].value)}")
        for row in told if _guarded(row)
    )  # fmt: skip
    values = [row.figures["time"].value for row in told if _guarded(row)]
    low, high = min(values) / 1.1, max(values) * 1.1 + 1
    marks = tuple((log1p(value), clock(value)) for value in (low, high))
    return balance.Scale(log1p(low), log1p(high), marks, (balance.Line("time", points),))


def _quality(told: Sequence[Row], at: dict[int, int]) -> balance.Scale:
    lines = []
    for place, name in enumerate(one for one in QUALITIES if _has(told, one)):
        points = tuple(
            balance.Point(at[row.keys["week"]], row.figures[name].value, row.facts["phase"] == "baseline",
                          f"{titled(named(row.keys['week']))}: {name} {share(row.figures[name])}")
            for row in told if name in row.figures
        )  # fmt: skip
        lines.append(balance.Line(name, points, dashed=place > 0))
    least = min(point.value for line in lines for point in line.points)
    low = max(0.0, least * 10 // 1 / 10)
    low = low if low < 1 else 0.9
    marks = ((low, f"{100 * low:.0f} %"), (1.0, "100 %"))
    return balance.Scale(low, 1.0, marks, tuple(lines))


def clock(seconds: float) -> str:
    """A time as a clock would have it: "45 s", "4:10 min", "2:05 h"."""
    if round(seconds) < 60:
        return f"{seconds:.0f} s"
    large, small = divmod(round(seconds if seconds < 3600 else seconds / 60), 60)
    return f"{large}:{small:02d} {'min' if seconds < 3600 else 'h'}"


def _table(told: Sequence[Row]) -> Table:
    shown = [name for name in (*QUALITIES, "repeats") if any(name in row.figures for row in told)]
    heads = ("Week", "Time", *(_HEADS[name] for name in shown), "Both fall")
    lines = [
        (
            titled(named(row.keys["week"])),
            _time(row),
            *(written(row.figures[name], Unit.SHARE) if name in row.figures else "–" for name in shown),
            row.facts["alarm"] or "–",
        )
        for row in told
    ]
    return Table("Each week's time with the quality that guards it", heads, tuple(lines))


_HEADS = {"courtesy": "Courtesy", "outcome": "Outcome", "repeats": "Back within 7 days"}


def _time(row: Row) -> str:
    """The time of a week; none where nothing guards it."""
    if not _guarded(row):
        return "–"
    one = row.figures["time"]
    return f"{clock(one.value)} ({clock(one.low)}–{clock(one.high)})"


def _slopes(part: Answer, by: Sequence[str], names: Names) -> Panel:
    """How quality goes with time within one person."""
    told = list(part.rows)
    worse = [row for row in told if row.facts["reads"] == "quicker is worse"]
    title = (
        "Within one person, quicker work is worse work: " + listing([_which(row, by, names) for row in worse[:3]])
        if worse
        else "Within one person, quicker work is nowhere seen to be worse work"
    )
    lines = [
        rows.Line(_which(row, by, names), written(row.figures["twice"], Unit.POINTS), row.facts["reads"],
                  row.figures["twice"].low, row.figures["twice"].high, row.figures["twice"].value)
        for row in told[:24]
    ]  # fmt: skip
    ends = [abs(line.dot) for line in lines]
    far = min(1.0, max(0.05, 1.6 * max(ends, default=0.05)))
    marks = ((-far, f"−{100 * far:.0f} points"), (0.0, "0"), (far, f"+{100 * far:.0f}"))
    chart = drawing("balance-slopes", title, lambda width: rows.spec(lines, rows.Scale(-far, far, marks, 0.0), width))
    table = Table(title, ("Of", "Points for twice the time", "Interactions", "Reads"), tuple(
        (_which(row, by, names), written(row.figures["twice"], Unit.POINTS), count(row.figures["twice"].n),
         row.facts["reads"])
        for row in told
    ))  # fmt: skip
    subtitle = "Points of quality that go with twice the time, among like interactions of one person"
    return Panel(title, subtitle, chart, table, part.notes)


def _which(row: Row, by: Sequence[str], names: Names) -> str:
    series: Any = row.keys["series"]
    return f"{called(row, names, *by)}, {series}" if by else titled(str(series))
