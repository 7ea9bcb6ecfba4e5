"""Show: a talk → what it showed of each standard → ratings.

talk → conversation → the standards' own checks, as in live work ─┐
     └→ the scenario's stakes, for standards without a check ─────┴→ what it showed: places, why, and an example

A machine says cleared or missed and never exemplary: that is for people to say. Checks of times are left out unless
times are handed in: somebody who practises may think as long as they like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clearbar import checks
from clearbar.flow.rehearse.examples import example_of
from clearbar.flow.rehearse.wording import stake_in_words
from clearbar.model.book import Book, CheckCall, Level, Placed, Scale, Standard
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation, Message, Role
from clearbar.model.scenario import STAFF, Scenario, Shown, Stake, Talk
from clearbar.practice.customer import judged

__all__ = ["Mark", "conversation_of", "instrument_of", "ratings_of", "show"]

TIMED = frozenset({"first_response", "every_response", "typical_response"})
"""Checks that read nothing but times."""
_OVER = timedelta(days=400)
"""A talk that has ended is looked at after so long: a question that stands then stays unanswered."""


@dataclass(frozen=True)
class Mark:
    """A rating as a machine gives it: the caller adds who, when and that it is a rehearsal."""

    standard: str
    edition: str
    level: Level
    instrument: str


def show(
    book: Book,
    scenario: Scenario,
    talk: Talk,
    *,
    interaction: str,
    at: datetime,
    person: str | None = None,
    times: Sequence[datetime] = (),
) -> tuple[Shown, ...]:
    """What a talk that has ended showed of each standard that is at stake, and of those with a check in the same steps,
    in the book's order; nothing of one that goes on.

    `at` is when it took place, aware. `times`, where they are known, are those of its turns: without them no check of
    times is read.
    """
    if not talk.end:
        return ()
    conversation = conversation_of(talk, interaction=interaction, at=at, person=person, times=times)
    stakes = {stake.standard: stake for stake in scenario.stakes}
    found = []
    for placed in _looked_at(book, scenario):
        standard = placed.standard
        stake = stakes.get(standard.id, Stake(standard.id))
        shown = _by_check(scenario, conversation, standard, stake, timed=bool(times))
        found.append(shown or _by_stake(scenario, talk, standard, stake))
    return tuple(one for one in found if one is not None)


def conversation_of(
    talk: Talk,
    *,
    interaction: str,
    at: datetime,
    person: str | None = None,
    times: Sequence[datetime] = (),
) -> Conversation:
    """The talk as a conversation: staff as the agent, each message in its place of the talk, a second after the one
    before where no times are given."""
    said = times or [at + timedelta(seconds=place) for place in range(len(talk.turns))]
    messages = tuple(
        Message(
            role=Role.AGENT if turn.role == STAFF else Role.CUSTOMER,
            text=turn.text,
            at=when,
            author=person if turn.role == STAFF else None,
        )
        for turn, when in zip(talk.turns, said, strict=True)
    )
    seen = (messages[-1].at if messages else at) + (_OVER if talk.end else timedelta(0))
    return Conversation(interaction, messages, seen, channel="rehearsal", owner=person)


def ratings_of(book: Book, scenario: Scenario, shown: Iterable[Shown]) -> tuple[Mark, ...]:
    """The ratings that follow from what was shown, for standards that the book has; never exemplary."""
    instrument = instrument_of(scenario)
    marks = []
    for one in shown:
        placed = book.find(one.standard)
        if placed is not None and one.level is not Level.EXEMPLARY:
            marks.append(Mark(one.standard, placed.standard.edition, one.level, instrument))
    return tuple(marks)


def instrument_of(scenario: Scenario) -> str:
    """What the ratings of a rehearsal were made with."""
    return f"rehearsal/{scenario.id}/{scenario.edition[:12]}"


def _looked_at(book: Book, scenario: Scenario) -> Iterator[Placed]:
    """All standards at stake, and those of the same steps that have a check: a scenario plays the steps in which
    something is at stake, and what belongs to another step cannot be missed there."""
    at_stake = {stake.standard for stake in scenario.stakes}
    played = {
        (one.journey.id, one.step.id)
        for one in book.placed()
        if one.journey and one.step and one.standard.id in at_stake
    }
    for placed in book.placed():
        here = placed.journey and placed.step and (placed.journey.id, placed.step.id) in played
        if placed.standard.id in at_stake or (here and placed.standard.check):
            yield placed


def _by_check(
    scenario: Scenario, conversation: Conversation, standard: Standard, stake: Stake, *, timed: bool
) -> Shown | None:
    """What the standard's own check reads; None where it has none, or none that applies to such a talk."""
    call = standard.check
    if call is None or (call.kind in TIMED and not timed):
        return None
    reading = checks.read(_answerable(conversation, call), call, standard.scale, standard.bar)
    if reading.level is None:
        return None
    cleared = reading.level >= standard.bar
    level = level_of(standard, cleared=cleared)
    if level is None:
        return None
    places = tuple(sorted({basis.message for basis in reading.rests_on if basis.message is not None}))
    example = "" if cleared else example_of(scenario, stake)
    return Shown(standard.id, level, cleared, call.kind, places, _read(reading), example)


def _answerable(conversation: Conversation, call: CheckCall) -> Conversation:
    """The conversation without the customer's last words, where it is asked what was left unanswered: nobody can answer
    those any more."""
    last = conversation.messages[-1:]
    if call.kind == "unanswered_question" and last and last[0].role is Role.CUSTOMER:
        return replace(conversation, messages=conversation.messages[:-1])
    return conversation


def _read(reading: Reading) -> str:
    return f"{reading.why[:1].upper()}{reading.why[1:]}." if reading.why else ""


def level_of(standard: Standard, *, cleared: bool) -> Level | None:
    """The level of a standard that was cleared or missed in a rehearsal; None where that would be exemplary.

    Of five levels, good or the one below the bar, but no better than underperforming."""
    if not cleared:
        if standard.scale is Scale.YES_NO:
            return Level.UNDERPERFORMING
        return min(Level.UNDERPERFORMING, Level(max(Level.POOR, standard.bar - 1)))
    return None if standard.bar is Level.EXEMPLARY else Level.GOOD


def _by_stake(scenario: Scenario, talk: Talk, standard: Standard, stake: Stake) -> Shown | None:
    """What the scenario itself tells of a standard; None where only people can."""
    one = judged(stake, talk)
    level = None if one.cleared is None else level_of(standard, cleared=one.cleared)
    if one.cleared is None or level is None:
        return None
    example = "" if one.cleared else example_of(scenario, stake)
    places = one.better if one.cleared else one.worse
    return Shown(standard.id, level, one.cleared, "scenario", places, stake_in_words(one), example)
