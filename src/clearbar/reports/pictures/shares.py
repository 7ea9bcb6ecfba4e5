"""A share per group, as the signature picture: the target as an ink line, the share as a dot, hollow while we cannot
tell. Clearance, delight and met."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.model.estimate import Answer, Estimate, Row, Unit, Verdict
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, inside, written
from clearbar.reports.words import count, interval, listing, percent, plural, rounded, spelled, tally

MOST = 60
"""Groups that are drawn; all stand in the table."""
SCALE = rows.Scale(0, 1, ((0.0, "0 %"), (0.5, "50"), (1.0, "100 %")))
_MARK = {Verdict.CLEARS: "▲ ", Verdict.FALLS_SHORT: "▼ ", Verdict.CANNOT_TELL: "◇ "}
_SAYS = {
    "clearance": ("Clearance", "at the bar of their standard or above"),
    "delight": ("Delight", "at level five"),
    "met": ("Met expectations", "at what was expected or above"),
}
_NAMED = 3
"""Groups that a sentence names; more of them are counted."""


def section(answer: Answer, names: Names) -> Section | None:
    """The groups in their order; None where none has a share."""
    told = [row for row in answer.rows if answer.measure in row.figures]
    if not told:
        return None
    heading, what = _SAYS[answer.measure]
    title = _sentence(answer, told, names)
    lines = [_line(row, answer.measure, names) for row in told[:MOST]]
    chart = drawing(f"{answer.measure}-rows", title, lambda width: rows.spec(lines, SCALE, width))
    figures = [row.figures[answer.measure] for row in told]
    n = sum(one.n for one in figures)
    more = f"; the first {MOST} are drawn" if len(told) > MOST else ""
    aimed = "; ink line: the target" if any(row.facts.get("target") is not None for row in told) else ""
    subtitle = f"Share of ratings {what}, with its 95 % range; {count(n)} ratings{aimed}{more}"
    panel = Panel(title, subtitle, chart, _table(answer, told, title, names), answer.notes)
    return Section(answer.measure, heading, "", (panel,))


def group_noun(by: Sequence[str], number: int) -> str:
    """What groups are called: "12 sites", "one person"; "groups" by several columns."""
    word = by[0] if len(by) == 1 else "group"
    many = {"person": "people", "stage": "stages"}.get(word, f"{word}s")
    return plural(number, word, many)


def spread(told: Sequence[tuple[str, Estimate]], by: Sequence[str]) -> str:
    """From where to where shares reach: named only where the ends can be told apart, and never of people."""
    low, high = (pick(told, key=lambda one: one[1].value) for pick in (min, max))
    if {"person", "rater"} & set(by):
        return f"of {group_noun(by, len(told))}, each with its range"
    if low[1].high >= high[1].low:
        return f"of {group_noun(by, len(told))}: no two can be told apart by their ranges"
    ends = [f"{rounded(one.value, one.n)} % ({name})" for name, one in (low, high)]
    return f"reaches from {ends[0]} to {ends[1]}"


def _sentence(answer: Answer, told: list[Row], names: Names) -> str:
    heading, what = _SAYS[answer.measure]
    if not answer.by:
        return f"{tally(told[0].figures[answer.measure])} ratings are {what}"
    if verdicts := _verdicts(answer, told, names):
        return verdicts
    return f"{heading} {spread([(called(row, names), row.figures[answer.measure]) for row in told], answer.by)}"


def _verdicts(answer: Answer, told: list[Row], names: Names) -> str:
    """How the groups stand to their targets; empty where none has one."""
    judged = [row for row in told if row.facts.get("verdict") is not None]
    if not judged:
        return ""
    clear, short, unsure = ([row for row in judged if row.facts["verdict"] is verdict] for verdict in _MARK)
    parts = [f"{_number(len(clear))} clear{'s' * (len(clear) == 1)} the target"]
    if short:
        parts.append(f"{_number(len(short))} fall{'s' * (len(short) == 1)} short{_which(short, answer, names)}")
    if unsure:
        parts.append(f"of {_number(len(unsure))} it cannot be told yet")
    return f"Of {group_noun(answer.by, len(judged))}, {listing(parts)}"


def _number(number: int) -> str:
    return "one" if number == 1 else "none" if number == 0 else spelled(number)


def _which(rows_: list[Row], answer: Answer, names: Names) -> str:
    """The groups in brackets, if they are few, and no people."""
    if len(rows_) > _NAMED or {"person", "rater"} & set(answer.by):
        return ""
    return f" ({listing([inside(row, names) for row in rows_])})"


def _line(row: Row, measure: str, names: Names) -> rows.Line:
    one, name = row.figures[measure], called(row, names)
    target, verdict = row.facts.get("target"), row.facts.get("verdict")
    mark = _MARK.get(verdict, "") if verdict else ""
    aim = f", target {percent(target)}" if target is not None else ""
    tip = f"{name}: {written(one, Unit.SHARE)}{aim}"
    says = f"{mark}{rounded(one.value, one.n)} % ({interval(one, target)})"
    hollow = verdict is Verdict.CANNOT_TELL
    return rows.Line(name, says, tip, one.low, one.high, one.value, hollow=hollow, target=target)


def _table(answer: Answer, told: list[Row], title: str, names: Names) -> Table:
    shares = [(called(row, names), written(row.figures[answer.measure], Unit.SHARE)) for row in told]
    if answer.measure != "clearance":
        return Table(title, ("Group", titled(answer.measure)), tuple(shares))
    heads = ("Group", "Clearance", "Target", "Verdict")
    aims = [(row.facts.get("target"), row.facts.get("verdict")) for row in told]
    judged = [("–" if target is None else percent(target), str(verdict or "–")) for target, verdict in aims]
    return Table(title, heads, tuple((*share, *rest) for share, rest in zip(shares, judged, strict=True)))
