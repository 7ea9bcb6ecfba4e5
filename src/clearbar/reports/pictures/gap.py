"""Expectation beside experience as dumbbells; and, where it was asked, the zone up to what was wished for."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Row, Unit
from clearbar.reports.bar import nearest_level
from clearbar.reports.charts import parts, rows
from clearbar.reports.charts.frame import LEVELS
from clearbar.reports.drawing import drawing
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, inside, written
from clearbar.reports.pictures.shares import MOST, group_noun
from clearbar.reports.words import count, difference, interval, level, listing, rounded, spelled

_SCALE = rows.Scale(1, 5, tuple((float(at), str(at)) for at in range(1, 6)))
_ZONE = ("below", "inside", "above")
_NAMED = 3


def section(answer: Answer, names: Names) -> Section | None:
    """Both parts per group, in their order; None where nobody told what they had expected."""
    told = [row for row in answer.rows if "gap" in row.figures]
    if not told:
        return None
    title = _sentence(answer, told, names)
    lines = [_line(row, names) for row in told[:MOST]]
    n = sum(row.figures["gap"].n for row in told)
    subtitle = f"○ expected beforehand, ● experienced, on the levels 1 to 5; {count(n)} ratings that tell both"
    chart = drawing("gap-rows", title, lambda width: rows.spec(lines, _SCALE, width))
    panels = [Panel(title, subtitle, chart, _table(told, title, names), answer.notes)]
    zone = next((part for part in answer.parts if part.measure == "zone" and len(part)), None)
    panels += [_zone(zone, names)] if zone else []
    return Section("gap", "Expectation beside experience", "", tuple(panels))


def _sentence(answer: Answer, told: list[Row], names: Names) -> str:
    above = [row for row in told if row.figures["gap"].low > 0]
    below = [row for row in told if row.figures["gap"].high < 0]
    if not answer.by:
        verdict = (
            "more than" if above else "less than" if below else "neither more nor less, as far as can be told, than"
        )
        return f"People got {verdict} they expected: {difference(told[0].figures['gap'])} levels"
    if not above and not below:
        return f"Of {group_noun(answer.by, len(told))}, none can be told from what was expected"
    more, less = (_which(some, answer, names) for some in (above, below))
    said = [f"more than expected in {more}"] if above else []
    said += [f"less in {less}" if above else f"less than expected in {less}"] if below else []
    return f"People got {listing(said)}, of {group_noun(answer.by, len(told))}"


def _which(some: list[Row], answer: Answer, names: Names) -> str:
    if len(some) > _NAMED or {"person", "rater"} & set(answer.by):
        return spelled(len(some)) if len(some) != 1 else "one"
    return listing([inside(row, names) for row in some])


def _line(row: Row, names: Names) -> rows.Line:
    expected, experienced, name = row.figures["expected"], row.figures["experienced"], called(row, names)
    tip = f"{name}: expected {level(expected)}, experienced {level(experienced)}"
    ends = sorted((expected.value, experienced.value))
    colour = LEVELS[nearest_level(experienced.value) - 1]
    return rows.Line(
        name,
        difference(row.figures["gap"]),
        tip,
        ends[0],
        ends[1],
        experienced.value,
        other=expected.value,
        colour=colour,
    )


def _table(told: list[Row], title: str, names: Names) -> Table:
    heads = ("Group", "Expected ○", "Experienced ●", "Gap", "n")
    body = [
        (called(row, names), *(level(row.figures[name]) for name in ("expected", "experienced")),
         difference(row.figures["gap"]), count(row.figures["gap"].n))
        for row in told
    ]  # fmt: skip
    return Table(title, heads, tuple(body))


def _zone(zone: Answer, names: Names) -> Panel:
    told = [row for row in zone.rows if "inside" in row.figures]
    figures = [[row.figures[name] for name in _ZONE] for row in told]
    n = sum(each[0].n for each in figures)
    reached, missed = (sum(each[at].hits or 0 for each in figures) for at in (2, 0))
    title = (
        f"{rounded(reached / n, n)} % of ratings reach what people wished for, {rounded(missed / n, n)} % lie below"
        " what they expected"
    )
    bars = [
        parts.Parts(
            called(row, names), (a.value, b.value, c.value),
            (f"{rounded(a.value, a.n)} %", f"{rounded(b.value, b.n)} %", f"{rounded(c.value, c.n)} %"),
            f"{called(row, names)}: " + ", ".join(f"{name} {written(row.figures[name], Unit.SHARE)}" for name in _ZONE),
        )
        for row, (a, b, c) in zip(told[:MOST], figures, strict=False)
    ]  # fmt: skip
    heads = ("below", "inside the zone", "above")
    chart = drawing("gap-zone", title, lambda width: parts.spec(bars, heads, width))
    subtitle = (
        f"The zone of tolerance reaches from what was expected to what was wished for; {count(n)} ratings tell both"
    )
    body = tuple(
        (called(row, names), *(f"{rounded(one.value, one.n)} % ({interval(one)})" for one in each),
         difference(row.figures["adequate"]), difference(row.figures["superior"]), count(each[0].n))
        for row, each in zip(told, figures, strict=True)
    )  # fmt: skip
    columns = ("Group", "Below", "Inside", "Above", "Less expected", "Less wished for", "n")
    return Panel(title, subtitle, chart, Table(title, columns, body), zone.notes)
