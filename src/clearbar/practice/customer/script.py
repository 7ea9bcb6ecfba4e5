"""The script of a customer: a scenario, a talk as it stands and what staff say → the talk with the customer's answer.

Of the scene's branches the first is taken that hears something of what was said and whose condition holds; then one
that hears nothing and whose condition holds; else what the scene does otherwise. A talk ends where a branch goes to
an end, where patience has run out, and at the latest when staff have said `most_turns` things: no talk goes on for
ever, whatever the scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clearbar.model.scenario import CUSTOMER, STAFF, Branch, Condition, Mood, Scenario, Scene, Talk, Turn
from clearbar.practice.customer.choosing import chosen
from clearbar.practice.customer.manners import Manner
from clearbar.practice.customer.matching import Match, Matcher
from clearbar.practice.customer.moods import asking, begins_with, coloured, manner, opened

MOST_PATIENCE = 10
_NOBODY = Branch(frozenset(), ())
"""What is taken where a talk stands in no scene: nothing is said."""


def begin(scenario: Scenario, *, mood: Mood | None = None, seed: int) -> Talk:
    """A talk that the customer opens. `mood` is the persona's own unless another is asked for."""
    feeling = mood or scenario.persona.mood
    first = scenario.scenes[0].id if scenario.scenes else ""
    patience = begins_with(feeling, scenario.persona.patience)
    talk = Talk(scenario.id, scenario.edition, feeling, seed, first, patience, ())
    return replace(talk, turns=(Turn(CUSTOMER, opened(scenario, talk), patience, first),))


def again_from(talk: Talk, turn: int) -> Talk:
    """The talk cut before the thing that staff said as number `turn`, from 0; as it is where they said fewer.

    Raises ValueError for a number below 0.
    """
    if turn < 0:
        raise ValueError("the things that staff said are counted from 0")
    places = [place for place, one in enumerate(talk.turns) if one.role == STAFF]
    if turn >= len(places):
        return talk
    cut = places[turn]
    kept = talk.turns[:cut]
    patience = kept[-1].patience if kept else talk.patience
    return replace(talk, turns=kept, scene=talk.turns[cut].scene, patience=patience, end="", fault="")


def step(scenario: Scenario, talk: Talk, text: str, matcher: Matcher) -> Talk:
    """The talk with `text` of staff and the customer's answer to it; unchanged where it has ended already."""
    if talk.end:
        return talk
    how = manner(scenario, talk, text)
    heard = matcher.heard(text, awaited(scenario, talk)) if how.follows else ()
    return answered(scenario, talk, text, heard, how)


def awaited(scenario: Scenario, talk: Talk) -> frozenset[str]:
    """The intents that some branch of the scene listens for."""
    scene = scenario.scene(talk.scene)
    return frozenset(intent for branch in scene.branches for intent in branch.hears) if scene else frozenset()


def answered(scenario: Scenario, talk: Talk, text: str, heard: Sequence[Match], how: Manner) -> Talk:
    """As `step`, where it is known already what was heard (of it, what the scenario knows), and how it was taken."""
    known = [one for one in heard if one.intent in scenario.intents and how.follows]
    intents = tuple(one.intent for one in known)
    branch = taken(scenario, talk, intents) if how.follows else asking(scenario, talk, text, how)
    moved = branch.go not in ("", talk.scene)
    patience = max(0, min(MOST_PATIENCE, talk.patience + how.change(branch.patience, moved=moved)))
    goes = _goes(scenario, talk, branch, patience)
    staff = Turn(STAFF, text, patience, talk.scene, intents, known[0].sure if known else 0.0)
    said = coloured(scenario, talk, how, _says(talk, branch), moved=moved)
    if goes == scenario.gives_up != branch.go:
        said = ""
    end = scenario.end(goes)
    closing = chosen(talk, "end", end.says) if end else ""
    customer = Turn(CUSTOMER, " ".join(part for part in (said, closing) if part), patience, talk.scene)
    over = scenario.scene(goes) is None
    return replace(
        talk,
        scene=talk.scene if over else goes,
        patience=patience,
        turns=(*talk.turns, staff, customer),
        end=(goes or "gives up") if over else "",
        fault="",
    )


def taken(scenario: Scenario, talk: Talk, heard: Sequence[str]) -> Branch:
    """The branch that the customer takes when they hear these intents, best first."""
    scene = scenario.scene(talk.scene)
    if scene is None:
        return _NOBODY
    return _hearing(scene, talk, heard) or _unheard(scene, talk, heard) or scene.otherwise


def _hearing(scene: Scene, talk: Talk, heard: Sequence[str]) -> Branch | None:
    for branch in scene.branches:
        trigger = next((intent for intent in heard if intent in branch.hears), None)
        if trigger is not None and holds(branch.when, talk, {*heard} - {trigger}):
            return branch
    return None


def _unheard(scene: Scene, talk: Talk, heard: Sequence[str]) -> Branch | None:
    return next((one for one in scene.branches if not one.hears and holds(one.when, talk, {*heard})), None)


def holds(when: Condition, talk: Talk, beside: set[str] | frozenset[str] = frozenset()) -> bool:
    """Whether a condition holds at what is said now; `beside` is what else is heard in the same thing."""
    known = talk.heard | beside
    said = 1 + sum(turn.role == STAFF for turn in talk.turns)
    return (
        when.after <= known
        and not when.never & known
        and when.least_patience <= talk.patience <= when.most_patience
        and said >= when.least_turn
        and (not when.moods or talk.mood in when.moods)
    )


def _goes(scenario: Scenario, talk: Talk, branch: Branch, patience: int) -> str:
    """Where the talk stands next: a scene or an end. One who has no patience left, or no turns, gives up."""
    if branch.go and scenario.end(branch.go):
        return branch.go
    said = 1 + sum(turn.role == STAFF for turn in talk.turns)
    here = scenario.scene(talk.scene)
    if patience <= 0 or said >= scenario.most_turns or here is None:
        return scenario.gives_up
    return branch.go if branch.go and scenario.scene(branch.go) else talk.scene


def _says(talk: Talk, branch: Branch) -> str:
    return chosen(talk, "says", branch.in_mood.get(talk.mood) or branch.says)
