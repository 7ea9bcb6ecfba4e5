"""Questions as authors see them: what the flow says of what was typed, and how it will be asked and told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearbar.model.book import Book
from clearbar.model.errors import QuizFault
from clearbar.model.quiz import Answer, Kind, Question
from clearbar.web.bridge import learning
from clearbar.web.practice.forms import answers

SEED = "preview"


def drawn(question: Question | None) -> dict[str, Any] | None:
    """A question as it is asked, and what is told afterwards."""
    if question is None:
        return None
    variant = learning.variant(question, SEED)
    credit = learning.grade(question, Answer(question.id, SEED, 0, ()))
    return {"shown": answers.shown(variant), "credit": credit, "order": question.kind is Kind.ORDER}


def question_of(fields: Mapping[str, Any], book: Book, language: str) -> tuple[list[str], Question | None]:
    """What is wrong with the fields of a question, and the question where nothing is."""
    try:
        return [], learning.written(fields, book, language)
    except QuizFault as told:
        return [f"{one.message}{f' ({one.hint})' if one.hint else ''}" for one in told.faults], None
