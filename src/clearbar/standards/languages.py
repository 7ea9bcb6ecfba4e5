"""Texts in several languages: a mapping of language tags where one text could stand.

    promise: {en: You tell it once., nl: U vertelt het één keer.}

The tree of a file is read once for each language; a text that lacks one is read in the book's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from clearbar.model.errors import Fault
from clearbar.standards.shape import LEVELS
from clearbar.text.shapes import TAG
from clearbar.text.tree import Node

SPOKEN = frozenset({"value", "promise", "do", "self_check", "question", "title", "customer_wants", "name"})
"""Keys whose text may stand in several languages; so may each of `levels`."""

_TAG = re.compile(TAG)


def spoken(node: Node, language: str, own: str) -> Any:
    """The plain data of a file in `language`; texts that lack it are in the book's `own`."""
    return _plain(node, "", language, own)


def _plain(node: Node, key: str, language: str, own: str) -> Any:
    if isinstance(node.value, list):
        return [_plain(inside, "", language, own) for inside in node.value]
    if not isinstance(node.value, dict):
        return node.value
    if is_spoken(key) and node.value:
        said = node.value.get(language) or node.value.get(own) or next(iter(node.value.values()))
        return said.data()
    inside_levels = key == "levels"
    return {
        name: _plain(inside, f"levels.{name}" if inside_levels else name, language, own)
        for name, inside in node.value.items()
    }


def is_spoken(key: str) -> bool:
    """Whether the text of a key (`promise`, `levels.good`) may stand in several languages."""
    return key in SPOKEN or (key.startswith("levels.") and key.removeprefix("levels.") in LEVELS)


def translated(node: Node) -> Iterator[tuple[str, Node]]:
    """Each key of a file whose text stands in several languages, with the mapping of them."""
    yield from _translated(node, "")


def _translated(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, list):
        for inside in node.value:
            yield from _translated(inside, "")
    elif isinstance(node.value, dict):
        if is_spoken(key):
            yield key, node
            return
        for name, inside in node.value.items():
            yield from _translated(inside, f"levels.{name}" if key == "levels" else name)


def tags(node: Node | None) -> frozenset[str]:
    """The languages that a file knows beside its own."""
    found = translated(node) if node else ()
    return frozenset(tag for _, inside in found if isinstance(inside.value, dict) for tag in inside.value)


def language_faults(file: str, node: Node, own: str) -> Iterator[Fault]:
    """Texts in several languages that lack the book's own, and keys that are no language tags."""
    for key, inside in translated(node):
        names = inside.value if isinstance(inside.value, dict) else {}
        for tag in names:
            if not _TAG.match(tag):
                line, column = inside.keys[tag]
                hint = "write one text, or a text for each language tag: `en: …`, `nl: …`"
                yield Fault(file, line, column, "CB014", f"`{tag}` under `{key}` is no language tag", hint)
        if own not in names:
            hint = f"the book's language is `{own}` (book.yaml): give the text in it, too"
            message = f"`{key}` has no text in the language of the book"
            yield Fault(file, inside.line, inside.column, "CB014", message, hint)
