"""An edition of a standard as a row of evidence."""

from __future__ import annotations

from clearbar.model.book import Placed
from clearbar.model.evidence import StandardRow


def standard_row(placed: Placed) -> StandardRow:
    """What the evidence keeps of a standard, so that a measure needs no book at hand."""
    standard, step = placed.standard, placed.step
    return StandardRow(
        edition=standard.edition,
        standard=standard.id,
        journey=placed.journey.id if placed.journey else None,
        step=step.id if step else None,
        stage=step.stage.value if step else None,
        dimension=standard.dimension.value if standard.dimension else None,
        bar=int(standard.bar),
        target=standard.target,
        scale=standard.scale.value,
        pair=standard.pairs_with,
    )
