"""A YAML text as it is typed: what it says at each place, and where that begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from clearbar.text.lay import Plain
from clearbar.text.tree import EMPTY

Step = str | int
_BOM = "\ufeff"


class Unfit(Exception):
    """An edit that cannot be made on these lines alone."""


@dataclass(frozen=True)
class Typed:
    """A text with the tree that was composed of it. `mark` is a byte order mark that stood before it, `newline` how
    its lines end. The text ends with a line's end."""

    text: str
    root: Any
    mark: str
    newline: str

    def data(self) -> Any:
        """What the text says: scalars without quotes are `Plain`, or None where they are empty."""
        return self.data_of(self.root)

    def data_of(self, node: Any) -> Any:
        """What a node of the tree says. Of a key that stands twice the first one counts."""
        if node is None:
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.data_of(inside) for inside in node.value]
        if isinstance(node, yaml.MappingNode):
            said: dict[str, Any] = {}
            for key, inside in node.value:
                said.setdefault(key.value, self.data_of(inside))
            return said
        if node.style:
            return node.value
        return None if node.value in EMPTY else Plain(node.value)

    def find(self, path: tuple[Step, ...]) -> Any:
        """The node at `path`; None where there is none."""
        node = self.root
        for part in path:
            if isinstance(node, yaml.MappingNode):
                found = self.entry(node, part)
                node = found[1] if found else None
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
            else:
                return None
        return node

    def node(self, path: tuple[Step, ...]) -> Any:
        """The node at `path`. Raises Unfit where there is none."""
        found = self.find(path)
        if found is None:
            raise Unfit
        return found

    def entry(self, mapping: yaml.MappingNode, key: Step) -> tuple[Any, Any] | None:
        """A key of a mapping with its value."""
        return next(((one, node) for one, node in mapping.value if one.value == key), None)

    def entry_of(self, path: tuple[Step, ...]) -> tuple[Any, Any]:
        """The key at the end of `path` with its value. Raises Unfit where there is none."""
        above = self.node(path[:-1])
        found = self.entry(above, path[-1]) if isinstance(above, yaml.MappingNode) else None
        if found is None:
            raise Unfit
        return found

    def flow_around(self, path: tuple[Step, ...]) -> tuple[Step, ...] | None:
        """The path of the outermost `{…}` or `[…]` at or above `path`; None where all is in blocks."""
        for depth in range(len(path) + 1):
            node = self.find(path[:depth])
            if isinstance(node, yaml.CollectionNode) and node.flow_style:
                return path[:depth]
        return None

    def end(self, node: Any) -> int:
        """Where what is typed of a node ends."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end(last[1] if isinstance(last, tuple) else last)
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            return len(self.text[:end].rstrip())
        return end

    def line_start(self, index: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Where the line behind that of a place begins."""
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def stands_alone(self, index: int) -> bool:
        """Whether nothing stands before a place on its line."""
        return not self.text[self.line_start(index) : index].strip()

    def head(self) -> int:
        """Where the comments and empty lines at the head of the text end."""
        at = 0
        while at < len(self.text):
            line = self.text[at : self.line_end(at)].strip()
            if line and not line.startswith("#"):
                break
            at = self.line_end(at)
        return at

    def above(self, index: int) -> int:
        """Where the comments begin that stand directly above the line of a place, in its column.

        Those at the head of the text are about the whole of it.
        """
        line = self.line_start(index)
        column, start = index - line, line
        while start > self.head():
            before = self.line_start(start - 1)
            typed_there = self.text[before:start]
            if not typed_there.startswith(" " * column + "#"):
                break
            start = before
        return start if start > self.head() else line


def typed(text: str) -> Typed:
    """A text as it is typed. Raises yaml.YAMLError where it is no YAML."""
    mark = _BOM if text.startswith(_BOM) else ""
    bare = text.removeprefix(_BOM)
    if bare and not bare.endswith("\n"):
        bare += "\n"
    newline = "\r\n" if "\r\n" in bare else "\n"
    return Typed(bare, yaml.compose(bare, Loader=yaml.CSafeLoader), mark, newline)


def at(data: Any, path: tuple[Step, ...]) -> Any:
    """What stands at `path` in plain data; None where nothing does."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def reads(text: str, intended: Any) -> bool:
    """Whether a text says what was intended."""
    try:
        return bool(typed(text).data() == intended)
    except (yaml.YAMLError, TypeError):  # a key that is a list or a mapping
        return False
