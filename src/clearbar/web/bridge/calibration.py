"""How far the reviewers of calibrations agree: marks that the evidence never sees, reckoned as it reckons its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clearbar.flow.calibrate import Judged, agreement
from clearbar.model.estimate import Estimate

__all__ = ["Agreed", "Judged", "agreed"]


@dataclass(frozen=True)
class Agreed:
    """How far raters agree on a standard: α and AC, None where too little is known for one. `units` are interactions
    that several rated, None where so few marks stand behind them that they may not be told."""

    alpha: Estimate | None
    ac: Estimate | None
    units: int | None
    raters: int


def agreed(judged: Iterable[Judged]) -> Mapping[str, Agreed]:
    """Agreement by standard. A standard with fewer than five marks has none."""
    return {
        row.keys["standard"]: Agreed(
            row.figures.get("alpha"), row.figures.get("ac"), row.facts["units"], row.facts["raters"]
        )
        for row in agreement(judged).rows
    }
