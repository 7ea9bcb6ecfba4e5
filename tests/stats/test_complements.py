"""Which groups are withheld beside small ones, in tables small enough to work out by hand."""

from __future__ import annotations

from clearbar.stats.complements import withheld


def test_nothing_is_withheld_beside_nothing() -> None:
    assert withheld([("a",), ("b",)], [9, 9], ()) == set()
    assert withheld([()], [9], [0]) == {0}


def test_beside_one_small_group_the_smallest_other_is_withheld() -> None:
    assert withheld([("a",), ("b",), ("c",)], [3, 90, 40], [0]) == {0, 2}


def test_two_small_groups_do_not_hide_each_other() -> None:
    """Total less the others would tell of two who are small together, too."""
    assert withheld([("a",), ("b",), ("c",), ("d",)], [1, 1, 90, 40], [0, 1]) == {0, 1, 3}


def test_in_a_table_every_row_and_column_with_something_withheld_has_two_of_them() -> None:
    keys = [(row, column) for row in "abc" for column in "xyz"]
    found = withheld(keys, [2, 20, 30, 40, 50, 60, 70, 80, 90], [0])
    assert 0 in found
    for place in (0, 1):
        for name in {key[place] for key in keys}:
            assert sum(keys[i][place] == name for i in found) != 1
    assert found == {0, 1, 3, 4}


def test_what_rows_and_columns_tell_together_is_withheld_too() -> None:
    """Two squares of withheld groups, joined by one small group: the rows a and b less the columns w and x leave it
    alone, though each row and column lacks two."""
    keys = [(row, column) for row in "abcd" for column in "wxyz"]
    square = {("a", "w"), ("a", "x"), ("b", "w"), ("b", "x"), ("c", "y"), ("c", "z"), ("d", "y"), ("d", "z")}
    small = [i for i, key in enumerate(keys) if key == ("b", "y")]
    away = [i for i, key in enumerate(keys) if key in square]
    found = withheld(keys, [50] * 16, small, [[i] for i in away])
    assert found > {*small, *away}


def test_of_each_total_that_leans_on_its_groups_one_that_is_not_small_is_withheld() -> None:
    keys = [("a",), ("b",), ("c",)]
    assert withheld(keys, [50, 30, 40], (), [[0, 2]]) == {1, 2}
    assert withheld(keys, [50, 3, 40], [1], [[0, 1, 2]]) == {1, 2}
