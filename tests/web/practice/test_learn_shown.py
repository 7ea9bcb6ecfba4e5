"""Questions as they are drawn: the lines of a conversation, and what can be chosen."""

from __future__ import annotations

from clearbar.model.quiz import Kind
from clearbar.web.book.models import Version
from clearbar.web.bridge import books, learning
from clearbar.web.practice.forms.answers import shown

LINES = [{"customer": "It is loose."}, {"staff": "I am sorry."}, {"customer": "And?"}, {"staff": "What would help?"}]


def test_of_a_level_no_line_can_be_ticked_though_lines_and_levels_are_numbered_alike(book: Version) -> None:
    fields = {"kind": "level", "standard": "right.choice", "ask": "How far?", "conversation": LINES, "levels": [4, 4]}
    question = learning.written(fields, books.read(book.files), "en")
    assert {one.id for one in question.options} & {one.id for one in question.lines}
    drawn = shown(learning.variant(question, "seed"))
    assert [one.choice for one in drawn.lines] == [None] * 4
    assert len(drawn.choices) == 5


def test_of_a_deviation_each_line_of_staff_can_be_ticked(book: Version) -> None:
    lines = [*LINES[:3], {"staff": "That is your own fault.", "deviates": "It blames."}]
    fields = {"kind": "deviation", "standard": "right.no-blame", "ask": "Which?", "conversation": lines}
    question = learning.written(fields, books.read(book.files), "en")
    assert question.kind is Kind.DEVIATION
    drawn = shown(learning.variant(question, "seed"))
    assert [one.choice is not None for one in drawn.lines] == [False, True, False, True]
