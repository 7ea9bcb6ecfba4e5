"""Consistency: one bar a group, in its named parts."""

from __future__ import annotations

from itertools import groupby

from clearbar.model.estimate import Answer, Row
from clearbar.reports.charts import splits
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called
from clearbar.reports.words import count, listing, whole

MOST = 12
"""Groups that are drawn; all stand in the table."""

_WHERE = {
    "site": "sites", "team": "teams", "person": "people", "rater": "raters", "occasion": "occasions", "topic": "topics",
    "channel": "channels", "standard": "standards", "week": "weeks",
}  # fmt: skip


def section(answer: Answer, names: Names) -> Section | None:
    """The bars; None where nothing could be split, or only at first sight."""
    told = [row for row in answer.rows if "share" in row.figures]
    groups = [list(rows) for _, rows in groupby(told, key=lambda row: [row.keys[name] for name in answer.by])]
    if not groups:
        return None
    bars = [splits.Bar(_name(rows, answer, names), [_part(row) for row in rows]) for rows in groups]
    title = _title(groups, answer, names)
    chart = drawing("consistency-split", title, lambda width: splits.spec(bars[:MOST], width))
    n = sum(rows[0].figures["share"].n for rows in groups)
    subtitle = f"All variation of a rating, in its parts with their 95 % ranges; {count(n)} ratings"
    heads = ("Group", "Part", "Share", "Standard deviation", "Groups")
    cells = tuple(
        (
            _name(rows, answer, names),
            _where(row),
            _share(row),
            f"{row.facts['sd']:.2f}",
            count(row.facts["groups"] or 0) if row.facts["groups"] else "–",
        )
        for rows in groups
        for row in rows
    )
    panel = Panel(title, subtitle, chart, Table("How variation splits", heads, cells), answer.notes)
    return Section("consistency", "Where does service vary?", "", (panel,))


def _title(groups: list[list[Row]], answer: Answer, names: Names) -> str:
    """The first group in a sentence, and that there are others."""
    rows = groups[0]
    *named, _ = [f"{100 * row.figures['share'].value:.0f} % lies between {_where(row)}" for row in rows]
    name = _name(rows, answer, names)
    of = f" in {name[:1].lower()}{name[1:]}" if answer.by else ""
    said = f"Of all variation{of}, {listing([*named, f'the rest between {_where(rows[-1])}'])}"
    return f"{said}; {count(len(groups) - 1)} more below" if len(groups) > 1 else said


def _name(rows: list[Row], answer: Answer, names: Names) -> str:
    return called(rows[0], names, *answer.by) if answer.by else "All ratings"


def _where(row: Row) -> str:
    part = str(row.keys["part"])
    return _WHERE.get(part, part.replace(":", " and "))


def _share(row: Row) -> str:
    figure = row.figures["share"]
    return f"{100 * figure.value:.0f} % ({whole(figure)})"


def _part(row: Row) -> splits.Part:
    return splits.Part(row.figures["share"].value, f"{titled(_where(row))} {_share(row)}")
