"""The shape of a file → the scenario that it says."""

from __future__ import annotations

from clearbar.model.scenario import Branch, Condition, End, Persona, Scenario, Scene, Stake
from clearbar.practice.scenarios.shape import (
    BranchShape,
    CustomerShape,
    OtherwiseShape,
    ScenarioShape,
    StakeShape,
    WhenShape,
)
from clearbar.text.canonical import digest


def build(shape: ScenarioShape) -> Scenario:
    """The scenario. Its edition is the hash of all that it says, and of which scene comes first."""
    first = next(iter(shape.scenes))
    return Scenario(
        id=shape.scenario,
        title=shape.title,
        journey=shape.journey,
        persona=_persona(shape.customer),
        opening=shape.opening,
        intents=dict(shape.intents),
        scenes=tuple(
            Scene(name, tuple(_branch(one) for one in scene.hears), _otherwise(scene.otherwise))
            for name, scene in shape.scenes.items()
        ),
        ends=tuple(End(name, end.says, end.outcome) for name, end in shape.ends.items()),
        gives_up=shape.gives_up,
        stakes=tuple(_stake(one) for one in shape.stakes),
        edition=digest({"first": first, **shape.model_dump(mode="json")}),
        language=shape.language,
        moods=tuple(dict.fromkeys((shape.customer.mood, *shape.moods))),
        most_turns=shape.most_turns,
        exemplary=tuple((who, text) for line in shape.exemplary for who, text in line.items()),
        opening_in_mood=dict(shape.opening_in_mood),
    )


def _persona(shape: CustomerShape) -> Persona:
    return Persona(
        shape.name,
        shape.who,
        shape.wants,
        shape.hides or "",
        shape.mood,
        shape.patience,
        frozenset(shape.uncovered_by),
    )


def _branch(shape: BranchShape) -> Branch:
    return Branch(
        frozenset(shape.intent),
        shape.says or (),
        shape.patience,
        shape.go or "",
        _condition(shape.when),
        dict(shape.in_mood),
    )


def _otherwise(shape: OtherwiseShape) -> Branch:
    return Branch(frozenset(), shape.says, shape.patience, shape.go or "", Condition(), dict(shape.in_mood))


def _condition(shape: WhenShape) -> Condition:
    return Condition(
        frozenset(shape.after),
        frozenset(shape.never),
        shape.patience_at_least,
        shape.patience_at_most,
        shape.turn_at_least,
        frozenset(shape.mood),
    )


def _stake(shape: StakeShape) -> Stake:
    return Stake(shape.standard, frozenset(shape.better), frozenset(shape.worse), shape.why or "", shape.example or "")
