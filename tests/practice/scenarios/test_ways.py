"""The ways through a scenario, held against a slow and simple search."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.model.scenario import Branch, Condition, End, Outcome, Persona, Scenario, Scene
from clearbar.practice.scenarios.ways import traps, walked

NAMES = ["a", "b", "c", "d", "e"]
ENDS = ["good", "bad"]


def made(ways: dict[str, list[str]], after: dict[tuple[str, str], str] | None = None) -> Scenario:
    """A scenario in which each scene leads to some places; each way is heard by an intent of its own."""
    known = after or {}
    scenes = tuple(
        Scene(
            name,
            tuple(
                Branch(
                    frozenset({f"{name}-{to}"}),
                    ("x",),
                    go=to,
                    when=Condition(after=frozenset({known[name, to]} if (name, to) in known else ())),
                )
                for to in to_places
            ),
            Branch(frozenset(), ("x",), -1),
        )
        for name, to_places in sorted(ways.items())
    )
    ends = (End("good", ("x",), Outcome.GOOD), End("bad", ("x",), Outcome.BAD))
    return Scenario("x", "X", "j", Persona("P", "p", "w"), ("o",), {}, scenes, ends, "bad", (), "0")


graphs = st.integers(1, len(NAMES)).flatmap(
    lambda n: st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(NAMES[:n] + ENDS), max_size=3, unique=True) for name in NAMES[:n]}
    )
)


def closure(ways: dict[str, list[str]]) -> set[tuple[str, str]]:
    """Every pair of places of which the first leads to the second, by trying all (Warshall)."""
    found = {(one, to) for one, places in ways.items() for to in places}
    for middle, one, to in product([*NAMES, *ENDS], repeat=3):
        if (one, middle) in found and (middle, to) in found:
            found.add((one, to))
    return found


@settings(max_examples=400)
@given(graphs)
def test_a_trap_is_found_where_and_only_where_no_end_can_be_come_to(ways: dict[str, list[str]]) -> None:
    pairs = closure(ways)
    within = {"a"} | {to for one, to in pairs if one == "a" and to in ways}
    stuck = {one for one in within if not any((one, end) in pairs for end in ENDS)}
    found = traps(made(ways))
    assert bool(found) == bool(stuck)
    assert {one for group in found for one in group} <= stuck
    for one in stuck:
        assert any(one in group or any((one, other) in pairs for other in group) for group in found)


@settings(max_examples=400)
@given(graphs)
def test_of_a_trap_every_scene_leads_to_every_other_and_none_leads_out(ways: dict[str, list[str]]) -> None:
    pairs = closure(ways)
    for group in traps(made(ways)):
        assert all((one, other) in pairs for one in group for other in group if one != other)
        assert {to for one in group for to in ways[one]} <= set(group)


@settings(max_examples=200)
@given(graphs)
def test_without_conditions_all_is_walked_that_can_be_come_to(ways: dict[str, list[str]]) -> None:
    places = {"a"} | {to for one, to in closure(ways) if one == "a"}
    found = walked(made(ways))
    assert found.places == places
    assert found.heard == {f"{one}-{to}" for one, to_places in ways.items() if one in places for to in to_places}


def test_a_way_that_asks_for_what_is_heard_behind_it_is_not_walked() -> None:
    ways = {"a": ["b"], "b": ["good"]}
    assert "b" not in walked(made(ways, {("a", "b"): "b-good"})).places


def test_a_way_that_asks_for_what_is_heard_beside_it_is_walked() -> None:
    ways = {"a": ["b", "c"], "b": ["good"], "c": ["a"]}
    assert "good" in walked(made(ways, {("a", "b"): "c-a"})).places
