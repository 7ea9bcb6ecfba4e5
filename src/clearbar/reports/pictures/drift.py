"""Drift: each series within the limits of its own past, and how the gap between experience and expectation moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from clearbar.model.estimate import Answer, BarChange, Row, Unit
from clearbar.reports import bars
from clearbar.reports.calendar import months, named, places
from clearbar.reports.charts import control, rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, signed, standard, written
from clearbar.reports.words import count, listing, plural, spelled

MOST = 12
"""Charts that are drawn, those called out first; what all of them show stands in the table."""
_INTRO = (
    "Each series is held against its own first weeks. The band is what these make likely; hollow dots are the weeks it"
    " rests on. A ring marks a week outside. Where the instrument changed the line breaks and a new band begins."
)
_PARTS = {"total": "The gap", "experience": "Through experience", "expectation": "Through expectation",
          "mix": "Through the mix"}  # fmt: skip


def section(answer: Answer, names: Names) -> Section | None:
    """The section; None where no week may be shown."""
    by = tuple(name for name in answer.by if name != "week")
    series = [(key, list(group)) for key, group in groupby(answer.rows, key=lambda row: _key(row, by))]
    if not series:
        return None
    parts = {part.measure: part for part in answer.parts}
    told = {_key(row, by): row for row in parts["charts"].rows} if "charts" in parts else {}
    ordered = sorted(series, key=lambda one: (not _stands(told.get(one[0])), not _signals(one[1])))
    panels = [
        _panel(rows_, by, place, _Told(names, answer.marks), small=len(series) > 1)
        for place, (_, rows_) in enumerate(ordered[:MOST])
    ]
    first = [_moved(parts["split"], by, names)] if len(parts.get("split", ())) else []
    if len(series) == 1:
        first = [*panels, *first]
    summary = [_summary(parts["charts"], names)] if len(told) > 1 else []
    rest = panels if len(series) > 1 else []
    heading = "Is the bar sinking, or are we?"
    return Section("drift", heading, _INTRO, tuple(summary + first), tuple(rest), answer.notes)


def _key(row: Row, by: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row.keys[name] for name in by)


def _stands(row: Row | None) -> bool:
    return row is not None and row.facts["stands"] == "yes"


def _signals(told: Sequence[Row]) -> list[str]:
    return [row.facts["signal"] for row in told if row.facts["signal"]]


class _Told(NamedTuple):
    """What is known beside a series: what standards are called, and where a bar changed."""

    names: Names
    changes: tuple[BarChange, ...]

    def of(self, row: Row) -> tuple[list[BarChange], Callable[[str], str] | None]:
        """The changes of the series that a row belongs to, and how their standards are named where it is of several."""
        if "standard" in row.keys:
            return [one for one in self.changes if one.standard == row.keys["standard"]], None
        return list(self.changes), lambda id: standard(id, self.names)


def _panel(told: list[Row], by: Sequence[str], place: int, beside: _Told, *, small: bool) -> Panel:
    """One control chart."""
    name = called(told[0], beside.names, *by) if by else "All together"
    title = f"{name}: {_says(told)}"
    figure = next(iter(told[0].figures))
    at = places([row.keys["week"] for row in told])
    drawn, axis = _weeks(told, at, figure), _axis(told, figure)
    changes, naming = beside.of(told[0])
    marks = bars.marks(changes, [row.keys["week"] for row in told], naming)
    known = {round(where) for where, _ in marks}
    breaks = [
        (at[row.keys["week"]], "" if known & _near(at[row.keys["week"]]) else "new instrument")
        for row in told
        if row.facts["began"]
    ]
    below = months([row.keys["week"] for row in told])
    key = f"drift-{place}"
    chart = drawing(key, title, lambda width: control.spec(drawn, axis, breaks, below, width, marks), small=small)
    n = sum(row.figures[figure].n for row in told)
    unit = "interactions" if figure == "misses" else "ratings"
    what = {"misses": "Standards missed per interaction"}.get(figure, "Share that clears the bar")
    if "plotted" in told[0].facts:
        what = "Smoothed or summed deviation of clearance, in spreads of a week"
    weeks = f"{named(told[0].keys['week'])} to {named(told[-1].keys['week'])}"
    table = _table(told, figure, bars.by_week(changes, naming))
    return Panel(title, f"{what}, week by week; {count(n)} {unit}, {weeks}", chart, table)


def _says(told: list[Row]) -> str:
    """What a chart shows, in words."""
    watched = sum(1 for row in told if row.facts["phase"] == "watched")
    if not watched:
        return "too few weeks for limits"
    found = _signals([row for row in told if row.facts["phase"] == "watched"])
    if not found:
        return f"within what its own past makes likely in all {spelled(watched)} weeks since"
    sides = [f"{spelled(found.count(side))} {side}" for side in ("below", "above") if side in found]
    return f"{listing(sides)} what its own past makes likely, of {spelled(watched)} weeks since"


def _value(row: Row, figure: str) -> float | None:
    return row.facts["plotted"] if "plotted" in row.facts else row.figures[figure].value


def _weeks(told: list[Row], at: dict[int, int], figure: str) -> list[control.Week]:
    found, stretch = [], 0
    for row in told:
        stretch += bool(row.facts["began"])
        value, facts = _value(row, figure), row.facts
        says = written(row.figures[figure], Unit.SHARE if figure == "clearance" else None)
        signal = f", {facts['signal']} its limits" if facts["signal"] else ""
        began = f"; {facts['began']}" if facts["began"] else ""
        tip = f"{titled(named(row.keys['week']))}: {says}{signal}{began}"
        found.append(
            control.Week(
                at[row.keys["week"]], value, facts["lower"], facts["upper"], facts["centre"], stretch,
                facts["phase"] == "baseline", facts["signal"], tip,
            )
        )  # fmt: skip
    return found


def _axis(told: list[Row], figure: str) -> control.Axis:
    """A scale around all that is drawn, marked at its ends and in its middle."""
    values = [value for row in told if (value := _value(row, figure)) is not None]
    values += [end for row in told for end in (row.facts["lower"], row.facts["upper"]) if end is not None]
    low, high = min(values, default=0.0), max(values, default=1.0)
    is_share = figure == "clearance" and "plotted" not in told[0].facts
    step = 0.1 if is_share else max((high - low) / 4, 1e-3)
    low, high = (low // step) * step, -((-high) // step) * step
    if is_share:
        low, high = max(low, 0.0), min(high, 1.0)
    high = high if high > low else low + step
    middle = (low + high) / 2
    marks = tuple(
        (at, f"{100 * at:.0f} %" if is_share else f"{at:.1f}".replace("-", "−")) for at in (low, middle, high)
    )
    return control.Axis(low, high, marks)


def _near(place: int) -> set[int]:
    """The places at which words would stand on those of this one."""
    return {place - 1, place, place + 1}


def _table(told: list[Row], figure: str, changes: Mapping[int, str]) -> Table:
    unit = Unit.SHARE if figure == "clearance" else None
    is_share = unit is not None and "plotted" not in told[0].facts
    heads = ("Week", titled(figure), "Limits", "What it is", "Signal")
    lines = []
    for row in told:
        facts = row.facts
        ends = [f"{100 * end:.0f}" if is_share else f"{end:.2f}" for end in (facts["lower"], facts["upper"])
                if end is not None]  # fmt: skip
        limits = "–".join(ends) + (" %" if is_share and ends else "") if ends else "–"
        new = [told for told in (facts["began"], changes.get(row.keys["week"])) if told]
        what = "; ".join([str(facts["phase"]), *new])
        lines.append(
            (titled(named(row.keys["week"])), written(row.figures[figure], unit), limits, what, facts["signal"] or "–")
        )
    return Table("Each week with the limits it is held against", heads, tuple(lines))


def _summary(charts: Answer, names: Names) -> Panel:
    """All charts at a glance: how far each has moved since its baseline."""
    told, total = list(charts.rows), len(charts)
    out = [called(row, names) for row in told if _stands(row)]
    named_ = listing([f"“{name}”" for name in out[:3]]) if len(out) <= 3 else spelled(len(out))
    title = (
        f"{named_} of {plural(total, 'series', 'series')} {'has' if len(out) == 1 else 'have'} moved since the baseline"
        if out
        else f"None of {plural(total, 'series', 'series')} has moved since the baseline as far as can be told"
    )
    lines = [
        rows.Line(
            called(row, names), written(row.figures["change"], Unit.POINTS), _tip(row), row.figures["change"].low,
            row.figures["change"].high, row.figures["change"].value, hollow=not _stands(row),
        )
        for row in told[:60]
    ]  # fmt: skip
    ends = [abs(end) for line in lines for end in (line.low, line.high)]
    far = max(0.05, min(max(ends, default=0.05), 1.0))
    scale = rows.Scale(-far, far, ((-far, f"−{100 * far:.0f} points"), (0.0, "0"), (far, f"+{100 * far:.0f}")), 0.0)
    chart = drawing("drift-all", title, lambda width: rows.spec(lines, scale, width))
    heads = ("Series", "Change in points", "Weeks since", "Signals", "First", "Stands among all")
    table = Table(title, heads, tuple(
        (called(row, names), written(row.figures["change"], Unit.POINTS), count(row.facts["weeks"]),
         count(row.facts["signals"]), named(row.facts["first"]) if row.facts["first"] else "–", row.facts["stands"])
        for row in told
    ))  # fmt: skip
    subtitle = (
        "Clearance since the baseline less that of the baseline; a hollow dot may be chance, all series considered"
    )
    return Panel(title, subtitle, chart, table, charts.notes)


def _tip(row: Row) -> str:
    facts = row.facts
    return f"{plural(facts['signals'], 'signal')} in {plural(facts['weeks'], 'week')}"


def _moved(split: Answer, by: Sequence[str], names: Names) -> Panel:
    """How the gap moved: signed rows about the line of no change."""
    told = list(split.rows)
    title = _moved_sentence(told) if not by else f"How the gap moved, for {plural(len(told) // 4, 'group')}"
    drawn = told if not by else [row for row in told if row.keys["part"] == "total"][:24]
    lines = []
    for row in drawn:
        figure = row.figures["moved"]
        name = _PARTS[row.keys["part"]] if not by else called(row, names, *by)
        says = written(figure, Unit.SIGNED)
        lines.append(rows.Line(name, says, f"{name}: {says} levels", figure.low, figure.high, figure.value))
    ends = [abs(end) for line in lines for end in (line.low, line.high) if abs(end) < 5]
    far = max(max(ends, default=0.1), 0.05)
    marks = ((-far, signed(-far, 2)), (0.0, "0"), (far, signed(far, 2)))
    chart = drawing("drift-split", title, lambda width: rows.spec(lines, rows.Scale(-far, far, marks, 0.0), width))
    heads = (*(titled(name) for name in by), "Part", "Moved by, in levels", "n before", "n after")
    table = Table(title, heads, tuple(
        (*(called(row, names, name) for name in by), _PARTS[row.keys["part"]],
         written(row.figures["moved"], Unit.SIGNED), count(row.facts["n_before"]), count(row.facts["n_after"]))
        for row in told
    ))  # fmt: skip
    subtitle = (
        "Experienced less expected, in levels, latest weeks less baseline; the three parts add up to the gap."
        " Expectations that rise pull the gap down"
    )
    return Panel(title, subtitle, chart, table, split.notes)


def _moved_sentence(told: list[Row]) -> str:
    """Which parts of the gap have moved, as far as can be told."""
    found = {row.keys["part"]: row.figures["moved"] for row in told}
    said = []
    for part, rose, fell in (("experience", "experience rose", "experience fell"),
                             ("expectation", "expectations fell", "expectations rose"),
                             ("mix", "the mix became easier", "the mix became harder")):  # fmt: skip
        if found[part].low > 0:
            said.append(rose)
        elif found[part].high < 0:
            said.append(fell)
    total = found["total"]
    gap = "the gap rose" if total.low > 0 else "the gap fell" if total.high < 0 else "no change of the gap can be told"
    if not said:
        return titled(gap) + "; nor of any of its parts" if gap.startswith("no") else titled(gap)
    joined = listing(said)
    return f"{titled(joined)}; {gap}"
