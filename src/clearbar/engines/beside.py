"""Sorts arriving invitations or events out against those that are kept: new, the same, changed, in conflict.

There are far fewer of these than ratings, so that all ids are held in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clearbar.engines.merge import MAX_CONFLICTS
from clearbar.model.evidence import Conflict, Event, Invitation

Row = Invitation | Event


@dataclass(frozen=True)
class Beside:
    """Rows to add and rows to put in place of others, each id once; how many were there already, and what was
    refused."""

    fresh: tuple[Row, ...]
    changed: tuple[Row, ...]
    same: int
    conflicts: tuple[Conflict, ...]
    refused: int

    @classmethod
    def sorted_out(cls, kept: Sequence[dict[str, Any]], arrived: Sequence[Row], correct: bool) -> Beside:
        """`kept` are the rows of the table as they stand, by column."""
        known = {next(iter(row.values())): row for row in kept}
        there = set(known)
        chosen: dict[str, Row] = {}
        same, conflicts, refused = 0, list[Conflict](), 0
        for row in arrived:
            told = asdict(row)
            key = next(iter(told.values()))
            before = known.get(key)
            if before == told:
                same += 1
            elif before is None or correct:
                chosen[key], known[key] = row, told
            else:
                refused += 1
                conflicts.append(Conflict(key, tuple(name for name in told if told[name] != before[name])))
        fresh = tuple(row for key, row in chosen.items() if key not in there)
        changed = tuple(row for key, row in chosen.items() if key in there)
        return cls(fresh, changed, same, tuple(conflicts[:MAX_CONFLICTS]), refused)
