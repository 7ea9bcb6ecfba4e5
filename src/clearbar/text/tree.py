"""YAML text as a tree that keeps its positions, in a small and safe part of YAML.

Scalars stay text: what `no`, `1e3` or `12:30` mean is decided by the field that they stand in, not by YAML. Anchors,
aliases, tags and merge keys are refused, so a text cannot grow when it is read; depth and size are bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from clearbar.model.errors import Fault

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass
class Node:
    """A scalar (text or None), a list of nodes or a mapping of nodes, with where it begins (counted from 1).

    For a mapping, `keys` tells where each key stands. `start` and `end` (exclusive) are the node's place in the text
    as written, counted in characters from 0.
    """

    value: str | list[Node] | dict[str, Node] | None
    line: int
    column: int
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    start: int = 0
    end: int = 0

    def data(self) -> Any:
        """The plain value, without positions."""
        if isinstance(self.value, list):
            return [node.data() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.data() for key, node in self.value.items()}
        return self.value

    def place(self, path: tuple[int | str, ...], of_key: bool = False) -> tuple[int, int]:
        """Line and column of what stands at `path`, or of the nearest thing around it that exists."""
        node, place = self, (self.line, self.column)
        for part in path:
            inside = node._inside(part)
            if inside is None:
                break
            place = node.keys.get(str(part), place) if of_key else (inside.line, inside.column)
            node = inside
        return place

    def _inside(self, part: int | str) -> Node | None:
        if isinstance(self.value, list) and isinstance(part, int) and part < len(self.value):
            return self.value[part]
        if isinstance(self.value, dict):
            return self.value.get(str(part))
        return None


class _Refused(Exception):
    def __init__(self, mark: Any, code: str, message: str, hint: str = "") -> None:
        self.fault = (mark.line + 1, mark.column + 1, code, message, hint)
        super().__init__(message)


def parse(file: str, content: bytes) -> tuple[Node | None, list[Fault]]:
    """The tree of a YAML file and the faults found; no tree where it cannot be read at all."""
    if len(content) > MAX_BYTES:
        hint = "split the journey, or move long texts elsewhere"
        return None, [Fault(file, 0, 0, "CB003", f"the file is larger than {MAX_BYTES:,} bytes", hint)]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return None, [Fault(file, line, 1, "CB001", "the file is not UTF-8 text", "save it as UTF-8")]
    builder = _Builder(file)
    try:
        node = builder.document(iter(yaml.parse(text, Loader=yaml.CSafeLoader)))
    except _Refused as refused:
        return None, [*builder.faults, Fault(file, *refused.fault)]
    except yaml.MarkedYAMLError as error:
        return None, [*builder.faults, _broken(file, error)]
    except yaml.reader.ReaderError as error:
        return None, [*builder.faults, _unreadable(file, text, error)]
    return node, builder.faults


def _broken(file: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    hint = "quote the text if it holds ': ' or ' #', and indent with spaces"
    return Fault(file, line, column, "CB001", f"this is not YAML: {error.problem or error.context}", hint)


def _unreadable(file: str, text: str, error: yaml.reader.ReaderError) -> Fault:
    """A character that no YAML may hold. The parser tells its place in bytes of UTF-8."""
    before = text.encode()[: error.position].decode(errors="ignore")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    message = f"this is not YAML: it holds the control character U+{error.character:04X}"
    return Fault(file, line, column, "CB001", message, "delete it")


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def document(self, events: Iterator[Any]) -> Node | None:
        node: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    raise _Refused(event.start_mark, "CB002", "a file holds one document", "remove the `---`")
                first = next(events)
                node = Node(None, 1, 1) if isinstance(first, yaml.DocumentEndEvent) else self._node(first, events, 1)
        return node

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            hint = "write the text out where it is needed"
            raise _Refused(event.start_mark, "CB002", "anchors and aliases (& and *) are not read", hint)
        if event.tag and event.tag != "!":
            raise _Refused(event.start_mark, "CB002", f"tags are not read: {event.tag}", "remove the tag")
        if depth > MAX_DEPTH:
            raise _Refused(event.start_mark, "CB003", f"nested deeper than {MAX_DEPTH} levels")
        mark = event.start_mark
        node = Node(None, mark.line + 1, mark.column + 1, {}, mark.index, event.end_mark.index)
        if isinstance(event, yaml.ScalarEvent):
            node.value = None if event.implicit[0] and event.value in EMPTY else event.value
        elif isinstance(event, yaml.SequenceStartEvent):
            node.value = list(self._items(events, depth))
        else:
            node.value = self._pairs(node, events, depth)
        return node

    def _items(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self._node(event, events, depth + 1)

    def _pairs(self, mapping: Node, events: Iterator[Any], depth: int) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key.value, str):
                self.faults.append(Fault(self.file, key.line, key.column, "CB007", "a key must be a word"))
            elif key.value in pairs:
                first = mapping.keys[key.value][0]
                message = f"the key `{key.value}` stands twice (first on line {first})"
                self.faults.append(Fault(self.file, key.line, key.column, "CB004", message, "keep one of them"))
            else:
                pairs[key.value] = value
                mapping.keys[key.value] = (key.line, key.column)
        return pairs
