"""Severity: raters around their mean, without names, and how many of them settle a score."""

from __future__ import annotations

from itertools import groupby
from math import ceil

from clearbar.model.book import OVERALL
from clearbar.model.estimate import Answer, Row
from clearbar.reports.charts import caterpillar, designs
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, signed, written
from clearbar.reports.words import count, plural, spelled

MOST = 12
"""Groups that are drawn; all stand in the table."""
AIM = 0.8
"""The line that dependability is held against."""


def section(answer: Answer, names: Names) -> Section | None:
    """Raters by group, and designs of the group that most ratings are of; None where nothing could be compared. Nobody
    is named, and nobody can be found by their place: lines are in the order of their values."""
    by = [name for name in answer.by if name != "rater"]
    groups = [
        sorted(rows, key=lambda row: row.figures["severity"].value)
        for _, rows in groupby(answer.rows, key=lambda row: [row.keys[name] for name in by])
    ]
    if not groups:
        return None
    first = _raters(answer, groups, by, names)
    second = _designs(answer, by, names)
    intro = "Each rater is held against the others of the same people. To the left is harsh, to the right is mild."
    return Section("severity", "Is a reviewer harsh?", intro, (first,), (second,) if second else ())


def _raters(answer: Answer, groups: list[list[Row]], by: list[str], names: Names) -> Panel:
    title = _title(groups)
    drawn = [caterpillar.Group(_name(rows[0], by, names), _apart(rows), [_leg(row) for row in rows]) for rows in groups]
    far = max(abs(end) for rows in groups for row in rows for end in (row.figures["severity"].value, MIN))
    reach = ceil(2 * far * 1.2) / 2
    marks = [(-reach, f"{signed(-reach, 1)}, harsh"), (0.0, "0"), (reach, f"{signed(reach, 1)}, mild")]
    chart = drawing("severity-raters", title, lambda width: caterpillar.spec(drawn[:MOST], reach, marks, width))
    n = sum(row.figures["severity"].n for rows in groups for row in rows)
    subtitle = (
        f"Levels above or below the mean of all raters, for the same people, with 95 % ranges; {count(n)} ratings"
    )
    heads = ("Group", "Raters", "Harshest", "Mildest", "Stand apart")
    cells = tuple(
        (_name(rows[0], by, names), count(len(rows)), *(written(row.figures["severity"], answer.units["severity"])
         for row in (rows[0], rows[-1])), _apart(rows))
        for rows in groups
    )  # fmt: skip
    remarks = tuple(note for note in answer.notes if "Dependable" not in note)  # the second chart tells that
    return Panel(title, subtitle, chart, Table("Severity of raters", heads, cells), remarks)


MIN = 0.5
"""Levels that the scale shows at least: what would matter."""


def _title(groups: list[list[Row]]) -> str:
    apart = sum(any(row.facts["apart"] for row in rows) for rows in groups)
    what = "the comparison" if len(groups) == 1 else plural(len(groups), "comparison")
    if not apart:
        return f"No rater stands apart in {what} by half a level or more"
    if len(groups) == 1:
        return titled(f"{_apart(groups[0])} of {plural(len(groups[0]), 'rater')}")
    return titled(f"in {spelled(apart)} of {spelled(len(groups))} comparisons a rater stands apart")


def _apart(rows: list[Row]) -> str:
    leans = [str(row.facts["apart"].value) for row in rows if row.facts["apart"]]
    told = [f"{spelled(leans.count(lean))} {lean}" for lean in ("harsh", "mild") if lean in leans]
    return ", ".join(told) or "none apart"


def _leg(row: Row) -> caterpillar.Leg:
    one = row.figures["severity"]
    return caterpillar.Leg(one.low, one.high, one.value, row.facts["apart"] is not None, f"one rater: {written(one)}")


def _name(row: Row, by: list[str], names: Names) -> str:
    return called(row, names, *by) if by else "All ratings"


def _designs(answer: Answer, by: list[str], names: Names) -> Panel | None:
    """The designs of one group: the whole interaction, else the one with the most ratings."""
    part = next((each for each in answer.parts if each.measure == "dependability"), None)
    rows = list(part.rows) if part else []
    if not rows:
        return None
    key = max(rows, key=lambda row: (row.keys.get("standard") == OVERALL, row.figures["dependability"].n)).keys
    told = [row for row in rows if all(row.keys[name] == key[name] for name in by)]
    curves = [
        designs.Curve(
            plural(int(raters), "rater"),
            [(float(row.keys["interactions"]), row.figures["dependability"].value) for row in those],
        )
        for raters, those in (
            (raters, list(group)) for raters, group in groupby(told, key=lambda row: row.keys["raters"])
        )
    ]
    best = told[-1]
    name = _name(best, by, names)
    of = f" of {name[:1].lower()}{name[1:]}" if by else ""
    raters, each = (plural(int(best.keys[f"{name}s"]), name) for name in ("rater", "interaction"))
    title = f"{raters} with {each} each make scores{of} dependable to {best.figures['dependability'].value:.2f}"
    chart = drawing(
        "severity-designs",
        title,
        lambda width: designs.spec(curves, AIM, "interactions that each rates", width),
        small=True,
    )
    heads = ("Raters", "Interactions each", "Dependability", "Compared with each other")
    cells = tuple(
        (
            count(row.keys["raters"]),
            count(row.keys["interactions"]),
            written(row.figures["dependability"]),
            written(row.figures["relative"]),
        )
        for row in told
    )
    subtitle = (
        f"How far a person’s mean would come out the same again; {count(best.figures['dependability'].n)} ratings"
    )
    return Panel(title, subtitle, chart, Table("Dependability of designs", heads, cells))
