"""Was it what they expected? Level experienced less level expected, with both parts."""

from __future__ import annotations

from clearbar.measures.sums import mean_sums
from clearbar.model.question import Query, Question


def query(question: Question) -> Query:
    """Sums per group, over ratings that tell what was expected; see `sums.mean_sums` (a = experienced,
    b = expected)."""
    return mean_sums(question, "r.level", "r.expected", "r.expected is not null")
