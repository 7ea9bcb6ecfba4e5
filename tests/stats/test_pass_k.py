"""pass^k: the published figures of τ-bench, all draws counted one by one, and how often the interval is right."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.stats.pass_k import Tried, pass_k

tried = st.integers(1, 8).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tasks_tried = st.lists(tried, min_size=1, max_size=12)


@pytest.mark.data
def test_tau_bench_has_the_figures_that_its_source_tells(real_data: Path) -> None:
    passed: Counter[int] = Counter()
    tries: Counter[int] = Counter()
    with gzip.open(real_data / "tau_bench" / "gpt-4o-airline_trials01.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            passed[one["task_id"]] += one["reward"] == 1
            tries[one["task_id"]] += 1
    tasks = [(passed[task], tries[task]) for task in tries]
    assert (len(tasks), set(tries.values())) == (50, {2})
    first, second = pass_k(tasks, 1), pass_k(tasks, 2)
    assert (first.value, second.value) == (pytest.approx(0.43), pytest.approx(0.24))
    assert (first.hits, first.n, first.clusters) == (43, 100, 50)
    assert (second.hits, second.n, second.clusters) == (None, 100, 50)
    assert 0.29 < first.low < 0.33 and 0.54 < first.high < 0.58
    assert 0.13 < second.low < 0.15 and 0.37 < second.high < 0.39


@given(tasks_tried)
def test_pass_1_is_the_mean_share_passed(tasks: list[Tried]) -> None:
    assert pass_k(tasks, 1).value == pytest.approx(np.mean([passed / tries for passed, tries in tasks]))


@given(tasks_tried, st.data())
def test_it_is_the_share_of_all_draws_of_k_tries_in_which_each_passed(tasks: list[Tried], data: st.DataObject) -> None:
    k = data.draw(st.integers(1, min(tries for _, tries in tasks)))
    shares = []
    for passed, tries in tasks:
        draws = list(combinations([True] * passed + [False] * (tries - passed), k))
        shares.append(sum(map(all, draws)) / len(draws))
    assert pass_k(tasks, k).value == pytest.approx(np.mean(shares))


@given(tasks_tried)
def test_more_tries_that_must_all_pass_never_make_it_likelier(tasks: list[Tried]) -> None:
    values = [pass_k(tasks, k).value for k in range(1, min(tries for _, tries in tasks) + 1)]
    assert all(later <= earlier + 1e-12 for earlier, later in pairwise(values))


@given(tasks_tried, st.data())
def test_the_interval_lies_within_0_and_1_holds_the_value_and_never_has_no_width(
    tasks: list[Tried], data: st.DataObject
) -> None:
    k = data.draw(st.integers(1, min(tries for _, tries in tasks)))
    found = pass_k(tasks, k)
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high - found.low > 0.05
    assert (found.n, found.clusters) == (sum(tries for _, tries in tasks), len(tasks))


def test_tasks_weigh_the_same_however_often_each_was_tried() -> None:
    found = pass_k([(1, 1), (0, 9)], 1)
    assert (found.value, found.hits, found.n) == (0.5, None, 10)


def test_one_task_tells_next_to_nothing_of_others() -> None:
    found = pass_k([(8, 8)], 1)
    assert found.low < 0.1 and found.high == 1


@pytest.mark.parametrize(
    ("tasks", "k", "said"),
    [
        ([], 1, "at least one task"),
        ([(2, 4), (1, 2)], 3, r"pass\^3 needs 3 tries of each task, and one was tried 2 times"),
        ([(1, 2)], 0, "from 1 on"),
        ([(3, 2)], 1, "cannot have passed"),
        ([(-1, 2)], 1, "cannot have passed"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(tasks: list[Tried], k: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        pass_k(tasks, k)


@pytest.mark.parametrize("size", [3, 10, 30])
@pytest.mark.parametrize(("mean", "alike"), [(0.5, 0.5), (0.8, 1.0), (0.95, 2.0), (0.95, 20.0)])
def test_of_95_in_100_intervals_about_95_or_more_hold_the_truth(size: int, mean: float, alike: float) -> None:
    """Tasks of a world in which the chance to pass is Beta; the truth of pass^k there is a product."""
    random = np.random.default_rng(11)
    a, b, tries = mean * alike, (1 - mean) * alike, 4
    for k in (1, 2, 4):
        truth = np.prod([(a + j) / (a + b + j) for j in range(k)])
        held = 0
        for _ in range(400):
            passed = random.binomial(tries, random.beta(a, b, size))
            found = pass_k([(int(one), tries) for one in passed], k)
            held += found.low <= truth <= found.high
        assert held / 400 >= 0.92, (k, held / 400)
