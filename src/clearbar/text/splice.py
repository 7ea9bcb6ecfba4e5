"""Edits of a YAML text that change the lines they must, and leave every other one as it was typed.

Each edit is tried on the lines that it is about, then read again and compared with what was meant. Where it reads
otherwise, the block around it is written anew, then the one around that, until it reads as it was meant. A comment
directly above an entry, in its column, and one behind it belong to it: they go and move with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from clearbar.text.lay import entry_lines, item_lines, on_a_line, page, value_lines, written
from clearbar.text.typed import Step, Typed, Unfit, at, reads, typed

Path = tuple[Step, ...]
_SIGN = re.compile(r"[|>][0-9+-]*")


@dataclass(frozen=True)
class Raw:
    """Lines as they were typed, with what they say: what moves from one place to another."""

    lines: tuple[str, ...]
    value: Any


def put(text: str, path: Path, value: Any, order: Sequence[str] = ()) -> str:
    """The text with `value` (plain data, see `lay.written`, or `Raw` items of a list) at `path`.

    Inside mappings only what is other is touched. A new key stands behind those that are before it in `order`.
    """
    raw = value if isinstance(value, Raw) else None
    value = written([raw.value] if raw else value)
    doc = typed(text)
    old = at(doc.data(), path)
    if old == value and (value is not None or doc.find(path) is not None):
        return text
    if isinstance(old, dict) and isinstance(value, dict) and old and value:
        for key, inside in value.items():
            text = put(text, (*path, key), inside, order=tuple(value))
        for key in [key for key in old if key not in value]:
            text = drop(text, (*path, key))
        return text
    return _edited(doc, path, _with(doc, path, value), lambda doc: _put(doc, path, value, order, raw))


def drop(text: str, path: Path) -> str:
    """The text without the entry or the item at `path`."""
    doc = typed(text)
    intended = doc.data()
    del at(intended, path[:-1])[path[-1]]
    return _edited(doc, path, intended, lambda doc: _drop(doc, path))


def insert(text: str, path: Path, index: int, value: Any) -> str:
    """The text with an item, plain data or `Raw`, before item `index` of the list at `path`, which holds some."""
    raw = value if isinstance(value, Raw) else None
    value = written(raw.value if raw else value)
    doc = typed(text)
    intended = doc.data()
    at(intended, path).insert(index, value)
    lines = raw.lines if raw else tuple(item_lines(value))
    return _edited(doc, (*path, index), intended, lambda doc: _insert(doc, path, index, lines))


def taken(text: str, path: Path) -> Raw:
    """The item of a list at `path`, with its comments, as it may be put elsewhere."""
    doc = typed(text)
    value = at(doc.data(), path)
    try:
        start, end = _item(doc, path)
    except Unfit:
        return Raw(tuple(item_lines(value)), value)
    column = doc.node(path[:-1]).start_mark.column
    lines = doc.text[start:end].replace("\r\n", "\n").rstrip("\n").split("\n")
    return Raw(tuple(_shifted(lines, -column)), value)


def _with(doc: Typed, path: Path, value: Any) -> Any:
    """What the text is to say: its data with `value` at `path`."""
    if not path:
        return value
    intended = doc.data() or {}
    at(intended, path[:-1])[path[-1]] = value
    return intended


def _edited(doc: Typed, path: Path, intended: Any, fine: Callable[[Typed], str]) -> str:
    """The text after the edit `fine`, or with the smallest block around `path` written anew that reads as intended."""
    attempts = [fine]
    for depth in range(len(path) - 1, 0, -1):
        attempts.append(lambda doc, depth=depth: _replaced(doc, path[:depth], at(intended, path[:depth])))  # type: ignore[misc]
    for attempt in attempts:
        try:
            found = doc.mark + attempt(doc).replace("\n", doc.newline).replace("\r\r\n", "\r\n")
        except Unfit:
            continue
        if reads(found, intended):
            return found
    head = "".join(doc.text[: doc.head()].splitlines(keepends=True))
    return doc.mark + head + page(intended)


def _put(doc: Typed, path: Path, value: Any, order: Sequence[str], raw: Raw | None) -> str:
    around = doc.flow_around(path[:-1])
    if around is not None:
        return _in_flow(doc, path, value, around)
    above = doc.node(path[:-1]) if doc.root else None
    if not isinstance(above, yaml.MappingNode):
        raise Unfit
    if doc.entry(above, path[-1]) is not None:
        return _replaced(doc, path, value, raw)
    lines = _raw_entry(path[-1], raw) if raw else entry_lines(str(path[-1]), value)
    return _laid_in(doc, _behind(doc, above, str(path[-1]), order), lines, above.start_mark.column)


def _in_flow(doc: Typed, path: Path, value: Any, around: Path) -> str:
    """An edit within `{…}` or `[…]`: of one word in its place, else of the whole."""
    node = doc.find(path)
    if isinstance(node, yaml.ScalarNode) and not isinstance(value, list | dict):
        start = node.start_mark.index
        space = "" if doc.text[start - 1 : start].isspace() else " "
        return doc.text[:start] + space + on_a_line(value) + doc.text[node.end_mark.index :]
    intended = doc.data()
    at(intended, path[:-1])[path[-1]] = value
    return _replaced(doc, around, at(intended, around))


def _replaced(doc: Typed, path: Path, value: Any, raw: Raw | None = None) -> str:
    """The text with the value at `path` written anew behind its key, or its dash."""
    if not path or isinstance(path[-1], int):
        return _replaced_item(doc, path, value)
    if doc.flow_around(path[:-1]) is not None:
        raise Unfit
    key, node = doc.entry_of(path)
    text, column = doc.text, key.start_mark.column
    colon = text.index(":", key.end_mark.index) + 1
    head, below = ("", _shifted(raw.lines, 2)) if raw else _as_before(node, value, column)
    rest, end = _behind_value(doc, node, colon)
    return text[:colon] + head + rest + _indented(below, column) + text[end:]


def _as_before(node: yaml.Node, value: Any, column: int) -> tuple[str, list[str]]:
    """A new value in the layout of the old one: a list on one line, or an item a line."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and isinstance(value, list) and value:
        lines = [line for one in value for line in item_lines(one)]
        return "", _shifted(lines, node.start_mark.column - column)
    return value_lines(value, isinstance(node, yaml.CollectionNode) and bool(node.flow_style and node.value))


def _behind_value(doc: Typed, node: yaml.Node, colon: int) -> tuple[str, int]:
    """What is kept behind an old value on the line of its key (a comment, the line's end), and where its lines end."""
    text, start, end = doc.text, node.start_mark.index, doc.end(node)
    after = doc.line_end(end)
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        sign = _SIGN.match(text, start)
        return text[sign.end() if sign else start : doc.line_end(start)], after
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        return text[colon : doc.line_end(colon)], after
    if "\n" in text[colon:start]:
        if "#" in text[colon:start] and text[end:after].strip():
            raise Unfit
        return (text[colon : doc.line_end(colon)], after) if "#" in text[colon:start] else (text[end:after], after)
    return text[end:after], after


def _replaced_item(doc: Typed, path: Path, value: Any) -> str:
    if not path:
        raise Unfit
    start, end = _item(doc, path, with_comments=False)
    column = doc.node(path[:-1]).start_mark.column
    return doc.text[:start] + _indented(item_lines(value), column) + doc.text[end:]


def _drop(doc: Typed, path: Path) -> str:
    around = doc.flow_around(path[:-1])
    if around is not None:
        intended = doc.data()
        del at(intended, path[:-1])[path[-1]]
        return _replaced(doc, around, at(intended, around))
    above = doc.node(path[:-1])
    if len(above.value) < 2:
        raise Unfit
    if isinstance(above, yaml.SequenceNode):
        start, end = _item(doc, path)
        return doc.text[:start] + doc.text[end:]
    key, node = doc.entry_of(path)
    start, end = key.start_mark.index, doc.line_end(doc.end(node))
    if doc.stands_alone(start):
        return doc.text[: doc.above(start)] + doc.text[end:]
    return _without_first(doc, above, start, end)


def _without_first(doc: Typed, above: yaml.MappingNode, start: int, end: int) -> str:
    """An item without the entry behind its dash: the next one takes the place; comments between go above the dash."""
    following = above.value[1][0].start_mark.index
    line = doc.line_start(start)
    between = doc.text[end : doc.line_start(following)]
    return doc.text[:line] + between + doc.text[line:start] + doc.text[following:]


def _insert(doc: Typed, path: Path, index: int, lines: Sequence[str]) -> str:
    if doc.flow_around(path) is not None:
        raise Unfit
    node = doc.node(path)
    if index < len(node.value):
        place, _ = _item(doc, (*path, index))
    else:
        place = doc.line_end(doc.end(node))
    return _laid_in(doc, place, lines, node.start_mark.column)


def _item(doc: Typed, path: Path, with_comments: bool = True) -> tuple[int, int]:
    """Where the lines of an item of a list begin and end."""
    if doc.flow_around(path[:-1]) is not None:
        raise Unfit
    node, column = doc.node(path), doc.node(path[:-1]).start_mark.column
    dash = len(doc.text[: node.start_mark.index].rstrip(" \r\n")) - 1
    if doc.text[dash] != "-" or dash - doc.line_start(dash) != column or not doc.stands_alone(dash):
        raise Unfit
    start = doc.above(dash) if with_comments else doc.line_start(dash)
    return start, doc.line_end(doc.end(node))


def _behind(doc: Typed, above: yaml.MappingNode, key: str, order: Sequence[str]) -> int:
    """Where a new key of a mapping goes: behind the last key that comes before it in `order`."""
    names = list(order)
    before = set(names[: names.index(key)]) if key in names else {*names, *(one.value for one, _ in above.value)}
    earlier = [node for one, node in above.value if one.value in before]
    first = above.value[0][0].start_mark.index
    if not earlier and doc.stands_alone(first) and doc.above(first) > doc.head():
        return doc.above(first)
    return doc.line_end(doc.end(earlier[-1] if earlier else above.value[0][1]))


def _raw_entry(key: Step, raw: Raw) -> list[str]:
    return [f"{on_a_line(str(key))}:", *_shifted(raw.lines, 2)]


def _laid_in(doc: Typed, place: int, lines: Sequence[str], column: int) -> str:
    return doc.text[:place] + _indented(lines, column) + doc.text[place:]


def _indented(lines: Sequence[str], column: int) -> str:
    return "".join(f"{line}\n" for line in _shifted(lines, column))


def _shifted(lines: Sequence[str], by: int) -> list[str]:
    """Lines further in, or out as far as they go."""
    if by >= 0:
        return [" " * by + line if line.strip() else line for line in lines]
    return [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines]
