"""Did they get what they expected? The share of ratings at or above the level expected beforehand; a tie is met."""

from __future__ import annotations

from clearbar.measures.sums import share_sums
from clearbar.model.question import Query, Question


def query(question: Question) -> Query:
    """Sums per group, over ratings that tell what was expected; see `sums.share_sums`."""
    return share_sums(question, "r.level >= r.expected", "r.expected is not null")
