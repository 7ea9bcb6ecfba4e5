"""What the sentences of advice have in common: the standard in words, who is asked, and the guard of a time."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.agreement import Agreeing
from clearbar.model.book import OVERALL, Dimension
from clearbar.model.report import BarLine, Report
from clearbar.reports.glance import titles
from clearbar.reports.names import inline
from clearbar.reports.verdicts import MARK, Standing, evidence, name_of, standing, verdict
from clearbar.reports.words import percent


@dataclass(frozen=True)
class Advice:
    """One sentence. `reason` names the kind of reason, `standard` what it is about; empty where it is about all."""

    reason: str
    standard: str
    says: str


def standing_so(report: Report, *standings: Standing) -> list[BarLine]:
    """Lines that stand so, the overall verdict last: a standard is easier to act on."""
    lines = [line for line in report.lines if standing(line) in standings]
    return sorted(lines, key=lambda line: line.standard == OVERALL)


def asked(line: BarLine) -> str:
    """Who is asked to do it: the role that the book names; where it names none, that is the first thing to mend."""
    return f"with the {inline(line.owner)}" if line.owner else "and name its owner"


def guarded(report: Report, line: BarLine) -> str:
    """For a timed standard: the quality that guards it, with its verdict. A time never stands alone."""
    if line.dimension is not Dimension.PROMPTNESS:
        return ""
    pair = next((other for other in report.lines if other.standard == line.pair and other is not line), None)
    if pair is None:
        return "; no quality standard guards it yet, so do not buy speed with courtesy"
    figure = f", {evidence(pair)}" if pair.clearance else ""
    return f"; read it with its pair, {name_of(pair)}: {MARK[standing(pair)]} {verdict(pair)}{figure}"


def is_doubted(report: Report, standard: str, *verdicts: Agreeing) -> bool:
    """Whether raters of any source got one of these verdicts on the standard."""
    return any(each.standard == standard and each.verdict in verdicts for each in report.agreement)


def is_safe(report: Report, line: BarLine) -> bool:
    """Whether its figure may be praised or its bar raised: its raters are not at odds, and where it is timed, the
    quality that guards it clears its own bar."""
    if line.dimension is Dimension.PROMPTNESS:
        pair = next((other for other in report.lines if other.standard == line.pair and other is not line), None)
        if pair is None or standing(pair) is not Standing.CLEARS:
            return False
    return not is_doubted(report, line.standard, Agreeing.VAGUE, Agreeing.HARSH)


def margin(line: BarLine) -> float:
    """How far the low end of the range lies above the target."""
    return line.clearance.low - (line.target or 0.0) if line.clearance else 0.0


def promised(line: BarLine) -> str:
    """The target, as a promise."""
    return f"where {percent(line.target or 0.0)} are promised"


def so_far(line: BarLine) -> str:
    """Why a standard has no figure."""
    return "fewer than five answers were given" if line.heard_from else "nobody has been asked"


def place_to_ask(report: Report, line: BarLine) -> str:
    """Where to ask about a standard."""
    if line.standard == OVERALL:
        return "at the end of the interaction about the whole of it"
    step, about = titles(report).step(line), f"about {name_of(line)}"
    return f"right after “{inline(step)}” {about}" if step else about
