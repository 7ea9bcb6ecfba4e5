"""How many answered, and the clearance of those who did beside what all who were asked may say."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Row, Unit
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, written
from clearbar.reports.pictures.shares import MOST, SCALE, group_noun, spread
from clearbar.reports.words import count, interval, percent, rounded, share, spelled


def section(answer: Answer, names: Names) -> Section | None:
    """Rates, then clearance; None where nobody was asked."""
    told = [row for row in answer.rows if "rate" in row.figures]
    if not told:
        return None
    panels = [_rates(answer, told, names)]
    weighted = next((part for part in answer.parts if part.measure == "weighted" and len(part)), None)
    panels += [_story(weighted, names)] if weighted else []
    intro = "Those who did not answer are not heard in any other figure of this report."
    return Section("nonresponse", "Who did not answer", intro, tuple(panels))


def _rates(answer: Answer, told: list[Row], names: Names) -> Panel:
    """Who answered, by group; of all together, by the channels and sites that they were asked in."""
    asked = sum(row.figures["rate"].n for row in told)
    came = sum(row.figures["rate"].hits or 0 for row in told)
    title = f"{count(came)} of {count(asked)} who were asked answered"
    shown = [(called(row, names), row) for row in told]
    margins = next((part for part in answer.parts if part.measure == "margins"), None)
    if margins and not answer.by:
        kept = [row for row in margins.rows if row.keys["of"] != "week"]
        shown = [(titled(str(row.keys["which"] or f"{row.keys['of']} unknown")), row) for row in kept] or shown
    elif len(told) > 1:
        title += f"; the rate {spread([(name, row.figures['rate']) for name, row in shown], answer.by)}"
    lines = [
        rows.Line(name, f"{rounded(one.value, one.n)} % ({interval(one)})", f"{name}: {share(one)}", one.low, one.high,
                  one.value)
        for name, one in ((name, row.figures["rate"]) for name, row in shown[:MOST])
    ]  # fmt: skip
    chart = drawing("nonresponse-rates", title, lambda width: rows.spec(lines, SCALE, width))
    table = Table(title, ("Group", "Answered"), tuple((name, share(row.figures["rate"])) for name, row in shown))
    return Panel(title, "Share of those invited who answered, with its 95 % range", chart, table, answer.notes)


def _story(weighted: Answer, names: Names) -> Panel:
    told = list(weighted.rows)
    title = _sentence(weighted, told)
    lines = [_line(row, names) for row in told[:MOST]]
    chart = drawing("nonresponse-story", title, lambda width: rows.spec(lines, SCALE, width))
    n = sum(row.figures["answered"].n for row in told)
    subtitle = (
        "● clearance weighted to look like those who were asked; line: if those who were silent differ, with its 95 %"
        f" range; small stroke: as answered; {count(n)} ratings"
    )
    return Panel(title, subtitle, chart, _table(told, title, names), weighted.notes)


def _sentence(weighted: Answer, told: list[Row]) -> str:
    """For how many groups the silent may turn the verdict, or how far weighting moves the share."""
    judged = [row for row in told if row.facts["target"] is not None and "everybody" in row.figures]
    open_ = [
        row for row in judged if row.figures["everybody"].low < row.facts["target"] <= row.figures["everybody"].high
    ]
    if not judged:
        moved = [
            abs(row.figures["raked"].value - row.figures["answered"].value) for row in told if "raked" in row.figures
        ]
        furthest = f"{100 * max(moved, default=0.0):.1f}"
        return f"Weighted to look like those who were asked, clearance moves by {furthest} points at most"
    noun = group_noun(weighted.by, len(judged)) if weighted.by else ""
    if not open_:
        return f"Those who were silent would not change the verdict{' on any of ' + noun if noun else ''}"
    if not weighted.by:
        return "Those who were silent may decide on which side of the target all lie"
    few = "one lies" if len(open_) == 1 else f"{spelled(len(open_))} lie"
    lie = "all lie" if len(open_) == len(judged) else few
    return f"Of {noun}, those who were silent may decide on which side of the target {lie}"


def _line(row: Row, names: Names) -> rows.Line:
    name, plain = called(row, names), row.figures["answered"]
    everybody = row.figures.get("everybody", plain)
    says = f"{rounded(everybody.value, everybody.n)} % ({interval(everybody)})"
    tip = f"{name}: as answered {written(plain, Unit.SHARE)}, of all who were asked {says}"
    return rows.Line(
        name, says, tip, everybody.low, everybody.high, everybody.value, tick=plain.value, target=row.facts["target"]
    )


def _table(told: list[Row], title: str, names: Names) -> Table:
    heads = ("Group", "As answered", "Weighted", "Of all who were asked", "Target", "Turns if of the silent")
    body = []
    for row in told:
        cells = [
            f"{rounded(row.figures[name].value, row.figures[name].n)} % ({interval(row.figures[name])})"
            if name in row.figures
            else "–"
            for name in ("raked", "everybody")
        ]
        target, turns = row.facts["target"], row.facts["turns"]
        body.append((
            called(row, names), share(row.figures["answered"]), *cells, "–" if target is None else percent(target),
            "–" if turns is None else f"{100 * turns:.0f} %",
        ))  # fmt: skip
    return Table(title, heads, tuple(body))
