"""Where generated evidence is kept, where real data lie, and how many ratings each size of evidence has."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.spawn import ROOT, Run, call


@dataclass(frozen=True)
class Place:
    """Where things lie, and how many ratings each size has."""

    folder: Path
    data: Path
    large: int
    middle: int
    small: int
    tiny: int

    def evidence(self, rows: int) -> str:
        """The folder of generated evidence."""
        return str(self.folder / f"rows-{rows}")

    def made(self, rows: int) -> Callable[[], Run]:
        """What makes it, once; it is kept between runs."""
        return partial(call, "bench.rows:make", folder=self.evidence(rows), rows=rows)

    def ratings(self, rows: int) -> Path:
        """Its sites, persons and levels as comma-separated text."""
        return self.folder / f"rows-{rows}.csv"

    def written(self, rows: int) -> Callable[[], Run]:
        """What makes that."""
        target = str(self.ratings(rows))
        return partial(call, "bench.peers:ratings_csv", folder=self.evidence(rows), target=target)


def folder_of(given: Path | None) -> Path:
    """Where generated evidence is kept between runs."""
    return given or Path(os.environ.get("CLEARBAR_BENCH", ROOT / ".cache" / "bench"))


def data_of() -> Path:
    """Where real data of others lie."""
    return Path(os.environ.get("CLEARBAR_REAL_DATA", ROOT.parent / "shared" / "data"))


def many(rows: int) -> str:
    """A count as people say it."""
    power = len(str(rows)) - 1
    return "10" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(power)) if rows == 10**power else f"{rows:,}"
