"""An edit of any layout reads as what was meant, and touches the least that it can."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from clearbar.text.splice import Raw, drop, insert, put, taken
from clearbar.text.tree import parse

LAYOUTS = [
    "a: x\nb: y\n",
    "a: x   # c\nb: y",
    "a:\n  x\nb: y\n",
    "a:   # c\n  x  # d\nb: y\n",
    "a: |\n  x\n  y\n\nb: y\n",
    "a: |+\n  x\n\n",
    "b: y\na: |+\n  x\n\n\n",
    "a: >2-  # c\n    x\nb: y\n",
    "a: {c: d, e: [f]}  # c\nb: y\n",
    "a:\n  c: d\n  # z\n  e: f\nb: y\n",
    "a:\n- x\n- y\nb: y\n",
    "a:\n  - x # c\n\n  # z\n  - y\nb: y\n",
    "a:\nb: y\n",
    "a: ''\nb: y\n",
    "\"a\": 'x\n  y'\nb: y\n",
    "{a: x, b: y}\n",
    "? a\n: x\n",
    "? a\n: - x\n  - y\nb: y\n",
    "---\na: x\nb: y\n...\n",
    "a : x\nb: y\n",
    "a: x\rb: y\r",
    "# h\n\na: x\n# t\n",
    "a: [\n  x, # c\n  y\n]\nb: y\n",
    'a: "x\n# k"\nb: y\n',
    "a: {\n  c: d,\n  e: f\n}\nb: y\n",
]
VALUES: list[Any] = [
    "p",
    "no",
    "a: b",
    "q\nr",
    "q\n\n# r\n",
    " s ",
    "",
    ["k"],
    ["k: v", "l\nm"],
    {"c": "d2", "e": ["f"]},
    {"n": {"o": "p"}},
    [],
    {},
    0.5,
    True,
]


@pytest.mark.parametrize("text", LAYOUTS)
def test_any_value_in_any_layout_reads_as_it_was_meant(text: str) -> None:
    was = yaml.safe_load(text)
    for value in VALUES:
        for key in ("a", "b", "new"):
            after = put(text, (key,), value)
            assert yaml.safe_load(after) == {**was, key: value}, after
            assert not parse("x", after.encode())[1]


@pytest.mark.parametrize("text", [one for one in LAYOUTS if len(yaml.safe_load(one)) > 1])
def test_a_key_that_goes_leaves_the_others(text: str) -> None:
    was = yaml.safe_load(text)
    for key in was:
        after = drop(text, (key,))
        assert yaml.safe_load(after) == {name: value for name, value in was.items() if name != key}, after


LISTS = [
    "a:\n- x\n- y\n- z\n",
    "a:\n    # one\n    - x   # 1\n\n    # two\n    - y\n    - z\nb: 1\n",
    "a: [x, y, z]\n",
    "a:\n  -\n    x\n  -   y\n  - |\n    z\nb: 1\n",
    "a:\n  - {k: v}\n  - k: v\n    # c\n    l: w\n  - - n\n",
    "a:\n  - # odd\n    x\n  - y\n  - z\n",
]


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.parametrize("index", [0, 1, 2])
def test_an_item_goes_comes_and_moves(text: str, index: int) -> None:
    was = yaml.safe_load(text)["a"]
    left = drop(text, ("a", index))
    assert yaml.safe_load(left)["a"] == was[:index] + was[index + 1 :]
    more = insert(text, ("a",), index, {"new": "it: is"})
    assert yaml.safe_load(more)["a"] == [*was[:index], {"new": "it: is"}, *was[index:]]
    back = insert(left, ("a",), index, taken(text, ("a", index)))
    assert yaml.safe_load(back)["a"] == was


def test_the_first_key_of_an_item_goes_and_the_comment_below_it_stays() -> None:
    after = drop("a:\n  - k: v\n    # kept\n    l: w\n", ("a", 0, "k"))
    assert after == "a:\n    # kept\n  - l: w\n"


def test_lines_that_do_not_say_what_they_are_taken_for_are_written_anew() -> None:
    after = put("a: b\n", ("c",), Raw(("- other",), {"k": "v"}))
    assert yaml.safe_load(after) == {"a": "b", "c": [{"k": "v"}]}


def test_what_is_no_plain_data_is_refused() -> None:
    with pytest.raises(TypeError):
        put("a: b\n", ("a",), {1, 2})
