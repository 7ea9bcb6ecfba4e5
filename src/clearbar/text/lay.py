"""Plain data → YAML as people write it: one line for a text, a block for several lines, quotes only where they are due.

Whatever is laid down reads back as it was, here and in any other reader of YAML: a text that another reader would take
for a number, a date or a yes is quoted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

WIDTH = 110
"""A list or a mapping stands on one line if it is no longer than this."""

_NARROW = str.maketrans("\u00a0\u202f\u2009", "   ")
"""Narrow and unbroken spaces are as good in a block as others are."""


class Plain(str):
    """A scalar that stands, or is to stand, without quotes: a number, a yes or no, or a word of the text before."""

    __slots__ = ()


class _Line(yaml.SafeDumper):
    """Lays everything on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 — PyYAML's own
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 — PyYAML's own
        return True


class _Block(_Line):
    """Lays mappings in blocks, and lists of a few words on one line."""


def _plain(dumper: yaml.SafeDumper, value: Plain) -> yaml.ScalarNode:
    tag: str = dumper.resolve(yaml.ScalarNode, str(value), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(value))


def _text_on_a_line(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if value.isprintable() else '"')


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if "\n" not in value or not _tidy(value):
        return _text_on_a_line(dumper, value)
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")


def _tidy(value: str) -> bool:
    """Whether a text of several lines can stand in a block as it is."""
    lines = value.removesuffix("\n").split("\n")
    inside = (one.translate(_NARROW) for one in lines)
    return all(one.isprintable() and one == one.strip() for one in inside) and bool(lines[0] and lines[-1])


def _list(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
    short = sum(len(str(one)) + 2 for one in value) <= WIDTH - 20
    in_line = short and all(one is None or (isinstance(one, str) and "\n" not in one) for one in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=in_line)


for _dumper in (_Line, _Block):
    _dumper.add_representer(Plain, _plain)
_Line.add_representer(str, _text_on_a_line)
_Block.add_representer(str, _text)
_Block.add_representer(list, _list)


def written(value: Any) -> Any:
    """Plain data as YAML knows it: mappings, lists and scalars that are texts, `Plain` or None.

    Raises TypeError for what is no plain data, and ValueError for a text that no file can hold (half a character).
    """
    if value is None or isinstance(value, Plain):
        return value
    if isinstance(value, str):
        value.encode()
        return str(value)
    if type(value) in {bool, int, float}:
        return Plain(yaml.safe_dump(value).split("\n")[0])
    if isinstance(value, Mapping):
        return {str(key): written(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [written(inside) for inside in value]
    raise TypeError(f"a book holds texts, numbers, lists and mappings, no {type(value).__name__}")


def on_a_line(value: Any) -> str:
    """The value on one line, as it may stand inside `{…}` and `[…]`."""
    laid = _dumped([value], _Line, flow=True).rstrip("\n")
    return laid[1:-1]


def value_lines(value: Any, in_line: bool = False) -> tuple[str, list[str]]:
    """What stands behind `key:`, and the lines below it, indented as seen from the key.

    `in_line` asks for `{…}` and `[…]` where that is short enough.
    """
    if in_line and isinstance(value, list | dict):
        short = on_a_line(value)
        if len(short) <= WIDTH and "\n" not in short:
            return f" {short}", []
    lines = _dumped({"k": value}, _Block).rstrip("\n").split("\n")
    return lines[0][2:].rstrip(), lines[1:]


def entry_lines(key: str, value: Any) -> list[str]:
    """An entry of a mapping."""
    name = on_a_line(key)
    head, below = value_lines(value)
    return [f"{name}:{head}", *below]


def item_lines(value: Any) -> list[str]:
    """An item of a list, with its dash."""
    return _dumped(_Items([value]), _Block).rstrip("\n").split("\n")


def page(value: Any) -> str:
    """A whole file."""
    return _dumped(value, _Block)


class _Items(list[Any]):
    """A list that stands in lines of its own, however short."""


def _items(dumper: yaml.SafeDumper, value: _Items) -> yaml.SequenceNode:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=False)


_Block.add_representer(_Items, _items)


def _dumped(value: Any, dumper: type[_Line], flow: bool = False) -> str:
    laid: str = yaml.dump(
        value, Dumper=dumper, allow_unicode=True, sort_keys=False, width=float("inf"), default_flow_style=flow
    )
    return laid
