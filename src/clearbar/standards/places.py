"""Findings and faults → the field of a form that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from clearbar.model.errors import Fault
from clearbar.model.lint import Finding
from clearbar.standards.draft import KEYS
from clearbar.standards.read import BOOK_FILE
from clearbar.text.tree import Node, parse
from clearbar.text.typed import Step

Path = tuple[Step, ...]

MISSING: Mapping[str, str] = {
    "CB117": "levels",
    "CB121": "owner",
    "CB122": "measured_by",
    "CB123": "target",
    "CB124": "measured_by",
    "CB131": "self_check",
    "CB143": "quote",
    "CB144": "measured_by",
    "CB164": "standards",
    "CB165": "teach",
    "CB171": "pairs_with",
    "CB172": "dimension",
    "CB173": "pairs_with",
}
"""The field that a rule asks for, where it tells of it at the id because nothing is written."""

_NAMED = re.compile(r"`([^`]+)` is missing")
_DEEP = frozenset({"levels", "check", "overall"})
"""Fields that have fields."""


class Spot(NamedTuple):
    """A field: of the `book`, or of the `journey`, `step` (JOURNEY/STEP) or `standard` with this id.

    `field` is a key, such as `promise`, `levels.good`, `check.within`, `overall.target`; `id` where it is about the
    whole thing. Where nothing can be told but the file, the kind is `file` and the id its name.
    """

    kind: str
    id: str
    field: str


def place_of(files: Mapping[str, str], told: Finding | Fault) -> Spot:
    """The field that a finding or a fault in `files` speaks of. Of translations it is that of the text itself."""
    tree = parse(told.file, files[told.file].encode(errors="replace"))[0] if told.file in files else None
    if tree is None or not told.line:
        is_whole = told.file in {BOOK_FILE, "journeys"}
        return Spot("book", "", "id") if is_whole else Spot("file", told.file, "id")
    line, column = _below_comment(files[told.file], told.line, told.column)
    path = _path(tree, line, column)
    missing = _NAMED.search(told.message) if told.code in {"CB006", "CB012"} else None
    if missing:
        path = (*_around(tree, path, told), *((missing[1],) if told.code == "CB006" else ("check", missing[1])))
    return _spot(told, tree, path)


def _below_comment(text: str, line: int, column: int) -> tuple[int, int]:
    """The end of the next line that is no comment, if a comment stands there alone; else the place itself."""
    lines = text.split("\n")
    if line > len(lines) or not lines[line - 1].lstrip().startswith("#"):
        return line, column
    below = next((i for i in range(line, len(lines)) if _says(lines[i])), None)
    return (line, column) if below is None else (below + 1, len(lines[below]) + 1)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _path(tree: Node, line: int, column: int) -> Path:
    """The path of what begins last at or before a place."""
    found: Path = ()
    for at, path in _starts(tree, ()):
        if at <= (line, column):
            found = path
    return found


def _starts(node: Node, path: Path) -> Iterator[tuple[tuple[int, int], Path]]:
    """Where everything begins, in the order of the text: each key, and each item and text."""
    if isinstance(node.value, dict):
        for key, inside in node.value.items():
            yield node.keys[key], (*path, key)
            yield from _starts(inside, (*path, key))
    elif isinstance(node.value, list):
        for i, inside in enumerate(node.value):
            yield (inside.line, inside.column), (*path, i)
            yield from _starts(inside, (*path, i))


def _around(tree: Node, path: Path, told: Finding | Fault) -> Path:
    """The thing in which a key is missing: the outermost one that begins where the fault is told."""
    if told.code == "CB012":
        return path[:4]
    for depth in range(len(path)):
        if tree.place(path[:depth]) == (told.line, told.column):
            return path[:depth]
    return path[:-1]


def _spot(told: Finding | Fault, tree: Node, path: Path) -> Spot:
    """The field at a path. A thing without an id is told of at the one around it."""
    if told.file == BOOK_FILE:
        return Spot("book", "", _field(path))
    journey = _id(tree, (), "journey")
    if not journey:
        return Spot("file", told.file, "id")
    things: list[tuple[str, str, Path]] = [("journey", journey, path)]
    if len(path) > 1 and path[0] == "steps" and (step := _id(tree, path[:2], "step")):
        things.append(("step", f"{journey}/{step}", path[2:]))
    if len(path) > 3 and path[2] == "standards" and (standard := _id(tree, path[:4], "id")):
        things.append(("standard", standard, path[4:]))
    kind, name, inside = things[-1]
    return Spot(kind, name, _asked(told, kind, _field(inside)))


def _asked(told: Finding | Fault, kind: str, field: str) -> str:
    """The field itself; where a rule tells at the id what is not written, the field that it asks for."""
    asked = MISSING.get(told.code, "") if field == "id" else ""
    return asked if asked in KEYS[kind] else field


def _id(tree: Node, path: Path, key: str) -> str:
    found: Any = tree
    for part in (*path, key):
        inside = found.value
        if isinstance(inside, dict):
            found = inside.get(str(part))
        elif isinstance(inside, list) and isinstance(part, int) and part < len(inside):
            found = inside[part]
        else:
            return ""
        if found is None:
            return ""
    return found.value if isinstance(found.value, str) else ""


def _field(path: Path) -> str:
    """A path within a thing as the name of a field."""
    keys = [part for part in path[:2] if isinstance(part, str)]
    if not keys or keys[0] in {"id", "step", "journey"}:
        return "id"
    return ".".join(keys) if keys[0] in _DEEP else keys[0]
