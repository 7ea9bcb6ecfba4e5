"""YAML as a tree: positions, what is refused, and that scalars stay text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.text.tree import MAX_BYTES, MAX_DEPTH, Node, parse
from tests.conftest import work


def tree(text: str | bytes) -> Node:
    node, faults = parse("f.yaml", text if isinstance(text, bytes) else text.encode())
    assert node is not None and not faults, faults
    return node


def fault(text: str | bytes) -> tuple[int, int, str]:
    node, faults = parse("f.yaml", text if isinstance(text, bytes) else text.encode())
    assert node is None, node
    assert len(faults) == 1, faults
    assert faults[0].file == "f.yaml" and faults[0].message
    return faults[0].line, faults[0].column, faults[0].code


def test_every_value_and_key_knows_where_it_stands() -> None:
    node = tree("a: one\nlist:\n  - x\n  -   y: deep\n      z: [p,  q]\n")
    assert node.place(("a",)) == (1, 4)
    assert node.place(("a",), of_key=True) == (1, 1)
    assert node.place(("list",)) == (3, 3)
    assert node.place(("list", 0)) == (3, 5)
    assert node.place(("list", 1)) == (4, 7)
    assert node.place(("list", 1, "y")) == (4, 10)
    assert node.place(("list", 1, "z"), of_key=True) == (5, 7)
    assert node.place(("list", 1, "z", 1)) == (5, 15)


def test_a_place_that_does_not_exist_is_told_by_what_is_around_it() -> None:
    node = tree("a:\n  b: c\n")
    assert node.place(("a", "missing", "deeper")) == (2, 3)
    assert node.place(("nothing",)) == (1, 1)
    assert node.place(("a", 7)) == (2, 3)


def test_columns_count_characters_and_not_bytes() -> None:
    assert tree("größe: ünïcödé\nb: {é: 界, x: y}\n").place(("b", "x")) == (2, 14)


@pytest.mark.parametrize(
    "scalar",
    ["no", "yes", "on", "1e3", "0777", "0x1F", "12:30", "3.0", "1_000", "2026-03-02", "true", ".inf", "y", "="],
)
def test_scalars_stay_text(scalar: str) -> None:
    assert tree(f"a: {scalar}\n").data() == {"a": scalar}


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_what_is_not_written_is_nothing(nothing: str) -> None:
    assert tree(f"a: {nothing}\nb: x\n").data() == {"a": None, "b": "x"}


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_a_quoted_nothing_is_a_text(word: str) -> None:
    assert tree(f"a: '{word}'\nb: \"{word}\"\n").data() == {"a": word, "b": word}


def test_anchors_and_aliases_are_refused_where_they_stand() -> None:
    assert fault("a: x\nb: &here y\nc: *here\n") == (2, 4, "CB002")
    assert fault("a: *nowhere\n") == (1, 4, "CB002")
    assert fault("&root\na: b\n")[2] == "CB002"
    assert fault("a: [&x {b: c}]\n") == (1, 5, "CB002")


@pytest.mark.parametrize("tag", ["!!str x", "!!python/object/apply:os.system [ls]", "!mine x", "!<tag:a,2000:b> x"])
def test_tags_are_refused(tag: str) -> None:
    assert fault(f"a: {tag}\n") == (1, 4, "CB002")


def test_a_tag_is_never_run() -> None:
    _, faults = parse("f", b"a: !!python/object/apply:os.system ['exit 3']\n")
    assert "os.system" in faults[0].message


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert tree("<<: {a: b}\n").data() == {"<<": {"a": "b"}}
    assert fault("base: &b {a: b}\nc:\n  <<: *b\n") == (1, 7, "CB002")


def test_a_file_holds_one_document() -> None:
    assert fault("a: b\n---\nc: d\n") == (2, 1, "CB002")
    assert fault("---\n---\n") == (2, 1, "CB002")
    assert tree("%YAML 1.2\n---\na: b\n...\n").data() == {"a": "b"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "   \n"])
def test_a_file_without_content_is_no_tree_and_no_fault(text: str) -> None:
    assert parse("f", text.encode()) == (None, [])


def test_a_key_that_stands_twice_is_told_and_the_first_one_kept() -> None:
    node, faults = parse("f", b"a: 1\nb: {x: 1, x: 2}\na: 3\na: 4\n")
    assert node is not None and node.data() == {"a": "1", "b": {"x": "1"}}
    assert [(one.line, one.column, one.code) for one in faults] == [(2, 11, "CB004"), (3, 1, "CB004"), (4, 1, "CB004")]
    assert "line 1" in faults[1].message


@pytest.mark.parametrize("key", ["? [a]\n: b", "? {a: b}\n: c", "~: x", "? \n: x"])
def test_a_key_that_is_no_word_is_told(key: str) -> None:
    _, faults = parse("f", f"ok: y\n{key}\n".encode())
    assert [(one.line, one.code) for one in faults] == [(2, "CB007")]


def test_depth_is_bounded() -> None:
    deepest = MAX_DEPTH - 1
    assert tree("[" * deepest + "x" + "]" * deepest)
    assert fault("[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH) == (1, MAX_DEPTH + 1, "CB003")


def test_size_is_bounded() -> None:
    assert tree(b"a: " + b"x" * (MAX_BYTES - 3)).data() == {"a": "x" * (MAX_BYTES - 3)}
    assert fault(b"a: " + b"x" * (MAX_BYTES - 2)) == (0, 0, "CB003")


def test_a_byte_order_mark_moves_nothing() -> None:
    assert tree(b"\xef\xbb\xbfa: b\n").place(("a",)) == (1, 4)


def test_text_that_is_not_utf_8_is_refused_on_its_line() -> None:
    assert fault(b"a: b\nc: \xff\n") == (2, 1, "CB001")
    assert fault("a: b\n".encode("utf-16")) == (1, 1, "CB001")
    assert fault("a: é\n".encode("latin-1")) == (1, 1, "CB001")


def test_windows_line_ends_make_no_difference() -> None:
    text = "a: b\nc:\n  - d\n  - |\n    e\n    f\n"
    unix, windows = tree(text), tree(text.replace("\n", "\r\n"))
    assert unix.data() == windows.data()
    assert windows.place(("c", 1)) == unix.place(("c", 1)) == (4, 5)


def test_tabs_between_words_are_read_and_tabs_as_indent_refused() -> None:
    assert tree("a:\tb\n").data() == {"a": "b"}
    assert fault("a:\n\tb: c\n")[::2] == (2, "CB001")


@pytest.mark.parametrize(
    ("text", "place"),
    [("a: b: c\n", (1, 5)), ("a: 'x\n", (2, 1)), ("a: [1, 2\n", (2, 1)), ("- a\nb: c\n", (2, 1)), ("a: @x\n", (1, 4))],
)
def test_what_is_no_yaml_is_told_at_its_place(text: str, place: tuple[int, int]) -> None:
    assert fault(text) == (*place, "CB001")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\ufffe"])
def test_a_control_character_is_told_at_its_place(sign: str) -> None:
    assert fault(f"é: ü\nab: éü{sign}c\n") == (2, 7, "CB001")
    assert fault(f"{sign}a: b") == (1, 1, "CB001")


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "[" * 900_000,
        "{" * 900_000,
        "- " * 450_000,
        "? " * 450_000,
        "&a " * 300_000,
        ":" * 900_000,
        "#" * 900_000,
        "a\n" * 450_000,
        "'" * 900_000,
        "a: >\n" + " \n" * 400_000,
        "%TAG ! !" + "x" * 900_000,
    ],
    ids=lambda text: text[:6].strip(),
)
def test_a_text_that_is_made_to_be_slow_is_not(text: str) -> None:
    assert work(lambda: parse("f", text.encode())) < 300


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")), max_size=12)
VALUES = st.recursive(
    PLAIN, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(PLAIN, inside, max_size=4), max_leaves=20
)


@given(VALUES, st.booleans(), st.sampled_from([None, '"', "'"]))
@settings(max_examples=150)
def test_what_another_writer_wrote_is_read_as_it_was_meant(value: Any, flow: bool, style: str | None) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, default_style=style, allow_unicode=True)
    # An independent writer quotes a text that YAML would take for something else, so all texts come back as they were.
    if "!!" not in text:
        assert tree(text).data() == value


@given(st.binary(max_size=300) | st.text("ab:-[]{}#&*!|>'\"%@`,? \n\t~\x00é", max_size=200).map(str.encode))
@settings(max_examples=400)
def test_any_bytes_are_a_tree_or_faults(content: bytes) -> None:
    node, faults = parse("f", content)
    assert node is None or isinstance(node, Node)
    lines = content.count(b"\n") + content.count(b"\r") + content.count(b"\xc2\x85") + content.count(b"\xe2\x80") + 2
    assert all(one.file == "f" and 0 <= one.line <= lines for one in faults)
    assert all(one.code in {"CB001", "CB002", "CB003", "CB004", "CB007"} for one in faults)
