"""Self, customers, reviewers and others side by side: who says more of a standard than whom."""

from __future__ import annotations

from itertools import combinations

from clearbar.model.book import Source
from clearbar.model.report import BarLine, Report, Voices
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.verdicts import name_of
from clearbar.reports.words import interval, listing, period, plural, share, speakers, spelled, tally

_ALL = ((0.0, "0"), (0.5, "50"), (1.0, "100 %"))
_PAIRS_NAMED = 1
"""Pairs of sources that cannot be told apart and are named; more of them are counted."""


def apart(each: Voices) -> str:
    """Who can be told apart, in one sentence; empty where nobody can."""
    lower: dict[Source, list[Source]] = {}
    for pair in each.apart:
        lower.setdefault(pair.higher, []).append(pair.lower)
    told = [
        f"{speakers(higher)} rate higher than {listing([speakers(one) for one in those])}"
        for higher, those in lower.items()
    ]
    return f"{titled(name_of(each))}: {'; '.join(told)}" if told else ""


def alike(each: Voices) -> str:
    """Who cannot be told apart, in one sentence; empty where all can."""
    told = {frozenset((pair.higher, pair.lower)) for pair in each.apart}
    sources = [voice.source for voice in each.voices]
    left = [pair for pair in combinations(sources, 2) if frozenset(pair) not in told]
    if not left:
        return ""
    if len(left) <= _PAIRS_NAMED:
        who = " and ".join(listing([speakers(one) for one in pair]) for pair in left)
    elif not told:
        who = listing([speakers(one) for one in sources])
    else:
        who = f"the other {spelled(len(left))} pairs"
    return f"{titled(who)} cannot be told apart"


def sentence(each: Voices) -> str:
    """The voices on one standard: who can be told apart, or that nobody can."""
    return apart(each) or f"{titled(name_of(each))}: {_lowered(alike(each))}"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def section(report: Report) -> Section | None:
    """The section: standards on which sources can be told apart are drawn, the others are told; None without two
    voices on any standard."""
    if not report.voices:
        return None
    lines = {line.standard: line for line in report.lines}
    drawn = [each for each in report.voices if each.apart]
    panels = tuple(_panel(report, each, lines.get(each.standard), at) for at, each in enumerate(drawn))
    quiet = [name_of(each) for each in report.voices if not each.apart]
    closing = (f"No two sources can be told apart on {listing(quiet)}",) if quiet else ()
    intro = (
        "What each source says of one standard. Each saw its own interactions, so a difference may lie in what was"
        " seen as well as in how it was judged. All pairs of a standard are looked at together."
    )
    return Section("voices", "Who says what", intro, (), panels, closing)


def _panel(report: Report, each: Voices, line: BarLine | None, at: int) -> Panel:
    target = line.target if line else None
    drawn = [
        rows.Line(
            titled(speakers(voice.source)),
            f"{tally(voice.clearance)} ({interval(voice.clearance, target)})",
            f"{speakers(voice.source)}: {share(voice.clearance, target)}",
            voice.clearance.low,
            voice.clearance.high,
            voice.clearance.value,
        )
        for voice in each.voices
    ]
    scale = rows.Scale(0, 1, _ALL, target)
    title = sentence(each)
    n = sum(voice.clearance.n for voice in each.voices)
    subtitle = f"Share that reaches the bar; {plural(n, 'rating')}, {period(report.first, report.last)}"
    chart = drawing(f"voices-{at}", title, lambda width: rows.spec(drawn, scale, width), small=True)
    remarks = tuple(part for part in (alike(each),) if part and each.apart)
    return Panel(title, subtitle, chart, _table(each, target), remarks)


def _table(each: Voices, target: float | None) -> Table:
    return Table(
        f"Ratings of {name_of(each)} that reach the bar, by source",
        ("Source", "Reach the bar", "Interval"),
        tuple(
            (titled(speakers(voice.source)), tally(voice.clearance), interval(voice.clearance, target))
            for voice in each.voices
        ),
    )
