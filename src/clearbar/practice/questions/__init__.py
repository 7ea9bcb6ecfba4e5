"""Questions: a book → questions about it; a question → what is shown of it; an answer → its credit; questions → a quiz.

Everything here is pure: the same seed shows the same, and the same answer is worth the same.
"""

from clearbar.practice.questions.compose import MINUTES, compose, result, sheet
from clearbar.practice.questions.conversations import MOST_LINES, Mark, deviation, level, lines_of
from clearbar.practice.questions.data import from_data, to_data
from clearbar.practice.questions.grade import grade
from clearbar.practice.questions.make import Quantities, questions_of
from clearbar.practice.questions.show import variant
from clearbar.practice.questions.worth import keyed
from clearbar.practice.questions.written import question_of, read_questions

__all__ = [
    "MINUTES",
    "MOST_LINES",
    "Mark",
    "Quantities",
    "compose",
    "deviation",
    "from_data",
    "grade",
    "keyed",
    "level",
    "lines_of",
    "question_of",
    "questions_of",
    "read_questions",
    "result",
    "sheet",
    "to_data",
    "variant",
]
