"""Which standards can rise, which do not matter, and which nobody agrees on: what was heard → proposals.

Every proposal rests on the whole interval, never on the figure alone. What a change would bring is an estimate from
what goes together today, and no promise: who is rated higher may also be who would be anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor

from clearbar.model.agreement import Agreeing
from clearbar.model.book import OVERALL, Level
from clearbar.model.estimate import Estimate
from clearbar.model.raising import Proposal, Rise, Watched

MARGIN = 0.05
"""The interval of clearance lies so far above the target, all of it, before anything may rise."""
STEP = 0.05
"""Targets rise in such steps, to no more than MOST."""
MOST = 0.95
NOTHING = 0.02
"""Who explains surely less than this of the verdict's variation does not matter to it."""
CHEAP_POINTS, CHEAP_LEVELS = 0.05, 0.15
"""A miss takes surely less than this from the verdict, in points of a share, or in levels."""
ENOUGH, MISSED = 100, 20
"""Answers that a standard that does not matter rests on at least, and those among them in which its bar was missed:
what is never missed cannot show what its lack would cost."""


def proposals(watched: Iterable[Watched]) -> tuple[Proposal, ...]:
    """At most one for each standard, in their order: what nobody agrees on is said otherwise before anything else, and
    what does not matter goes rather than rises. The overall verdict itself is never proposed."""
    found = (_proposal(one) for one in watched if one.standard != OVERALL)
    return tuple(one for one in found if one)


def _proposal(one: Watched) -> Proposal | None:
    return next((found for rule in (_reword, _retire, _rise) if (found := rule(one))), None)


def _reword(one: Watched) -> Proposal | None:
    if one.agreeing is not Agreeing.VAGUE or one.alpha is None:
        return None
    return Proposal(
        Rise.REWORD, one.standard, one.name,
        f"Those who rate the same interactions do not agree on {one.name}",
        f"their agreement is {one.alpha.value:.2f} (between {one.alpha.low:.2f} and {one.alpha.high:.2f}, where 0.67 "
        f"is the least to conclude from), {_pairs(one)}",
        "Say it otherwise: describe what can be seen at each level, so that two who look at the same write down the "
        "same",
        "Its figures say little until raters agree; no rise or fall of it can be trusted before",
    )  # fmt: skip


def _pairs(one: Watched) -> str:
    return f"from {one.pairs:,} interactions that two or more rated" if one.pairs else "from what two or more rated"


def _retire(one: Watched) -> Proposal | None:
    if one.explains is None or one.penalty is None or one.guards:
        return None
    cheap = CHEAP_POINTS if one.points else CHEAP_LEVELS
    is_known = one.explains.n >= ENOUGH and one.missed >= MISSED
    if not (is_known and one.explains.high <= NOTHING and one.penalty.high <= cheap):
        return None
    return Proposal(
        Rise.RETIRE, one.standard, one.name,
        f"The verdict of customers does not hang on {one.name}",
        f"it explains {_share(one.explains)} of how their verdicts differ, and a miss takes "
        f"{_size(one.penalty, one.points)} from them; its bar was missed {one.missed:,} times in "
        f"{one.explains.n:,} answers",
        "Take it out of the book, unless law, safety or a promise that you gave asks for it",
        "One thing less to teach, to watch and to rate; by what was heard, no change of the verdict that could be told",
    )  # fmt: skip


def _rise(one: Watched) -> Proposal | None:
    known, target = one.clearance, one.target
    if known is None or target is None or known.low < target + MARGIN:
        return None
    if one.next_level is not None and one.next_level.low >= target and one.bar < Level.EXEMPLARY and not one.yes_no:
        return _bar(one, known, one.next_level, target)
    return _target(one, known, target)


def _bar(one: Watched, known: Estimate, following: Estimate, target: float) -> Proposal:
    becomes = Level(one.bar + 1)
    return Proposal(
        Rise.BAR, one.standard, one.name,
        _cleared(one, known, target),
        f"all of the interval lies above the target, and {_tally(following)} would reach {_word(becomes)}, too",
        f"Raise its bar from {_word(one.bar)} to {_word(becomes)}; the target stays at {_percent(target)}",
        _brought(one, known, following),
        float(one.bar), float(becomes),
    )  # fmt: skip


def _target(one: Watched, known: Estimate, target: float) -> Proposal | None:
    becomes = min(MOST, floor((known.low + 1e-9) / STEP) * STEP)
    if becomes <= target + 1e-9:
        return None
    becomes = round(becomes, 2)
    then = ""
    if one.next_level:
        then = f"; {_tally(one.next_level)} would reach the level above, too few to raise the bar itself"
    return Proposal(
        Rise.TARGET, one.standard, one.name,
        _cleared(one, known, target),
        f"all of the interval lies above the target{then}",
        f"Raise its target from {_percent(target)} to {_percent(becomes)}; what is promised stays",
        f"Nothing by itself: it holds what was reached, so that a fall below {_percent(becomes)} is seen",
        target, becomes,
    )  # fmt: skip


def _cleared(one: Watched, known: Estimate, target: float) -> str:
    return f"{_sentence(one.name)} is cleared in {_tally(known)}, where {_percent(target)} are asked for"


def _brought(one: Watched, known: Estimate, following: Estimate) -> str:
    """What it would bring if those who reach the bar today, and not the next, came to reach it."""
    if one.slope is None:
        return "What it would bring cannot be told yet: too few verdicts stand beside it"
    fewest, all_ = max(0.0, known.low - following.high), max(0.0, known.high - following.low)
    moved = max(0.0, known.value - following.value)
    ends = [slope * part for slope in (one.slope.low, one.slope.high) for part in (fewest, all_)]
    low, value, high = min(ends), one.slope.value * moved, max(ends)
    unit = "points" if one.points else "levels"
    scale = 100 if one.points else 1
    digits = 0 if one.points else 2
    middle, least, most = (f"{scale * end:+.{digits}f}" for end in (value, low, high))
    told = f"{middle} {unit} of the overall verdict (between {least} and {most})"
    lies = "" if low > 0 else ", which may be nothing"
    if_all = f"If all who reach the bar today came to reach the next: about {told}{lies}"
    return f"{if_all}; an estimate from what goes together, no promise"


def _sentence(name: str) -> str:
    return name[:1].upper() + name[1:]


def _word(level: Level) -> str:
    return f"“{level.name.lower()}”"


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):g} %"


def _share(one: Estimate) -> str:
    return f"{100 * one.value:.1f} % ({100 * one.low:.1f}–{100 * one.high:.1f} %)"


def _size(one: Estimate, points: bool) -> str:
    if points:
        return f"{100 * one.value:.0f} points (between {100 * one.low:.0f} and {100 * one.high:.0f})"
    return f"{one.value:.2f} levels (between {one.low:.2f} and {one.high:.2f})"


def _tally(one: Estimate | None) -> str:
    """ "412 of 500 (79–86 %)"; ends are rounded outwards, so that none is carried over a target."""
    if one is None:
        return "nothing"
    low, high = floor(100 * one.low + 1e-9), -floor(-100 * one.high + 1e-9)
    told = f"{one.hits:,} of {one.n:,}" if one.hits is not None else f"{100 * one.value:.0f} % of {one.n:,}"
    return f"{told} ({low}–{high} %)"


def by_rise(found: Iterable[Proposal]) -> Iterator[tuple[Rise, tuple[Proposal, ...]]]:
    """Proposals of each kind, those that raise first; kinds without any are left out."""
    every = tuple(found)
    for rise in Rise:
        if some := tuple(one for one in every if one.rise is rise):
            yield rise, some
