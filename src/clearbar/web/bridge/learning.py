"""Learning: the book → questions about it, what is shown of them, what answers are worth, and when to ask again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearbar.flow.teach import again as _again
from clearbar.flow.teach import known as _known
from clearbar.flow.teach import quiz
from clearbar.model.book import Book
from clearbar.model.quiz import Question

variant, grade, compose = quiz.variant, quiz.grade, quiz.compose
again, first = _again.review, _again.first
given, question_report = _known.given, _known.question_report
not_known, failed_again = _known.not_known, _known.failed_again


def body_of(question: Question) -> dict[str, Any]:
    """A question as plain data, with its key."""
    return quiz.to_data(question)


def read(body: Mapping[str, Any]) -> Question:
    """The question that `body_of` wrote."""
    return quiz.from_data(body)


def made(book: Book) -> list[Question]:
    """The questions that a book gives by itself, in each of its languages; those that cannot be shown are left out."""
    tags = (book.language, *book.spoken)
    found = [one for tag in dict.fromkeys(tags) for one in quiz.questions_of(book, tag)]
    return list({(one.id, one.language): one for one in found if len(one.options) > 1}.values())


def written(fields: Mapping[str, Any], book: Book, language: str) -> Question:
    """The question that the fields of a form say. Raises QuizFault with every fault found."""
    return quiz.question_of(fields, book, language)
