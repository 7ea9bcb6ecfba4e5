"""Whether something helped: how those it happened to changed around their start, beside those who waited."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, isfinite

from clearbar.model.estimate import Answer, Estimate, Row, Unit
from clearbar.reports.charts import events
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, signed, written
from clearbar.reports.pictures.plain import section as as_rows
from clearbar.reports.words import count, plural

RISE = "regression to the mean"
_HEADING = "Did it help?"
_INTRO = (
    "Those it happened to are held against those who were still waiting, over the same weeks: what changed for"
    " everybody is taken off. The dashed line is the start; a filled dot lies clear of no difference."
)
_BEFORE = "Dots before the start should lie near the line; that they do proves little where people are few"


def section(answer: Answer, names: Names) -> Section | None:
    """The periods around the start of each group; of many groups, rows. None where no effect is told."""
    told = list(answer.rows)
    if not told:
        return None
    if len(told) > 1:
        rows = as_rows(answer, names)
        return rows and Section("effect", _HEADING, _INTRO, rows.first, rows.rest, rows.closing)
    row = told[0]
    overall, unit = row.figures["effect"], answer.units.get("effect")
    moments = _part(answer, "by-time")
    band, rise = _expected(answer, unit)
    title = sentence(overall, unit)
    steps = [_moment(one, unit) for one in moments]
    axis = _axis(steps, [band.value] if band else [], unit)
    chart = drawing(
        "effect-events", title, lambda width: events.spec(steps, axis, band, "start", "periods since the start", width)
    )
    heads = ("Periods since the start", "Difference", "People", "n")
    table = Table(title, heads, tuple((_since(one), written(one.figures["effect"], unit), count(one.facts["treated"]),
                                       count(one.figures["effect"].n)) for one in moments))  # fmt: skip
    subtitle = (
        f"{plural(row.facts['treated'], 'person', 'people')} beside {count(row.facts['control'])} who waited;"
        f" {count(overall.n)} ratings after the start; range of 95 %"
    )
    group = f"{titled(called(row, names))}: " if answer.by else ""
    remarks = tuple(note for note in (rise, _BEFORE) if note)
    panel = Panel(f"{group}{title}", subtitle, chart, table, remarks)
    return Section("effect", _HEADING, _INTRO, (panel,), (), tuple(note for note in answer.notes if note != rise))


def sentence(effect: Estimate, unit: Unit | None) -> str:
    """The effect in words, and no more than can be told."""
    size = _size(effect.value, unit)
    ends = f"between {_end(effect.low, unit)} and {_end(effect.high, unit)}"
    if effect.low > 0:
        return f"Those who started did {size} better than if they had waited ({ends})"
    if effect.high < 0:
        return f"Those who started did {size} worse than if they had waited ({ends})"
    return f"Whether it helped cannot be told yet: the difference lies {ends}"


def _size(value: float, unit: Unit | None) -> str:
    if unit is not Unit.POINTS:
        return f"{abs(value):.2f}"
    return plural(round(100 * abs(value)), "point")


def _end(value: float, unit: Unit | None) -> str:
    return signed(100 * value, 0) if unit is Unit.POINTS else signed(value, 2)


def _part(answer: Answer, name: str) -> list[Row]:
    return [row for part in answer.parts if part.measure == name for row in part.rows]


def _expected(answer: Answer, unit: Unit | None) -> tuple[events.Band | None, str]:
    """How far they would have risen by themselves, as a band, and the note that says so."""
    rise = next((note for note in answer.notes if note.startswith("Those who ") and "expected" in note), "")
    rows = _part(answer, RISE)
    if not rows or "expected" not in rows[0].figures or rows[0].figures["expected"].value <= 0:
        return None, rise
    value = rows[0].figures["expected"].value
    return events.Band(value, f"shaded: {_end(value, unit)} of itself, if chosen for being low"), rise


def _moment(row: Row, unit: Unit | None) -> events.Moment:
    one = row.figures["effect"]
    return events.Moment(row.keys["since"], one.value, one.low, one.high, f"{_since(row)}: {written(one, unit)}")


def _since(row: Row) -> str:
    since = row.keys["since"]
    return "The period of the start" if since == 0 else f"{abs(since)} {'before' if since < 0 else 'after'}"


def _axis(moments: Sequence[events.Moment], more: Sequence[float], unit: Unit | None) -> events.Axis:
    """Room for every dot and its range; a range several times as long as the others is cut off at the edge."""
    lengths = sorted(one.high - one.low for one in moments)
    most = 3 * lengths[len(lengths) // 2]
    ends = [0.0, *more, *(one.value for one in moments)]
    ends += [end for one in moments for end in (one.low, one.high) if isfinite(end) and one.high - one.low <= most]
    step = next(size for size in (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if max(ends) - min(ends) <= 5 * size or size == 5)
    low, high = floor(min(ends) / step - 1e-9) * step, ceil(max(ends) / step + 1e-9) * step
    marks = [round(low + at * step, 6) for at in range(round((high - low) / step) + 1)]
    last = marks[-1]
    return events.Axis(low, high, tuple((at, _mark(at, unit, at == last)) for at in marks))


def _mark(at: float, unit: Unit | None, is_last: bool) -> str:
    text = _end(at, unit) if unit is Unit.POINTS else signed(at, 1)
    return f"{text} points" if is_last and unit is Unit.POINTS else text
