"""What to make sure of: the reasons for the second sentence, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.agreement import Agreeing, Lean
from clearbar.model.book import Dimension
from clearbar.model.estimate import Estimate
from clearbar.model.report import Agreement, BarLine, Report
from clearbar.reports.advice.said import Advice, asked, guarded, place_to_ask, so_far, standing_so
from clearbar.reports.agreement import alpha, shown
from clearbar.reports.names import inline
from clearbar.reports.verdicts import Standing, evidence, name_of
from clearbar.reports.words import count, plural, speakers

TOGETHER = 30
"""Interactions that two people rate to see whether they agree: enough for a first range."""


def _vague(report: Report) -> Iterator[Advice]:
    """The standard on which raters agree least; one whose figure comes from these raters first."""
    for each, line, figure in _agreeing(report, Agreeing.VAGUE):
        owner = f"the {inline(line.owner)} and " if line.owner else ""
        so = (
            "the figure says as much about them as about service"
            if line.heard_from is each.source
            else "what they say of it cannot be relied on"
        )
        says = (
            f"Rewrite the levels of {name_of(each)} with {owner}the {speakers(each.source)}: those who rated"
            f" the same interactions differ ({_figure(figure)} on {_together(each)}), so {so}"
        )
        yield Advice("vague", each.standard, says + guarded(report, line))


def _harsh(report: Report) -> Iterator[Advice]:
    """The standard on which one rater stands apart; who it is, is not told."""
    for each, line, figure in _agreeing(report, Agreeing.HARSH):
        apart = "more lenient" if each.lean is Lean.MILD else "harsher"
        says = (
            f"Let the {speakers(each.source)} rate some interactions of {name_of(each)} together: one of"
            f" {count(each.raters)} is {apart} than the others, who may well agree ({_figure(figure)} with all of them,"
            f" on {_together(each)})"
        )
        yield Advice("harsh", each.standard, says + guarded(report, line))


def _figure(figure: Estimate) -> str:
    return f"agreement {alpha(figure)}"


def _together(each: Agreement) -> str:
    return f"{plural(each.units or 0, 'interaction')} rated by two or more"


def _agreeing(report: Report, verdict: Agreeing) -> list[tuple[Agreement, BarLine, Estimate]]:
    """Standards with this verdict and its figure: headline figures first, then those that agree least."""
    lines = {line.standard: line for line in report.lines}
    kept = [each for each in shown(report) if each.verdict is verdict and each.standard in lines]
    found = [(each, lines[each.standard], each.alpha or each.ac) for each in kept]
    known = [(each, line, figure) for each, line, figure in found if figure]
    return sorted(known, key=lambda row: (row[1].heard_from is not row[0].source, row[2].value))


def unheard(report: Report) -> Iterator[Advice]:
    """A standard that nobody was heard about."""
    for line in standing_so(report, Standing.UNHEARD, Standing.TOO_FEW):
        says = (
            f"Ask {place_to_ask(report, line)}, {asked(line)}: {so_far(line)}, so nothing can be said of this promise"
        )
        yield Advice("unheard", line.standard, says)


def aimless(report: Report) -> Iterator[Advice]:
    """A standard without a target."""
    for line in standing_so(report, Standing.NO_TARGET):
        says = (
            f"Set a target for {name_of(line)}, {asked(line)}: {evidence(line)}, and there is nothing to hold"
            " it against"
        )
        yield Advice("no target", line.standard, says + guarded(report, line))


def unguarded(report: Report) -> Iterator[Advice]:
    """A timed standard without a quality standard beside it."""
    known = {line.standard for line in report.lines}
    for line in report.lines:
        if line.dimension is Dimension.PROMPTNESS and (line.pair not in known or line.pair == line.standard):
            says = (
                f"Give {name_of(line)} a quality standard as its pair, {asked(line)}: it speaks of time alone,"
                " and speed can be bought with courtesy"
            )
            yield Advice("unguarded", line.standard, says)


def overlap(report: Report) -> Iterator[Advice]:
    """Too few interactions were rated by two; the standard with the most ratings first."""
    few = [each for each in shown(report) if each.verdict is Agreeing.LITTLE]
    for each in sorted(few, key=lambda each: -each.ratings):
        known = f"{count(each.units)} of theirs" if each.units else "hardly any"
        says = (
            f"Have {TOGETHER} interactions rated by two {speakers(each.source)} each on {name_of(each)}: so"
            f" far {known} {'was' if each.units == 1 else 'were'}, and nobody knows whether they agree"
        )
        yield Advice("overlap", each.standard, says)


def second_eyes(report: Report) -> Iterator[Advice]:
    """Nothing else makes a figure doubtful: raters agree, cannot be told yet, or nobody has looked twice."""
    told = shown(report)
    agree = sum(1 for each in told if each.verdict is Agreeing.AGREE)
    if agree:
        says = (
            f"Keep having some interactions rated by two people: raters agree on {plural(agree, 'standard')}, which is"
            " why these figures can be believed"
        )
    elif told:
        says = (
            "Have more interactions rated by two people each: whether raters agree cannot be told yet on any of"
            f" {plural(len({each.standard for each in told}), 'standard')}"
        )
    else:
        says = (
            f"Have {TOGETHER} interactions rated by two people each, now and then: no rating was checked by a second"
            " pair of eyes yet"
        )
    yield Advice("second eyes", "", says)


TRUST = (_vague, _harsh, unheard, aimless, unguarded, overlap, second_eyes)
