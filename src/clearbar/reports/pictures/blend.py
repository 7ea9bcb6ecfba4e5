"""The score of all interactions: each group with what reviewers would have said of all, and what the check says."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Row, Unit, Verdict
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, written
from clearbar.reports.verdicts import MARK, Standing
from clearbar.reports.words import count, plural, spelled

MOST = 60
"""Groups that are drawn; all stand in the table."""
_BOTH = "checks and reviews"
_HEADS = ("Group", "All interactions", "Reviews alone", "The check says", "Reviewed", "Checked")


def section(answer: Answer, names: Names) -> Section | None:
    """One row for each group: a dot and line for the blended score, a stroke for what the check alone says; None where
    there is no score."""
    told = list(answer.rows)
    if not told:
        return None
    unit = answer.units.get("blend")
    title = _title(told, unit, "standard" if set(answer.by) <= {"standard", "edition"} else "group")
    scale = _scale(told, unit)
    lines = [_line(row, unit, names) for row in told[:MOST]]
    chart = drawing("blend-rows", title, lambda width: rows.spec(lines, scale, width))
    table = Table(title, _HEADS, tuple(_cells(row, unit, names) for row in told))
    panel = Panel(title, _subtitle(told, unit, scale), chart, table, answer.notes)
    return Section("blend", "All interactions, from a few reviews", "", (panel,))


def _title(told: list[Row], unit: Unit | None, kind: str) -> str:
    """What the scores say, with the numbers in words."""
    verdicts = [row.facts.get("verdict") for row in told]
    if len(told) == 1 and unit is Unit.SHARE:
        score = told[0].figures["blend"]
        return f"Were all interactions reviewed, about {100 * score.value:.0f} of 100 would clear the bar"
    aimed = [verdict for verdict in verdicts if verdict is not None]
    if not aimed:
        return f"What reviewers would say of all interactions, for {plural(len(told), kind)}"
    clear, short = (sum(one is kind for one in aimed) for kind in (Verdict.CLEARS, Verdict.FALLS_SHORT))
    left = len(aimed) - clear - short
    parts = [f"{spelled(clear)} clear{'s' if clear == 1 else ''} the target" if clear else "",
             f"{spelled(short)} fall{'s' if short == 1 else ''} short" if short else "",
             f"of {spelled(left)} it cannot be told yet" if left else ""]  # fmt: skip
    return f"Of {plural(len(aimed), kind)}, {'; '.join(part for part in parts if part)}"


def _subtitle(told: list[Row], unit: Unit | None, scale: rows.Scale) -> str:
    what = "Share that reaches the bar" if unit is Unit.SHARE else "Mean level"
    checks, reviews = sum(row.facts["checks"] for row in told), sum(row.figures["blend"].n for row in told)
    line = "; ink line: target" if scale.target is not None else ""
    return f"{what}; {count(checks)} checked, {count(reviews)} of them reviewed; stroke: what the check says{line}"


def _scale(told: list[Row], unit: Unit | None) -> rows.Scale:
    if unit is not Unit.SHARE:
        return rows.Scale(1, 5, ((1.0, "1 poor"), (3.0, "3"), (5.0, "5 exemplary")))
    targets = {row.facts.get("target") for row in told}
    return rows.Scale(0, 1, ((0.0, "0 %"), (0.5, "50"), (1.0, "100 %")), targets.pop() if len(targets) == 1 else None)


def _line(row: Row, unit: Unit | None, names: Names) -> rows.Line:
    score, verdict, name = row.figures["blend"], row.facts.get("verdict"), called(row, names)
    mark = f"{MARK[Standing(verdict.value)]} " if verdict else ""
    says = f"{mark}{written(score, unit)}"
    tip = f"{name}: {says}; {verdict.value if verdict else 'no target'}; the check says {_checked(row, unit)}"
    is_open = verdict is Verdict.CANNOT_TELL
    return rows.Line(name, says, tip, score.low, score.high, score.value, is_open, tick=row.facts["checked"])


def _checked(row: Row, unit: Unit | None) -> str:
    value = row.facts["checked"]
    return f"{100 * value:.0f} %" if unit is Unit.SHARE else f"{value:.2f}"


def _cells(row: Row, unit: Unit | None, names: Names) -> tuple[str, ...]:
    score, alone = (written(row.figures[name], unit) for name in ("blend", "reviewed"))
    own = score if row.facts["rests_on"] == _BOTH else f"{score}, from reviews alone"
    n = count(row.figures["blend"].n)
    return called(row, names), own, alone, _checked(row, unit), n, count(row.facts["checks"])
