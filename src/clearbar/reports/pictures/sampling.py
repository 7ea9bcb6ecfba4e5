"""Where to look next: for each cell what reviewers have said so far, and how many of the next reviews it gets."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.model.estimate import Answer, Row, Verdict
from clearbar.reports.charts import rows as chart
from clearbar.reports.charts.frame import PAPER
from clearbar.reports.drawing import drawing
from clearbar.reports.names import inline, natural, plain
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called
from clearbar.reports.words import count, plural, spelled
from clearbar.reports.words import share as written

_MOST = 40
_OF_STANDARDS = frozenset({"standard", "edition", "journey", "step", "stage", "dimension"})
_INTRO = (
    "Reviews go where there is most to find out: to large cells, and to those whose ratings vary. No cell gets less"
    " than half of what an even draw would give it."
)
_SCALE = ((0.0, "0 %"), (0.5, "50"), (1.0, "100 %"))


def section(answer: Answer, names: Names) -> Section | None:
    """The cells by the alphabet; None where there is none."""
    rows = sorted(answer.rows, key=lambda row: natural(called(row, names)))
    if not rows:
        return None
    title = sentence(rows)
    reviewed, left = (sum(row.facts[name] for row in rows) for name in ("interactions", "left"))
    more = f"; the first {_MOST} are drawn" if len(rows) > _MOST else ""
    is_apart = not _OF_STANDARDS & set(
        answer.by
    )  # else an interaction stands in several cells, and counts once in each
    so_far = f"{plural(reviewed - left, 'interaction')} of {count(reviewed)} reviewed; " if is_apart else ""
    subtitle = f"{so_far}the share that reaches its bar, with its 95 % range{more}"
    lines = [_line(row, names) for row in rows[:_MOST]]
    targets = {row.facts["target"] for row in rows}
    target = next(iter(targets)) if len(targets) == 1 else None
    scale = chart.Scale(0, 1, _SCALE, target)
    drawn = drawing("sampling", title, lambda width: chart.spec(lines, scale, width))
    return Section("sampling", "Where to look next", _INTRO, (Panel(title, subtitle, drawn, _table(rows, names)),), (),
                   answer.notes)  # fmt: skip


def sentence(rows: Sequence[Row]) -> str:
    """How many cells are settled, and how many reviews the next round has."""
    reviews = sum(row.facts["reviews"] for row in rows)
    open_ones = sum(row.facts["verdict"] is Verdict.CANNOT_TELL for row in rows)
    unheard = sum("clearance" not in row.figures for row in rows)
    told = [f"{spelled(open_ones)} of {plural(len(rows), 'cell')} cannot be told yet"] if open_ones else []
    told += [f"{spelled(unheard)} of {plural(len(rows), 'cell')} nobody has reviewed enough to say"] if unheard else []
    shares = (
        f"the next {plural(reviews, 'interaction')} to review, shared out over {plural(len(rows), 'cell')}"
        if reviews
        else "no interaction is left to review"
    )
    text = f"{shares}; {'; '.join(told)}" if told else shares
    return text[:1].upper() + text[1:]


def _line(row: Row, names: Names) -> chart.Line:
    name, next_ones = inline(called(row, names)), f"{count(row.facts['reviews'])} next"
    figure = row.figures.get("clearance")
    if figure is None:
        return chart.Line(name, f"not reviewed; {next_ones}", f"{plain(name)}: {next_ones}", 0, 1, 0.5, colour=PAPER)
    tip = f"{plain(name)}: {written(figure)}; {next_ones}"
    hollow = row.facts["verdict"] is Verdict.CANNOT_TELL
    return chart.Line(name, f"{count(figure.n)} rated; {next_ones}", tip, figure.low, figure.high, figure.value, hollow)


def _table(rows: Sequence[Row], names: Names) -> Table:
    heads = ("Cell", "Reviewed", "For a verdict", "For the width", "Interactions left", "Next reviews", "Drawn with")
    return Table("What each cell needs and gets", heads, tuple(_cells(row, names) for row in rows))


def _cells(row: Row, names: Names) -> tuple[str, ...]:
    facts, figure = row.facts, row.figures.get("clearance")
    verdict = facts["verdict"]
    more = f"about {count(facts['for_verdict'])} more" if facts["for_verdict"] else (verdict.value if verdict else "—")
    return (
        plain(called(row, names)),
        written(figure) if figure else "too few",
        more,
        f"about {count(facts['for_width'])} more" if facts["for_width"] else "enough",
        count(facts["left"]),
        count(facts["reviews"]),
        f"1 in {round(1 / facts['rate']):,}" if facts["rate"] else "none left",
    )
