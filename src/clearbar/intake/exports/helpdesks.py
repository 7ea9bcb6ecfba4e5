"""What helpdesks have in common: tables that are joined by id, and satisfaction that was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from clearbar.intake.exports.faults import Unusable
from clearbar.intake.exports.maps import HelpdeskMap
from clearbar.intake.exports.pages import Found, records
from clearbar.intake.exports.records import Record, slim, text_of
from clearbar.intake.exports.system import Left, Source
from clearbar.intake.exports.times import moment, written
from clearbar.model.evidence import Rejection

KindOf = Callable[[Found], str | None]
"""What a record is, or None where it is nothing of this system."""


def kinds(sources: Sequence[Source], keys: frozenset[str], kind_of: KindOf) -> Iterator[tuple[str, Found] | Rejection]:
    """Every record of all files with its kind; what is nothing of this system is rejected."""
    for source in sources:
        for one in records(source, keys):
            if isinstance(one, Rejection):
                yield one
                continue
            kind = kind_of(one)
            if kind is None:
                hint = "see which exports are read in docs/exports.md"
                yield one.place.rejection("CX007", "this is no record that is read here", hint)
            elif kind:
                yield kind, one


class Newest:
    """Which copy of a record is the newest, where pages overlap or an export was taken again."""

    def __init__(self) -> None:
        self.newest: dict[str, tuple[datetime | None, int]] = {}
        self.count = 0

    def saw(self, record: Record) -> None:
        """Notes one copy, in the order of the files."""
        self.count += 1
        key, at = text_of(record.get("id")), _changed(record)
        if key is None:
            return
        held = self.newest.get(key)
        if held is None or held[0] is None or at is None or at >= held[0]:
            self.newest[key] = (at, self.count)

    def choose(self) -> Callable[[Record], bool]:
        """A test that is asked about the same copies in the same order, and says of each whether it is the newest."""
        asked = 0

        def newest(record: Record) -> bool:
            nonlocal asked
            asked += 1
            key = text_of(record.get("id"))
            return key is None or self.newest[key][1] == asked

        return newest


def _changed(record: Record) -> datetime | None:
    try:
        return moment(record.get("updated_at") or record.get("created_at"), "UTC")
    except Unusable:  # a broken time is told when the record itself is read
        return None


def counted(left: Counter[str]) -> Iterator[Left]:
    """What was left out, as items."""
    for reason, count in left.items():
        if count:
            yield Left(reason, count)


def rating(given: HelpdeskMap, standard: str, level: int, at: datetime | None, **known: Any) -> dict[str, Any]:
    """A customer's rating."""
    said = {"standard": standard, "source": "customer", "level": level, "at": written(at) if at else None}
    return slim({**said, **known, "inclusion": given.inclusion})


def levels(given: HelpdeskMap, usual: Mapping[str, int]) -> dict[str, int]:
    """The levels of the satisfaction question: the usual ones, where the map says nothing else."""
    return {**usual, **given.levels}
