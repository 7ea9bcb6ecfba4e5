"""Agreement: α of each group with its range, Gwet's AC as a tick, the least to conclude from as the line."""

from __future__ import annotations

from clearbar.model.agreement import RELIABLE, Agreeing
from clearbar.model.estimate import Answer, Estimate, Row
from clearbar.reports.agreement import alpha
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called
from clearbar.reports.pictures.plain import section as as_rows
from clearbar.reports.words import count, spelled

MOST = 40
"""Groups that are drawn; all stand in the table."""
_SCALE = rows.Scale(0, 1, ((0.0, "0, chance"), (RELIABLE, f"{RELIABLE:g}"), (1.0, "1")), RELIABLE)


def section(answer: Answer, names: Names) -> Section | None:
    """The groups in their order; by rater, the rows of any answer. None where no group has a figure."""
    if "rater" in answer.by:
        return as_rows(answer, names)
    told = [row for row in answer.rows if row.figures]
    if not told:
        return None
    title = _title(told)
    lines = [_line(row, names) for row in told][:MOST]
    chart = drawing("agreement-groups", title, lambda width: rows.spec(lines, _SCALE, width))
    units = sum(row.facts["units"] or 0 for row in told)
    subtitle = (
        f"Krippendorff’s α with its 95 % range (●), Gwet’s AC as a small tick; the line at {RELIABLE:g} is the least "
        f"to conclude from; {count(units)} times two or more rated the same"
    )
    heads = ("Group", "Verdict", "α (interval)", "AC (interval)", "Rated by two", "Ratings", "Raters")
    cells = tuple(
        (called(row, names), _word(row), alpha(row.figures.get("alpha")) or "–", alpha(row.figures.get("ac")) or "–",
         "too few to show" if row.facts["units"] is None else count(row.facts["units"]), count(row.facts["ratings"]),
         count(row.facts["raters"]))
        for row in told
    )  # fmt: skip
    return Section(
        "agreement-groups",
        "Do raters agree?",
        "",
        (Panel(title, subtitle, chart, Table("Agreement of raters", heads, cells), answer.notes),),
    )


def _title(told: list[Row]) -> str:
    agree = sum(row.facts["verdict"] is Agreeing.AGREE for row in told)
    vague = sum(row.facts["verdict"] in {Agreeing.VAGUE, Agreeing.HARSH} for row in told)
    if len(told) == 1:
        return (
            "Raters agree" if agree else "Raters do not agree" if vague else "Whether raters agree cannot be told yet"
        )
    many = f"{spelled(len(told))} groups"
    said = f"raters agree on {spelled(agree) if agree else 'none'} of {many}"
    return titled(f"{said}, and do not on {spelled(vague)}" if vague else said)


def _word(row: Row) -> str:
    verdict = Agreeing(row.facts["verdict"])
    return f"one rater {row.facts['lean'].value}" if verdict is Agreeing.HARSH and row.facts["lean"] else verdict.value


def _line(row: Row, names: Names) -> rows.Line:
    known = row.figures.get("alpha") or row.figures.get("ac") or Estimate(0, 0, 0, 1)
    hollow = row.facts["verdict"] in {Agreeing.CANNOT_TELL, Agreeing.LITTLE}
    tick = row.figures["ac"].value if "ac" in row.figures and "alpha" in row.figures else None
    name = called(row, names)
    what = "" if "alpha" in row.figures else "AC alone; "
    tip = f"{name}: {what}{_word(row)}, {alpha(known)}"
    return rows.Line(name, f"{what}{_word(row)}", tip, known.low, known.high, known.value, hollow=hollow, tick=tick)
