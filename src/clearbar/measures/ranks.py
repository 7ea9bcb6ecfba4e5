"""Who stands where? The sums of `shrinkage`, for groups that may be put in an order: never people."""

from __future__ import annotations

from clearbar.measures import shrinkage
from clearbar.measures.people import refuse_people
from clearbar.model.question import Query, Question


def query(question: Question) -> Query:
    """Sums per group, as of `shrinkage`. Raises QuestionFault where the groups are persons or raters."""
    refuse_people("ranks", question.by)
    return shrinkage.query(question)
