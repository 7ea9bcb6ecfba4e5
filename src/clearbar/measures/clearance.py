"""How far do we clear the bar? The share of ratings at or above the bar of their edition."""

from __future__ import annotations

from clearbar.measures.sums import share_sums
from clearbar.model.question import Query, Question


def query(question: Question) -> Query:
    """Sums per group; see `sums.share_sums`."""
    return share_sums(question, "r.level >= s.bar")
