"""Which groups lie outside what chance explains? The sums of `shrinkage`, for places: people never have a funnel."""

from __future__ import annotations

from clearbar.measures import shrinkage
from clearbar.measures.people import refuse_people
from clearbar.model.question import Option, Query, Question

WINSORISED = Option(
    "winsorised",
    0.1,
    "The share of groups at either end whose distance is drawn in before the limits are widened; 0 draws none in.",
    low=0,
    high=0.4,
)


def query(question: Question) -> Query:
    """Sums per group, as of `shrinkage`. Raises QuestionFault where the groups are persons or raters."""
    refuse_people("funnel", question.by)
    return shrinkage.query(question)
