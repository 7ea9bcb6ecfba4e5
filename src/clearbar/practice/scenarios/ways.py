"""The ways through a scenario: which scenes and ends can be reached from where, and what can be heard on the way.

way_on(scenario)    every scene → the scenes and ends to which something leads from it, whatever its condition
walked(scenario)    what can be reached from the first scene by branches whose `after` can have been heard
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from clearbar.model.scenario import Branch, Scenario, Scene

Graph = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Walked:
    """The scenes and ends that can be reached, and the intents that some branch on the way hears."""

    places: frozenset[str]
    heard: frozenset[str]


def answers(scene: Scene) -> tuple[Branch, ...]:
    """All that the customer may do in a scene."""
    return (*scene.branches, scene.otherwise)


def way_on(scenario: Scenario) -> Graph:
    """Every scene with the scenes and ends to which something that is said there leads. Staying is no way on."""
    return {
        scene.id: frozenset(one.go for one in answers(scene) if one.go and one.go != scene.id)
        for scene in scenario.scenes
    }


def reach(graph: Graph, start: str) -> frozenset[str]:
    """Every scene and end that can be reached from `start`, itself left out unless a way leads back to it."""
    found: set[str] = set()
    left = [start]
    while left:
        fresh = graph.get(left.pop(), frozenset()) - found
        found |= fresh
        left += fresh
    return frozenset(found)


def walked(scenario: Scenario) -> Walked:
    """What can be reached from the first scene."""
    places, heard = {scenario.scenes[0].id}, set[str]()
    while True:
        open_now = [one for scene in scenario.scenes if scene.id in places for one in _open(scene, heard)]
        further = {one.go for one in open_now if one.go} - places
        more = {intent for one in open_now for intent in one.hears} - heard
        if not further and not more:
            return Walked(frozenset(places), frozenset(heard))
        places |= further
        heard |= more


def _open(scene: Scene, heard: Collection[str]) -> Iterator[Branch]:
    """The answers of a scene whose condition asks for nothing that cannot have been heard."""
    return (one for one in answers(scene) if one.when.after <= {*heard})


def traps(scenario: Scenario) -> list[list[str]]:
    """The groups of scenes from which nothing leads to an end, nor out of the group; only those that can be come to.

    Each in the order of the file. That patience runs out in the end is no way out: nobody said so in the scenario.
    """
    graph, ends = way_on(scenario), {one.id for one in scenario.ends}
    first = scenario.scenes[0].id
    within = {first, *reach(graph, first)} - ends
    beyond = {scene: reach(graph, scene) for scene in within}
    stuck = [scene.id for scene in scenario.scenes if scene.id in within and not beyond[scene.id] & ends]
    groups: list[list[str]] = []
    for scene in stuck:
        group = [one for one in stuck if one == scene or (one in beyond[scene] and scene in beyond[one])]
        if beyond[scene] <= {*group} and group not in groups:
            groups.append(group)
    return groups
