"""Expectation beside experience: a dumbbell for each standard whose raters told what they had expected."""

from __future__ import annotations

from clearbar.model.report import BarLine, Gap, Report
from clearbar.reports.bar import nearest_level
from clearbar.reports.charts import rows
from clearbar.reports.charts.frame import LEVELS
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.verdicts import name_of
from clearbar.reports.words import count, difference, level, listing, period, rounded, share, speakers, spelled

_NAMED = 3
"""Standards that the sentence names; more of them are counted."""
_SCALE = rows.Scale(1, 5, tuple((at, str(at)) for at in range(1, 6)))


def compared(report: Report) -> tuple[tuple[BarLine, Gap], ...]:
    """The standards whose raters told both, in the order of the book."""
    return tuple((line, line.gap) for line in report.lines if line.gap)


def sentence(report: Report) -> str:
    """For which standards experience lies above expectation, and for which below; empty where nobody told."""
    told = compared(report)
    if not told:
        return ""
    above = [name_of(line) for line, gap in told if gap.gap.low > 0]
    below = [name_of(line) for line, gap in told if gap.gap.high < 0]
    if len(told) == 1:
        verdict = "more" if above else "less" if below else "neither more nor less that can be told"
        return f"{titled(_who(report))} got {verdict} than they expected on {name_of(told[0][0])}"
    parts = [f"more than they expected on {_which(above, len(told))}"] if above else []
    parts += [
        f"less on {_which(below, len(told))}" if above else f"less than they expected on {_which(below, len(told))}"
    ]
    if not above and not below:
        return f"On none of {spelled(len(told))} standards can experience be told from what was expected"
    return f"{titled(_who(report))} got {' and '.join(parts if below else parts[:1])}"


def _which(names: list[str], total: int) -> str:
    if len(names) == total:
        return f"all {spelled(total)} standards" if total > 2 else "both standards"
    return listing(names) if len(names) <= _NAMED else f"{spelled(len(names))} of {spelled(total)} standards"


def _who(report: Report) -> str:
    """Who told: the source where it is one, else people."""
    sources = {line.heard_from for line, _ in compared(report)}
    only = sources.pop() if len(sources) == 1 else None
    return speakers(only) if only else "those who were asked"


def section(report: Report) -> Section | None:
    """The section; None where nobody told what they had expected."""
    told = compared(report)
    if not told:
        return None
    title = sentence(report)
    lines = [_line(line, gap) for line, gap in told]
    counted = sum(gap.gap.n for _, gap in told)
    subtitle = (
        f"○ expected beforehand, ● experienced, on the levels 1 to 5; {count(counted)} ratings that tell both,"
        f" {period(report.first, report.last)}"
    )
    chart = drawing("expectation", title, lambda width: rows.spec(lines, _SCALE, width))
    panel = Panel(title, subtitle, chart, _table(told))
    intro = "What people expected beforehand says how their rating is to be read: a tie counts as met."
    return Section("expectation", "Expectation beside experience", intro, (panel,))


def _line(line: BarLine, gap: Gap) -> rows.Line:
    expected, experienced = gap.expected.value, gap.experienced.value
    return rows.Line(
        titled(name_of(line)),
        f"met for {rounded(gap.met.value, gap.met.n)} %" if gap.met else difference(gap.gap),
        f"expected {level(gap.expected)}, experienced {level(gap.experienced)}{_met(gap)}",
        min(expected, experienced),
        max(expected, experienced),
        experienced,
        other=expected,
        colour=LEVELS[nearest_level(experienced) - 1],
    )


def _met(gap: Gap) -> str:
    return f"; {share(gap.met)} got at least what they expected" if gap.met else ""


def _table(told: tuple[tuple[BarLine, Gap], ...]) -> Table:
    heads = ("Standard", "Who", "Expected ○", "Experienced ●", "Gap", "At least as expected")
    return Table(
        "Levels expected and experienced, their difference, and for how many it was at least as expected",
        heads,
        tuple(
            (
                titled(name_of(line)),
                speakers(line.heard_from) if line.heard_from else "–",
                level(gap.expected),
                level(gap.experienced),
                difference(gap.gap),
                share(gap.met) if gap.met else "–",
            )
            for line, gap in told
        ),
    )
