"""Which edition of a standard a row speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearbar.intake.tables.columns import Coded, Read
from clearbar.intake.tables.reasons import Reason
from clearbar.model.book import Scale
from clearbar.model.evidence import StandardRow


@dataclass(frozen=True)
class Known:
    """The editions that are known, and the one of each standard that a row without an edition means."""

    editions: Mapping[str, StandardRow]
    current: Mapping[str, str]
    standards: frozenset[str]


def known(kept: Iterable[StandardRow], book: Iterable[StandardRow]) -> Known:
    """What the evidence and a book know. A standard's edition is the book's, else the only one that was kept."""
    editions = {row.edition: row for row in (*kept, *book)}
    of: dict[str, list[str]] = {}
    for row in editions.values():
        of.setdefault(row.standard, []).append(row.edition)
    current = {standard: found[0] for standard, found in of.items() if len(found) == 1}
    current |= {row.standard: row.edition for row in book}
    return Known(editions, current, frozenset(of))


@dataclass
class Law:
    """For each row the standard and its edition, whether it is a yes/no standard, and what is wrong with either."""

    standards: Read
    editions: Read
    yes_no: NDArray[np.bool_]
    standard: NDArray[np.uint8]
    edition: NDArray[np.uint8]


def judged(standard: Coded, edition: Coded, law: Known) -> Law:
    """Standard and edition of each row, looked up once for each pair of them."""
    count = len(edition.words)
    pairs, at = np.unique(standard.at * count + edition.at, return_inverse=True)
    names, given = standard.words.to_pylist(), edition.words.to_pylist()
    found = [_found(names[pair // count], given[pair % count], law) for pair in pairs]
    yes_no = np.array([isinstance(row, StandardRow) and row.scale == Scale.YES_NO.value for row, _ in found], bool)
    rows = [row if isinstance(row, StandardRow) else None for row, _ in found]
    wrong = {
        column: np.array([_reason(one, where == column) for one, where in found], np.uint8)[at]
        for column in ("standard", "edition")
    }
    return Law(
        Read(pa.array([row and row.standard for row in rows], pa.string()), at, wrong["standard"]),
        Read(pa.array([row and row.edition for row in rows], pa.string()), at, wrong["edition"]),
        yes_no[at],
        wrong["standard"],
        wrong["edition"],
    )


def _reason(found: StandardRow | Reason, here: bool) -> int:
    return int(found) if here and isinstance(found, Reason) else 0


def _found(standard: str | None, edition: str | None, law: Known) -> tuple[StandardRow | Reason, str]:
    """The edition, or a reason with the column that is at fault."""
    if standard is None:
        return Reason.MISSING, "standard"
    if standard not in law.standards:
        return Reason.UNKNOWN_STANDARD, "standard"
    if edition is None:
        current = law.current.get(standard)
        return (Reason.UNKNOWN_EDITION, "standard") if current is None else (law.editions[current], "")
    row = law.editions.get(edition)
    return (Reason.UNKNOWN_EDITION, "edition") if row is None or row.standard != standard else (row, "")
