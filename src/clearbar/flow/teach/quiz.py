"""Quiz: a book → questions; answers → credit and a result; and who is to be asked what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from clearbar import checks
from clearbar.flow.teach.known import (
    REPEATED,
    failed_again,
    given,
    knowing_and_doing,
    not_known,
    question_report,
)
from clearbar.model.book import Book, Placed
from clearbar.model.conversation import SERVING, Conversation
from clearbar.model.quiz import Question
from clearbar.practice import questions
from clearbar.standards.quantities import ranges
from clearbar.standards.quantity_words import ARTICLES, NUMBERS

__all__ = [
    "MINUTES",
    "REPEATED",
    "SEEN_IN_WORDS",
    "Mark",
    "compose",
    "failed_again",
    "from_data",
    "given",
    "grade",
    "judge_level",
    "keyed",
    "knowing_and_doing",
    "not_known",
    "question_of",
    "question_report",
    "questions_of",
    "read_questions",
    "result",
    "sheet",
    "spot_deviations",
    "to_data",
    "variant",
]

_WORDS = {tag: {word: value for word, value in known.items() if word not in ARTICLES} for tag, known in NUMBERS.items()}

SEEN_IN_WORDS = frozenset({"forbidden_phrases", "language"})
"""Checks whose findings can be seen in the lines that they name. A wait, a missing offer or a skipped step cannot, and
a check that names lines which are in order is no key."""
MINUTES = questions.MINUTES
Mark = questions.Mark
variant = questions.variant
grade = questions.grade
compose = questions.compose
sheet = questions.sheet
result = questions.result
to_data = questions.to_data
from_data = questions.from_data
keyed = questions.keyed


def questions_of(book: Book, language: str = "", standards: Collection[str] = ()) -> tuple[Question, ...]:
    """The questions that a book gives by itself about these standards, or about all, in a language that it knows; in
    its own where it does not know that one."""
    said = book.in_language(language) if language else book
    spans = {
        promise: [(one.start, one.end) for one in ranges(promise, said.language)]
        for promise in {placed.standard.promise for placed in said.placed()}
    }
    return questions.questions_of(said, standards, spans=spans, words=_WORDS)


def read_questions(files: Mapping[str, str], book: Book) -> tuple[Question, ...]:
    """The questions in YAML texts, by the names of their files. Raises QuizFault with every fault found."""
    return questions.read_questions({name: text.encode() for name, text in files.items()}, book)


def question_of(fields: Mapping[str, Any], book: Book, language: str = "") -> Question:
    """The question that the fields of a form say: those of `practice/questions/shape.py`. Raises QuizFault with every
    fault found."""
    return questions.question_of(fields, book.in_language(language) if language else book)


def spot_deviations(
    book: Book, conversation: Conversation, marks: Mapping[str, Sequence[Mark]] | None = None, language: str = ""
) -> tuple[Question, ...]:
    """Questions that ask for the lines of a conversation that deviate: one for each standard of which the reviewers'
    `marks` say where it was missed, or whose check says so. What was said is redacted. A conversation that is too short
    or too long to be asked about gives none."""
    said = book.in_language(language) if language else book
    lines = questions.lines_of(conversation)
    found: list[Question] = []
    for placed in said.placed():
        told = list((marks or {}).get(placed.standard.id, ())) or _by_check(placed, conversation)
        if told and 2 <= len(lines) <= questions.MOST_LINES:
            found.append(questions.deviation(said, placed.standard.id, lines, told))
    return tuple(found)


def judge_level(
    book: Book, conversation: Conversation, standard: str, levels: Sequence[int], language: str = ""
) -> Question:
    """The question which level a conversation reaches, keyed by the levels that calibrated raters gave it. Raises
    ValueError where the raters are too few or too far apart, or the conversation is too short or too long."""
    said = book.in_language(language) if language else book
    return questions.level(said, standard, questions.lines_of(conversation), levels)


def _by_check(placed: Placed, conversation: Conversation) -> list[Mark]:
    """Where the check of a standard says that it was missed; only lines of staff that others can see."""
    standard = placed.standard
    if standard.check is None or standard.check.kind not in SEEN_IN_WORDS:
        return []
    reading = checks.read(conversation, standard.check, standard.scale, standard.bar)
    if reading.level is None or reading.level >= standard.bar:
        return []
    said = {i: one.says for one in reading.rests_on if (i := one.message) is not None and _is_ours(conversation, i)}
    return [Mark(message, says) for message, says in sorted(said.items())]


def _is_ours(conversation: Conversation, at: int) -> bool:
    message = conversation.messages[at]
    return message.role in SERVING and message.public and bool(message.text.strip())
