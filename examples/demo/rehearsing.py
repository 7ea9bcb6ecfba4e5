"""Talks with invented customers: the scenarios beside the book, and who has rehearsed them how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from clearbar.model.book import Source
from clearbar.model.scenario import STAFF, Mood, Scenario
from clearbar.web.bridge import rehearsing
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions import rehearse as talks
from clearbar.web.practice.actions import rehearse_opinions, rehearse_texts
from clearbar.web.practice.models.rehearse import Pinned, Rehearsal, ScenarioText
from clearbar.web.practice.queries.held import held_as
from clearbar.web.practice.queries.rehearse_cards import card_of
from clearbar.web.practice.queries.talks import scenario_of

if TYPE_CHECKING:
    from examples.demo.practising import Stage

SCENARIOS = Path(__file__).parent / "book" / "scenarios"
FINE, DOG, STAND, ROUND = "fine-fine-fine", "the-dog-and-the-arm", "the-music-stand", "the-round-ones"
LIFE = "it-says-for-life"
LECTURE = (
    "Tell me what happened.",
    "You must have left them lying about.",
    "We can fit a new arm by Friday, or lend you a frame today.",
    "When do you need them?",
    "Then I do it now, and you have them in twenty minutes.",
)
"""What misses one standard of the dog's scenario and clears the other; it ends well all the same."""
RULES = (
    "No, that is not what it says.",
    "You must have cleaned them with kitchen paper.",
    "As I said, lenses are not covered.",
)
"""What uses up the patience of who reads the card."""
HALF = ("How far away are the notes?", "So near is fine, and the middle is not.")
"""A talk that is gone on with today."""
SAID = (
    "You asked what they need them for before you named a frame. Leave it a breath longer after the answer: there was "
    "more to come."
)


def rehearse(stage: Stage) -> None:
    """The scenarios first, then what was rehearsed: by the floor's log-in, then by others."""
    offer(stage)
    floor(stage)
    for place, one in enumerate(stage.others):
        if place % 3 == 2:
            continue
        scope = stage.scope(one.person)
        whole(stage, scope, STAND if place % 2 else ROUND, stage.ago(28 - place, 17, 10))
        if place % 3 == 1:
            whole(stage, scope, DOG, stage.ago(22 - place, 17, 20))
            whole(stage, scope, LIFE, stage.ago(16 - place, 17, 30), lines=RULES if place == 4 else ())
    for place, scope in enumerate(stage.elsewhere):
        if place % 3:
            whole(stage, scope, STAND if place % 2 else ROUND, stage.ago(12 + place % 24, 17, place % 60))
        if place % 4 == 1:
            whole(stage, scope, DOG, stage.ago(6 + place % 20, 12, place % 60))
            whole(stage, scope, LIFE, stage.ago(4 + place % 18, 12, place % 60), lines=RULES if place % 8 == 5 else ())


def offer(stage: Stage) -> None:
    """The six scenarios beside the book; people rehearse all of them."""
    at = stage.ago(55, 11)
    files = {one.stem: one.read_text(encoding="utf-8") for one in sorted(SCENARIOS.glob("*.yaml"))}
    rehearse_texts.take_in(scope=stage.leader, files=files, at=at)
    for one in ScenarioText.objects.all():
        rehearse_texts.make_live(scope=stage.leader, scenario=one, at=at)


def floor(stage: Stage) -> None:
    """Who logs in as `floor`: one talk below the bar, one at it that a coach has read, one that a coach is asked to
    read, one to be played face to face, and one that is not over yet."""
    missed = whole(stage, stage.floor, DOG, stage.ago(24, 8, 30), lines=LECTURE)
    _say_of_oneself(stage, missed, 3, stage.ago(24, 8, 40))
    cleared = whole(stage, stage.floor, ROUND, stage.ago(17, 8, 30), mood=Mood.HURRIED)
    _say_of_oneself(stage, cleared, 4, stage.ago(17, 8, 38))
    rehearse_opinions.ask(scope=stage.floor, rehearsal=cleared, person=stage.coach.person, at=stage.ago(17, 8, 39))
    _coach_says(stage, cleared, stage.ago(16, 16))
    fresh = whole(stage, stage.floor, LIFE, stage.ago(3, 8, 30))
    rehearse_opinions.ask(scope=stage.floor, rehearsal=fresh, person=stage.coach.person, at=stage.ago(3, 8, 45))
    sheet = talks.Start(Mood.HURRIED, 11, Rehearsal.Way.SHEET, stage.coach.person)
    begun(stage, stage.floor, FINE, sheet, stage.ago(2, 12))
    running = begun(stage, stage.floor, STAND, talks.Start(Mood.HARD_OF_HEARING, 5), stage.ago(1, 8, 30))
    _say(stage.floor, running, scenario_of(running.pinned_id), HALF, stage.ago(1, 8, 31))


def whole(
    stage: Stage, scope: Scope, name: str, at: datetime, *, lines: Sequence[str] = (), mood: Mood | None = None
) -> Rehearsal:
    """A talk until its end: with these lines, or with those of the exemplary one."""
    pinned = _pinned(name)
    scenario = scenario_of(pinned.edition)
    made = begun(stage, scope, name, talks.Start(mood or scenario.persona.mood, 3), at)
    exemplary = [text for role, text in scenario.exemplary if role == STAFF]
    said = _say(scope, made, scenario, lines or exemplary, at)
    if said.ended_at is None:
        raise SystemExit(f"the talk about {name} has no end: {said.turns[-1]['text']}")
    return said


def begun(stage: Stage, scope: Scope, name: str, start: talks.Start, at: datetime) -> Rehearsal:
    """A talk that has begun."""
    pinned = _pinned(name)
    return talks.begin(
        scope=scope, pinned=pinned, scenario=scenario_of(pinned.edition), start=start, version=stage.version.pk, at=at
    )  # fmt: skip


def _say(scope: Scope, one: Rehearsal, scenario: Scenario, lines: Sequence[str], at: datetime) -> Rehearsal:
    for number, text in enumerate(lines, 1):
        if one.is_over:
            break
        later = at + timedelta(seconds=45 * number)
        one = talks.say(
            scope=scope, rehearsal=one, scenario=scenario, text=text, said=one.said, answer=rehearsing.answered,
            at=later,
        )  # fmt: skip
    return one


def _pinned(name: str) -> Pinned:
    return Pinned.objects.get(scenario=name)


def _say_of_oneself(stage: Stage, one: Rehearsal, level: int, at: datetime) -> None:
    _opinion(stage.floor, one, Source.SELF, level, "", at)


def _coach_says(stage: Stage, one: Rehearsal, at: datetime) -> None:
    _opinion(stage.coach, one, Source.COACH, 4, SAID, at)


def _opinion(scope: Scope, one: Rehearsal, source: Source, level: int, comment: str, at: datetime) -> None:
    held = held_as(one.version_id)
    if held is None:
        raise SystemExit("there is no book to judge a rehearsal by")
    card = card_of(held, one, source)
    levels = {
        line.standard: level if level in line.levels else (4 if level > 3 else 2)
        for line in card.lines
        if line.standard in one.pinned.stakes or line.is_overall
    }
    rehearse_opinions.give(scope=scope, rehearsal=one, scorecard=card, levels=levels, comment=comment, at=at)
