from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.stats.cells import CellTable, connected_counts, connected_parts, treat


def walked_parts(first: list[int], second: list[int]) -> list[set[int]]:
    """Parts by walking from cell to cell."""
    left = set(range(len(first)))
    found = []
    while left:
        part = {left.pop()}
        while more := {k for k in left if any(first[k] == first[i] or second[k] == second[i] for i in part)}:
            part |= more
            left -= more
        found.append(part)
    return found


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=25))
def test_parts_are_what_one_can_walk(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    found = connected_parts(np.array(first), np.array(second))
    walked = walked_parts(first, second)
    assert {frozenset(np.flatnonzero(found == part).tolist()) for part in np.unique(found)} == set(
        map(frozenset, walked)
    )
    assert connected_counts({"a": np.array(first), "b": np.array(second)}) == {("a", "b"): len(walked)}


def test_categories_become_columns_against_their_first_level():
    n = np.ones(6)
    table = CellTable(n, n, n, {"p": n}, {"shop": np.array(list("abcabc")), "year": np.array([1, 1, 1, 2, 2, 2])})
    treatment = treat(table)
    assert treatment.names == ("mean", "shop=b", "shop=c", "year=2")
    assert treatment.rows[treatment.at].tolist() == [
        [1, 0, 0, 0],
        [1, 1, 0, 0],
        [1, 0, 1, 0],
        [1, 0, 0, 1],
        [1, 1, 0, 1],
        [1, 0, 1, 1],
    ]


def test_an_aliased_column_is_left_out():
    n = np.ones(4)
    shop = np.array([0, 0, 1, 1])
    region = np.array([5, 5, 6, 6])
    assert treat(CellTable(n, n, n, {"p": n}, {"shop": shop, "region": region})).names == ("mean", "shop=1")


def test_without_categories_there_is_only_the_mean():
    n = np.ones(3)
    treatment = treat(CellTable(n, n, n, {"p": n}))
    assert treatment.names == ("mean",)
    assert treatment.rows.tolist() == [[1.0]]
    assert treatment.at == pytest.approx([0, 0, 0])
