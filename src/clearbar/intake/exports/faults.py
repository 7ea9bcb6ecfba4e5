"""What can be wrong with an export or a map, as codes, and how it is told.

A fault names the field and what is wrong with it, never a value: a value may be what a customer said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from clearbar.model.errors import Fault
from clearbar.model.evidence import Rejection

CODES: Mapping[str, str] = {
    "CX001": "map that is not YAML",
    "CX002": "unknown key in the map",
    "CX003": "missing key in the map",
    "CX004": "wrong value in the map",
    "CX005": "broken, or cut off",
    "CX006": "not UTF-8",
    "CX007": "not a record of this system",
    "CX008": "missing field",
    "CX009": "no usable time",
    "CX010": "time without an offset",
    "CX011": "unknown author",
    "CX012": "value without a level",
    "CX013": "too large",
}
"""Every code of this room with what it stands for."""

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True)
class Place:
    """Where in an export something stands; lines count from 1."""

    file: str
    line: int

    def rejection(self, code: str, message: str, hint: str = "") -> Rejection:
        """The rejection of what stands here."""
        return Rejection(self.file, self.line, (Fault(self.file, self.line, 1, code, message, hint),))


class Unusable(Exception):
    """A record, or a part of one, that cannot be used. It never leaves the room: it becomes a Rejection."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        self.code, self.message, self.hint = code, message, hint
        super().__init__(message)

    def at(self, place: Place, of: str = "") -> Rejection:
        """The rejection at a place. `of` names the record: what it is, and the vendor's id."""
        return place.rejection(self.code, f"{of}: {self.message}" if of else self.message, self.hint)


def each(
    place: Place, of: str, records: Iterable[_T], make: Callable[[_T], _R | None]
) -> tuple[list[_R], list[Rejection]]:
    """What `make` makes of each record (None: nothing), and the rejections of those that it cannot use."""
    made: list[_R] = []
    refused: list[Rejection] = []
    for record in records:
        try:
            one = make(record)
        except Unusable as error:
            refused.append(error.at(place, of))
        else:
            if one is not None:
                made.append(one)
    return made, refused
