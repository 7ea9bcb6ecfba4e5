"""Examples: how something could have been said, out of the scenario's own words."""

from __future__ import annotations

from typing import NamedTuple

from clearbar.flow.rehearse.talk import begin, scripted
from clearbar.model.scenario import STAFF, Branch, Mood, Scenario, Stake, Talk

_MOST_KEPT = 128


class Exemplary(NamedTuple):
    """One thing that staff say in the exemplary talk: in which scene, and what is heard in it."""

    text: str
    scene: str
    heard: frozenset[str]


_KNOWN: dict[str, tuple[Scenario, tuple[Exemplary, ...]]] = {}
"""What was played of an edition, with the scenario that it was: one that is being written may have no edition yet."""


def exemplary_talk(scenario: Scenario) -> Talk:
    """The exemplary talk, played with a calm customer as far as it goes: staff's lines are those of the scenario."""
    talk, driver = begin(scenario, mood=Mood.CALM, seed=0), scripted(scenario)
    for who, text in scenario.exemplary:
        if who == STAFF:
            talk = driver.answer(scenario, talk, text)
    return talk


def exemplary_lines(scenario: Scenario) -> tuple[Exemplary, ...]:
    """What staff say in the exemplary talk, in order; played once for an edition."""
    known = _KNOWN.get(scenario.edition)
    if known is None or known[0] != scenario:
        if len(_KNOWN) >= _MOST_KEPT:
            _KNOWN.clear()
        known = _KNOWN[scenario.edition] = scenario, _played(scenario)
    return known[1]


def example_of(scenario: Scenario, stake: Stake) -> str:
    """How a standard at stake can be met: the scenario's own example, else the exemplary line that meets it, else a way
    of saying what makes it better; "" where the scenario tells none."""
    if stake.example:
        return stake.example
    line = next((one.text for one in exemplary_lines(scenario) if one.heard & stake.better), "")
    return line or next((way for one in sorted(stake.better) for way in scenario.intents.get(one, ())[:1]), "")


def example_here(scenario: Scenario, talk: Talk, number: int) -> str:
    """What an exemplary answer would have been in place of the thing that staff said as number `number`, from 0.

    The exemplary talk's line in the same scene (the second time there, the second one); where it has none, a way of
    saying what the customer was most glad to hear there. "" where the scenario tells neither."""
    said = [turn for turn in talk.turns if turn.role == STAFF]
    scene = said[number].scene
    times = sum(turn.scene == scene for turn in said[:number])
    here = [one for one in exemplary_lines(scenario) if one.scene == scene]
    fresh = [one for one in here[times:] or here[-1:] if not one.heard <= _heard(talk, number) or not one.heard]
    if fresh or here:
        return (fresh or here[-1:])[0].text
    return _gladdest(scenario, scene)


def _heard(talk: Talk, number: int) -> frozenset[str]:
    said = [turn for turn in talk.turns if turn.role == STAFF]
    return frozenset(intent for turn in said[:number] for intent in turn.heard)


def _gladdest(scenario: Scenario, scene_id: str) -> str:
    scene = scenario.scene(scene_id)
    hearing = [branch for branch in scene.branches if branch.hears] if scene else []
    if not hearing:
        return ""

    def gladness(branch: Branch) -> tuple[int, int]:
        end = scenario.end(branch.go)
        return (end is not None and end.outcome == "good", branch.patience)

    best = max(hearing, key=gladness)
    return next((way for one in sorted(best.hears) for way in scenario.intents.get(one, ())[:1]), "")


def _played(scenario: Scenario) -> tuple[Exemplary, ...]:
    turns = exemplary_talk(scenario).turns
    return tuple(Exemplary(one.text, one.scene, frozenset(one.heard)) for one in turns if one.role == STAFF)
