"""Verdicts as sentences: how one standard stands, on what evidence, and what would settle it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from clearbar.model.book import OVERALL, Dimension
from clearbar.model.estimate import Verdict
from clearbar.model.question import FLOOR
from clearbar.model.report import BarLine, Gap
from clearbar.reports.names import inline, plain, readable, titled
from clearbar.reports.words import count, percent, say, share, speakers, spelled


class Standing(StrEnum):
    """How a standard stands, with the cases that have no verdict."""

    CLEARS = "clears"
    FALLS_SHORT = "falls short"
    CANNOT_TELL = "cannot tell yet"
    NO_TARGET = "no target"
    TOO_FEW = "too few to show"
    UNHEARD = "not asked yet"


MARK: Mapping[Standing, str] = {
    Standing.CLEARS: "▲",
    Standing.FALLS_SHORT: "▼",
    Standing.CANNOT_TELL: "◇",
    Standing.NO_TARGET: "·",
    Standing.TOO_FEW: "…",
    Standing.UNHEARD: "…",
}
SILENT = frozenset({Standing.TOO_FEW, Standing.UNHEARD})
"""Standings without a figure."""


def standing(line: BarLine) -> Standing:
    """How the standard stands. Without a figure there is no verdict, whatever the line says."""
    if line.clearance is None:
        return Standing.UNHEARD if line.heard_from is None else Standing.TOO_FEW
    if line.target is None or line.verdict is None:
        return Standing.NO_TARGET
    return Standing(line.verdict.value)


class Named(Protocol):
    """Whatever is about a standard."""

    @property
    def standard(self) -> str: ...

    @property
    def name(self) -> str: ...


def name_of(one: Named | str) -> str:
    """A standard's name inside a sentence: as the book calls it, else its id in words."""
    standard, name = (one, "") if isinstance(one, str) else (one.standard, one.name)
    return "the whole interaction" if standard == OVERALL else inline(plain(name) or readable(standard))


def verdict(line: BarLine) -> str:
    """The verdict with its target: "falls short of its target of 80 %"."""
    now = standing(line)
    if now is Standing.UNHEARD:
        return "nobody has been asked yet"
    if now is Standing.TOO_FEW:
        return f"too few to show: fewer than {spelled(FLOOR)} answers"
    if now is Standing.NO_TARGET or line.target is None:
        return "has no target yet"
    return {
        Standing.CLEARS: f"clears its target of {percent(line.target)}",
        Standing.FALLS_SHORT: f"falls short of its target of {percent(line.target)}",
    }.get(now, f"cannot tell yet whether it reaches {percent(line.target)}")


def evidence(line: BarLine) -> str:
    """What was counted and who says so: "412 of 500 (79–86 %), customers say"; empty without a figure."""
    if line.clearance is None:
        return ""
    who = f", {say(line.heard_from)}" if line.heard_from else ""
    return share(line.clearance, line.target) + who


def more(line: BarLine) -> str:
    """What would settle the verdict; empty where it is settled."""
    if standing(line) is not Standing.CANNOT_TELL:
        return ""
    if line.more is None:
        return "the share lies on its target, so more ratings may not settle it"
    ratings = "rating" if line.more == 1 else "ratings"
    return f"about {count(line.more)} more {ratings} would settle it"


def next_step(line: BarLine, step: str) -> str:
    """The one step that brings a figure for a standard without one. `step` is the title of its step."""
    if standing(line) not in SILENT:
        return ""
    if line.standard == OVERALL:
        where = "at the end of the interaction"
    else:
        where = f"right after “{inline(step)}”" if step else "right after it happens"
    missing = f"; a figure is shown from {spelled(FLOOR)} answers on" if line.heard_from else ""
    return f"Ask {where}, and the answers will stand here{missing}"


def pairing(line: BarLine, lines: Mapping[str, BarLine]) -> str:
    """The quality standard that guards a timed one, with its verdict; empty for standards that need none."""
    if line.pair is None or line.pair == line.standard:
        timed = line.dimension is Dimension.PROMPTNESS
        return "No quality standard guards this one: read speed alone with care" if timed else ""
    other = lines.get(line.pair)
    if other is None:
        return f"Its pair, {name_of(line.pair)}, is not in this report: read speed alone with care"
    figure = f", {evidence(other)}" if other.clearance else ""
    return f"Read with its pair, {name_of(other)}: {MARK[standing(other)]} {verdict(other)}{figure}"


def distance(gap: Gap, who: str) -> str:
    """Experience beside expectation: "customers expected 4.1 and experienced 3.8"; a tie is met."""
    expected, experienced = f"{gap.expected.value:.1f}", f"{gap.experienced.value:.1f}"
    parts = f"{who} expected {expected} and experienced {experienced}"
    if gap.gap.low <= 0 <= gap.gap.high:
        return f"{parts}: no difference can be told"
    return f"{parts}: {'more' if gap.gap.value > 0 else 'less'} than expected"


def line_sentence(line: BarLine) -> str:
    """A standard in one sentence: name, verdict, figure, and what would settle it."""
    parts = [f"{titled(name_of(line))}{_predicate(line)}", evidence(line), more(line)]
    return "; ".join(part for part in parts if part)


def _predicate(line: BarLine) -> str:
    if standing(line) is Standing.CANNOT_TELL and line.target is not None:
        return f" cannot be told yet from its target of {percent(line.target)}"
    return f": {verdict(line)}" if standing(line) in SILENT else f" {verdict(line)}"


def voices(line: BarLine) -> tuple[str, ...]:
    """What each source says, one string each: "reviewers: 30 of 40 (60–86 %)"."""
    return tuple(f"{speakers(voice.source)}: {share(voice.clearance, line.target)}" for voice in line.voices)


def delight(line: BarLine) -> str:
    """The share at level 5; empty where the standard has no such level."""
    return share(line.delight) if line.delight else ""


def verdict_of(line: BarLine) -> Verdict | None:
    """The verdict as it may be shown: none without a figure or a target."""
    now = standing(line)
    return None if now in SILENT or now is Standing.NO_TARGET else Verdict(now.value)
