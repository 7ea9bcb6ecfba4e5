"""The alignment beside an oracle that tries every walk.

The oracle lists all walks by the visible steps that they show, and compares each with what was observed by the longest
common subsequence: what is not common is missing or extra. A walk that shows n steps costs at least n less the number
observed, and leaving out everything observed costs at most the number observed and one simple path, so walks longer
than twice the observed steps and the chart together need no look.
"""

from __future__ import annotations

import gzip
import heapq
import itertools
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clearbar.checks.alignment import FlowChart, Found, Move

NAMES = "ABCD"


def common(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest common subsequence, by trying all subsequences of `other`."""
    for size in range(len(other), 0, -1):
        for kept in itertools.combinations(other, size):
            rest = iter(one)
            if all(step in rest for step in kept):
                return size
    return 0


def shown(chart: FlowChart, most: int) -> set[tuple[str, ...]]:
    """The visible steps of every walk that shows at most `most` of them."""
    complete: set[tuple[str, ...]] = set()
    seen: set[tuple[str, tuple[str, ...]]] = set()
    todo = [(step, ()) for step in chart.starts]
    while todo:
        step, before = todo.pop()
        now = before if step in chart.free else (*before, step)
        if (step, now) in seen or len(now) > most:
            continue
        seen.add((step, now))
        if step in chart.ends:
            complete.add(now)
        todo += [(following, now) for following in chart.arrows.get(step, ())]
    return complete


def cheapest(chart: FlowChart, observed: Sequence[str]) -> tuple[int, int] | None:
    """The least cost, and with it the fewest extra steps."""
    walks = shown(chart, 2 * len(observed) + len(NAMES))
    found = [(walk, common(walk, observed)) for walk in walks]
    return min(((len(walk) + len(observed) - 2 * same, len(observed) - same) for walk, same in found), default=None)


def cost(moves: Sequence[Move]) -> tuple[int, int]:
    kinds = [move.found for move in moves]
    return len(kinds) - kinds.count(Found.DONE), kinds.count(Found.EXTRA)


@st.composite
def charts(draw: st.DrawFn) -> FlowChart:
    nodes = NAMES[: draw(st.integers(1, len(NAMES)))]
    some = st.lists(st.sampled_from(nodes), max_size=2, unique=True)
    arrows = {node: tuple(draw(some)) for node in nodes}
    one = st.lists(st.sampled_from(nodes), min_size=1, max_size=2, unique=True)
    return FlowChart(arrows, tuple(draw(one)), frozenset(draw(one)), frozenset(draw(some)))


@settings(max_examples=1500)
@given(charts(), st.lists(st.sampled_from(NAMES), max_size=4))
@example(FlowChart({"A": ("B",), "B": ("A", "C"), "C": ()}, ("A",), frozenset("C"), frozenset()), list("ABABC"))
@example(FlowChart({"A": ("A",)}, ("A",), frozenset("A"), frozenset()), list("AAA"))
def test_it_costs_as_little_as_the_best_of_all_walks(chart: FlowChart, observed: list[str]) -> None:
    observed = [step for step in observed if step in chart.arrows and step not in chart.free]
    best = cheapest(chart, observed)
    assert chart.has_walk() == (best is not None)
    if best is None:
        with pytest.raises(ValueError, match="no walk"):
            chart.align(observed)
        return
    moves = chart.align(observed)
    assert cost(moves) == best
    walk = tuple(move.step for move in moves if move.found is not Found.EXTRA)
    assert walk in shown(chart, len(walk))
    seen = [(move.step, move.position) for move in moves if move.position is not None]
    assert seen == [(step, position) for position, step in enumerate(observed)]


def shortest(chart: FlowChart, observed: Sequence[str]) -> int | None:
    """The least cost by Dijkstra over every pair of (observed so far, step of the walk): slow, and without bounds."""
    todo = [(0, 0, "")]
    done: set[tuple[int, str]] = set()
    while todo:
        paid, position, step = heapq.heappop(todo)
        if position == len(observed) and step in chart.ends:
            return paid
        if (position, step) in done:
            continue
        done.add((position, step))
        if position < len(observed):
            heapq.heappush(todo, (paid + 1, position + 1, step))
        for following in chart.arrows.get(step, ()) if step else chart.starts:
            heapq.heappush(todo, (paid + (following not in chart.free), position, following))
            if position < len(observed) and observed[position] == following:
                heapq.heappush(todo, (paid, position + 1, following))
    return None


@settings(max_examples=300)
@given(st.integers(2, 12), st.integers(0, 15), st.randoms(use_true_random=False))
def test_it_costs_as_little_as_the_shortest_path_through_all_pairs(size: int, length: int, random: Random) -> None:
    nodes = [f"s{number}" for number in range(size)]
    arrows = {node: tuple(random.sample(nodes, random.randint(0, min(3, size)))) for node in nodes}
    free = frozenset(random.sample(nodes, random.randint(0, size // 3)))
    chart = FlowChart(arrows, (nodes[0],), frozenset(random.sample(nodes, 2)), free)
    visible = [node for node in nodes if node not in free]
    observed = random.choices(visible, k=length)
    best = shortest(chart, observed)
    assert chart.has_walk() == (best is not None)
    if best is not None:
        assert cost(chart.align(observed))[0] == best


STAR_SILENT = ("query", "query_success", "query_failure", "info_missing", "info_missing2")


def star_chart(folder: Path) -> FlowChart:
    """The bank's chart as written, with the ways that its text tells but its arrows leave open."""
    written = json.loads((folder / "tasks/bank_balance/bank_balance.json").read_text(encoding="utf-8"))["graph"]
    arrows = {step: (following,) for step, following in written.items()}
    arrows["query"] = ("query_success", "query_failure", "info_missing")
    for step in ("bank_ask_account_number", "bank_ask_pin"):
        arrows[step] = (*arrows[step], "info_missing")
    for step in ("bank_ask_dob", "bank_ask_mothers_maiden_name", "bank_ask_childhood_pets_name"):
        arrows[step] = (*arrows[step], "info_missing2", "query")
    ends = frozenset({"bank_inform_balance", "bank_inform_cannot_authenticate"})
    return FlowChart(arrows, ("hello",), ends, frozenset({*STAR_SILENT, "hello", "anything_else"}))


@pytest.mark.data
def test_real_conversations_of_a_bank_cost_as_little_as_the_shortest_path(real_data: Path) -> None:
    chart = star_chart(real_data / "star")
    known = (set(chart.arrows) | set(chart.ends)) - chart.free
    compared: Counter[int] = Counter()
    with gzip.open(real_data / "star" / "dialogues.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            labels = [event.get("ActionLabel") for event in json.loads(line)["Events"]]
            observed = [label for label in labels if label in known]
            if "bank_inform_balance" in observed:
                found, _ = cost(chart.align(observed))
                assert found == shortest(chart, observed)
                compared[found] += 1
    assert compared.total() > 200
    assert compared[0] > 0
    assert len(compared) > 3


def test_steps_are_told_in_order() -> None:
    chart = FlowChart({"A": ("B",), "B": ("C",), "C": ("D",), "D": ()}, ("A",), frozenset("D"), frozenset("C"))
    moves = [(str(move.found), move.step, move.position) for move in chart.align(["B", "X", "D"])]
    assert moves == [("missing", "A", None), ("done", "B", 0), ("extra", "X", 1), ("done", "D", 2)]


def test_a_conversation_that_was_cut_off_misses_the_rest() -> None:
    chart = FlowChart({"A": ("B", "C"), "B": ("D",), "C": ("E",), "E": ("D",)}, ("A",), frozenset("D"), frozenset())
    assert [move.step for move in chart.align(["A"]) if move.found is Found.MISSING] == ["B", "D"]
    assert [move.step for move in chart.align(["A", "C"]) if move.found is Found.MISSING] == ["E", "D"]
