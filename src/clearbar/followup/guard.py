"""The guard of corrective action: a step as it is proposed → every reason against it, at once.

A formal step needs a verdict and an event, both of the same standard, and a person who decides; the guard only says
what stands against it. Safety and misconduct lie outside: there it is not asked, and the file says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from clearbar.model.correction import Against, Proposed, Rated, Refusal, Standing
from clearbar.model.estimate import Verdict

DELAY = timedelta(days=14)
"""So long an objection, or a dispute, that nobody settles holds a step up."""


def refusals(proposed: Proposed) -> tuple[Refusal, ...]:
    """Every reason against the step; none where it may be decided."""
    rules = (_evidence, _disputed, _time_alone, _never_taught, _conflict, _objection, _too_early)
    return tuple(found for rule in rules for found in rule(proposed))


def gone_on(proposed: Proposed) -> tuple[str, ...]:
    """What the file says where a step goes on although something was not settled in time."""
    waited = [(one, "An objection") for one in proposed.objections]
    waited += [(one, "A dispute of a rating") for one in proposed.disputes]
    return tuple(
        f"{what} of {_day(one)} was not settled within {DELAY.days} days; the step went on all the same."
        for one, what in sorted(waited)
        if one + DELAY <= proposed.today
    )


def short(proposed: Proposed) -> tuple[Standing, ...]:
    """The standards that fall short surely enough for this step."""
    return tuple(one for one in proposed.standings if _falls_short(one, proposed.rung.least))


def _falls_short(one: Standing, least: int) -> bool:
    return one.verdict is Verdict.FALLS_SHORT and one.share is not None and one.share.n >= least


def _evidence(proposed: Proposed) -> Iterator[Refusal]:
    least, falling = proposed.rung.least, {one.standard for one in short(proposed)}
    if not proposed.standings:
        yield Refusal(Against.EVIDENCE, "It names no standard.")
    for one in proposed.standings:
        if one.beside or one.standard in falling:
            continue
        n = one.share.n if one.share else 0
        few = f"there are {n} ratings, and this step asks for at least {least}"
        unsure = "no verdict says that it falls short"
        yield Refusal(Against.EVIDENCE, f"“{one.name}”: {few if n < least else unsure}.")
    last = max((one.day for one in proposed.earlier), default=None)
    if not any(_is_event(one, falling, last) for one in proposed.events):
        after = f" after the step of {_day(last)}" if last else ""
        yield Refusal(
            Against.EVIDENCE, f"It names no single interaction{after} in which a standard that falls short was missed."
        )


def _is_event(one: Rated, falling: set[str], last: date | None) -> bool:
    return one.missed and one.standard in falling and (last is None or one.day > last)


def _disputed(proposed: Proposed) -> Iterator[Refusal]:
    for one in proposed.events:
        if one.disputed is not None:
            says = f"The rating of {_when(one)} is disputed; what is not decided counts against nobody."
            yield Refusal(Against.DISPUTED, says)


def _time_alone(proposed: Proposed) -> Iterator[Refusal]:
    heard = {one.standard for one in proposed.standings if one.share is not None}
    falling = short(proposed) or tuple(one for one in proposed.standings if not one.beside)
    if falling and all(one.timed for one in falling):
        yield Refusal(
            Against.TIME_ALONE, "It rests on time alone. Speed is held against nobody unless a quality falls short too."
        )
    for one in proposed.standings:
        if one.timed and one.pair not in heard:
            yield Refusal(Against.TIME_ALONE, f"“{one.name}” is a time, and its paired quality is not beside it.")


def _never_taught(proposed: Proposed) -> Iterator[Refusal]:
    falling = {one.standard for one in short(proposed)}
    for one in proposed.standings:
        rests_on = [each.day for each in proposed.events if each.standard == one.standard]
        if one.beside and not rests_on and one.standard not in falling:
            continue
        if one.taught is None:
            says = f"“{one.name}” was never taught: they were not taught it as it stands, and did not sign it."
            yield Refusal(Against.NOT_TAUGHT, says)
        elif rests_on and one.taught >= min(rests_on):
            says = f"“{one.name}” was taught on {_day(one.taught)}, not before what happened on {_day(min(rests_on))}."
            yield Refusal(Against.NOT_TAUGHT, says)


def _conflict(proposed: Proposed) -> Iterator[Refusal]:
    for one in proposed.events:
        if one.conflict:
            says = f"Who rated on {_when(one)} has a conflict of interest: {one.conflict}."
            yield Refusal(Against.CONFLICT, says)


def _objection(proposed: Proposed) -> Iterator[Refusal]:
    for what, since in (("An objection", proposed.objections), ("A dispute of a rating", proposed.disputes)):
        waiting = [one + DELAY for one in since if one + DELAY > proposed.today]
        if waiting:
            until = max(waiting)
            yield Refusal(
                Against.OBJECTION,
                f"{what} is not settled. It delays this step until {_day(until)} at the latest.",
                until,
            )


def _too_early(proposed: Proposed) -> Iterator[Refusal]:
    if len(proposed.earlier) < proposed.number:
        yield Refusal(Against.EARLIER, f"“{proposed.rung.name}” comes after an earlier step, which was not taken.")
    if not proposed.earlier:
        return
    last = max(proposed.earlier, key=lambda one: one.day)
    passed = max(last.until + timedelta(days=1), last.day + timedelta(days=proposed.rung.days))
    if proposed.today < passed:
        says = f"The time that was agreed in “{last.name}” is not over before {_day(passed)}."
        yield Refusal(Against.EARLIER, says, passed)


def _when(one: Rated) -> str:
    return f"the week of {_day(one.day)}" if one.is_week else _day(one.day)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
