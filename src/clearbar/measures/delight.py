"""How often do we delight? The share of ratings at level five. A yes/no standard has no such level."""

from __future__ import annotations

from clearbar.measures.sums import share_sums
from clearbar.model.question import Query, Question


def query(question: Question) -> Query:
    """Sums per group, over standards with five levels; see `sums.share_sums`."""
    return share_sums(question, "r.level = 5", "s.scale = 'levels'")
