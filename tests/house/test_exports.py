"""The public door: names that exist, in order, and load only what they need."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import clearbar
from clearbar.model.errors import ClearbarError

SOURCE = Path(clearbar.__file__).read_text(encoding="utf-8")


def _order(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, each by the alphabet."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def test_the_names_are_sorted_and_stand_once() -> None:
    assert clearbar.__all__ == sorted(set(clearbar.__all__), key=_order)


def test_the_names_are_those_of_the_table_that_loads_them() -> None:
    assert set(clearbar.__all__) == set(clearbar._WHERE)


def test_type_checkers_see_the_same_names_from_the_same_places() -> None:
    branch = next(node for node in ast.parse(SOURCE).body if isinstance(node, ast.If))
    seen = {name.name: node.module for node in branch.body if isinstance(node, ast.ImportFrom) for name in node.names}
    assert seen == clearbar._WHERE


@pytest.mark.parametrize("name", clearbar.__all__)
def test_every_name_can_be_used_and_says_what_it_is(name: str) -> None:
    value = getattr(clearbar, name)
    assert name.isupper() or (value.__doc__ or "").strip()
    if isinstance(value, type) and issubclass(value, Exception):
        assert issubclass(value, ClearbarError)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = clearbar.nonsense


def test_the_example_on_the_door_names_only_what_is_there() -> None:
    used = set(re.findall(r"\bclearbar\.(\w+)", clearbar.__doc__ or ""))
    assert used and used <= set(clearbar.__all__)
