"""Questions about a conversation that was redacted: spot the lines that deviate, and say which level it reaches.

Where it deviates is told by a check or by reviewers, as marks; which level it reaches, by the raters of a calibration.
Before it is shown, what may be left of numbers and addresses is taken out once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clearbar.model.book import Book, Level, Placed, Scale
from clearbar.model.conversation import SERVING, Conversation, Role
from clearbar.model.quiz import NONE, Kind, Line, Option, Question
from clearbar.model.scenario import CUSTOMER, STAFF
from clearbar.practice.questions import worth
from clearbar.practice.questions.lots import id_of
from clearbar.practice.questions.place import seconds
from clearbar.practice.questions.wordings import of
from clearbar.text.redact import BEFORE_STORAGE, ON_DISPLAY, redact

MOST_LINES = 40
"""Nobody reads more for one question."""


@dataclass(frozen=True)
class Mark:
    """A place where a conversation deviates from a standard: the message, from 0, and in words of the standard what is
    wrong there."""

    message: int
    says: str = ""


def lines_of(conversation: Conversation) -> tuple[Line, ...]:
    """The public messages of customers and staff, redacted; the id of each is its place in the conversation."""
    shown = [
        (i, one)
        for i, one in enumerate(conversation.messages)
        if one.public and one.role is not Role.SYSTEM and one.text.strip()
    ]
    return tuple(
        Line(
            str(i),
            STAFF if one.role in SERVING else CUSTOMER,
            redact(one.text, kinds=BEFORE_STORAGE | ON_DISPLAY).text,
        )
        for i, one in shown
    )


def deviation(book: Book, standard: str, lines: Sequence[Line], marks: Sequence[Mark]) -> Question:
    """Spot the lines of staff that deviate. Without marks, that none does is right.

    Raises ValueError where the book has no such standard, where a mark is on no line of staff, or where there are fewer
    than two or more than `MOST_LINES` lines.
    """
    placed = _sound(book, standard, lines)
    said, why = of(book.language), {str(mark.message): mark.says for mark in marks}
    ours = [line for line in lines if line.who == STAFF]
    if foreign := sorted(set(why) - {line.id for line in ours}):
        raise ValueError(f"no line of staff stands at {', '.join(foreign)}")
    if not ours:
        raise ValueError("nobody of staff says anything in this conversation")
    options = [Option(line.id, line.text, 1.0 if line.id in why else 0.0, why.get(line.id, "")) for line in ours]
    options.append(Option(NONE, said.no_line, 0.0 if why else 1.0))
    stem = said.deviation.format(placed.standard.promise)
    return _about(book, placed, Kind.DEVIATION, stem, options, lines, book_says(book, placed))


def level(book: Book, standard: str, lines: Sequence[Line], levels: Sequence[int]) -> Question:
    """Say which level the conversation reaches. `levels` are those that calibrated raters gave: see `worth.level`.

    Raises ValueError as `deviation` does, where a level is none of the standard's, and where the raters are fewer than
    two or too far apart to be a key.
    """
    placed = _sound(book, standard, lines)
    scale = placed.standard.scale
    known = {Level.UNDERPERFORMING, Level.GOOD} if scale is Scale.YES_NO else set(Level)
    if any(one not in {int(each) for each in known} for one in levels):
        raise ValueError("the raters gave a level that this standard does not have")
    rungs = [one / 2 for one in levels] if scale is Scale.YES_NO else [float(one) for one in levels]
    if worth.divided(rungs, 2 if scale is Scale.YES_NO else 5):
        raise ValueError("the raters are too few or too far apart: there is no level to go by")
    said, mean = of(book.language), sum(levels) / len(levels)
    options = [
        Option(str(int(one)), _described(book, placed, one), value, "")
        for one, value in sorted(worth.level(levels, scale).items())
    ]
    stem = said.reached.format(placed.standard.promise)
    explanation = f"{said.raters.format(f'{mean:.1f}')} {book_says(book, placed)}"
    return _about(book, placed, Kind.LEVEL, stem, options, lines, explanation)


def book_says(book: Book, placed: Placed) -> str:
    """The promise and what is done for it, in the book's own words."""
    parts = (placed.standard.promise, placed.standard.do)
    return of(book.language).book_says.format(" ".join(part for part in parts if part))


def _sound(book: Book, standard: str, lines: Sequence[Line]) -> Placed:
    placed = book.find(standard)
    if placed is None:
        raise ValueError(f"the book has no standard `{standard}`")
    if not 2 <= len(lines) <= MOST_LINES:
        raise ValueError(f"a conversation to ask about has 2 to {MOST_LINES} lines, not {len(lines)}")
    return placed


def _described(book: Book, placed: Placed, one: Level) -> str:
    name, text = book.level_names.get(one, one.name.lower()), placed.standard.levels.get(one, "")
    return f"{name}: {text}" if text else name


def _about(
    book: Book,
    placed: Placed,
    kind: Kind,
    stem: str,
    options: Sequence[Option],
    lines: Sequence[Line],
    explanation: str,
) -> Question:
    standard = placed.standard
    told = [f"{line.who}: {line.text}" for line in lines]
    empty = Question("", standard.id, standard.edition, kind, book.language, stem, tuple(options), explanation)
    return replace(
        empty,
        id=id_of(standard.id, standard.edition, kind.value, *told),
        about=kind.value,
        lines=tuple(lines),
        seconds=seconds(stem, options if kind is Kind.LEVEL else (), lines=told),
    )


def worded(question: Question, stem: str, explanation: str, language: str) -> Question:
    """The same question in words that a person wrote."""
    id = id_of(question.id, stem)
    return replace(question, id=id, stem=stem, explanation=explanation, language=language, written=True)
