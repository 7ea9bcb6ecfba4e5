"""Answers as parts of a page: sentences, charts and tables, drawn once for each answer."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from gzip import compress
from hashlib import sha256
from threading import Lock
from types import MappingProxyType

from clearbar.flow import inform
from clearbar.flow.inform import Fragment, fragment_data
from clearbar.model.book import Book
from clearbar.model.estimate import Answer

__all__ = ["Called", "Fragment", "drawn", "fragment_data", "named", "packed", "script", "stamp", "style"]

MOST = 300
"""So many drawn answers are remembered, of some 50 kB each; of more the one that was asked for longest ago goes."""

Called = Mapping[str, Mapping[str, str]]
"""What sites and teams are called, by column and id."""

_drawn: OrderedDict[tuple[int, str, str, str], tuple[Answer, Fragment | None]] = OrderedDict()
_lock = Lock()


def named(answer: Answer, called: Called) -> Answer:
    """The answer with sites and teams by their names, in its further tables, too."""
    told = {
        column: [called[column].get(id_, id_) for id_ in held] if column in called else held
        for column, held in answer.keys.items()
    }
    return replace(answer, keys=told, parts=tuple(named(part, called) for part in answer.parts))


def drawn(answer: Answer, book: Book | None, key: str, called: Called = MappingProxyType({})) -> Fragment | None:
    """The answer as a part of a page; None where there is nothing to see. `key` tells its charts from others there.

    An answer that is remembered is the same value each time it is asked for: what was drawn of it is remembered with
    it, and lives no longer than its place here.
    """
    place = (
        id(answer),
        key,
        book.version if book else "",
        json.dumps([[name, [*it.items()]] for name, it in called.items()]),
    )
    with _lock:
        known = _drawn.get(place)
        if known is not None and known[0] is answer:
            _drawn.move_to_end(place)
            return known[1]
    made = inform.fragment(named(answer, called) if called else answer, book=book, key=key)
    with _lock:
        _drawn[place] = (answer, made)
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return made


@cache
def style() -> bytes:
    """The style sheet of charts."""
    return inform.fragment_style().encode()


@cache
def script() -> bytes:
    """The script of charts; the first call takes about a second."""
    return inform.fragment_script().encode()


@cache
def packed(name: str) -> bytes:
    """The same, compressed: `style` or `script`."""
    return compress({"style": style, "script": script}[name](), mtime=0)


@cache
def stamp() -> str:
    """What changes whenever one of the two does: a part of their address, so that browsers may keep them."""
    return sha256(style() + script()).hexdigest()[:12]
