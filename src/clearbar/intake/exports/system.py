"""What an adapter is: files of an export in, conversations in the form of docs/conversations.md out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from clearbar.intake.exports.maps import Map
from clearbar.model.evidence import Rejection

Hide = Callable[[str], str]
"""Gives a pseudonym for what names somebody: an address, a number, a name. The same for the same, every time."""


@dataclass(frozen=True)
class Source:
    """One file of an export. `open` gives its bytes from the beginning, each time anew: tables are joined by reading
    twice rather than by keeping everything."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Given:
    """One conversation, as docs/conversations.md describes it, and where in the export it came from."""

    conversation: dict[str, Any]
    file: str
    line: int


@dataclass(frozen=True)
class Left:
    """Something that was left out on purpose: a reason in words, and how often."""

    reason: str
    count: int = 1


Item = Given | Left | Rejection
Read = Callable[[Sequence[Source], Any, Hide], Iterator[Item]]


@dataclass(frozen=True)
class System:
    """One system whose exports are read. `shape` is the shape of its map; `needs_map` where it cannot do without."""

    name: str
    title: str
    shape: type[Map]
    read: Read
    needs_map: bool = False
