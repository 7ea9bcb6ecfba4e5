"""Questions that people wrote → questions, or everything that is wrong with them, each at its place.

QZ001  no standard has this id
QZ002  a field that this kind of question does not have, or lacks one that it needs
QZ003  too few options or steps, or none that is right, or none that is wrong
QZ004  two options or steps say the same
QZ005  those who keyed it are too few or not of one mind
QZ006  a line of a conversation says nothing, or two things, or staff say nothing at all
QZ007  the same question stands twice
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from clearbar.model.book import Book, Placed
from clearbar.model.errors import Fault, QuizFault
from clearbar.model.quiz import Kind, Line, Option, Question
from clearbar.model.scenario import CUSTOMER, STAFF
from clearbar.practice.questions import conversations, worth
from clearbar.practice.questions.conversations import Mark
from clearbar.practice.questions.lots import id_of
from clearbar.practice.questions.place import LEAST, option, seconds
from clearbar.practice.questions.shape import LineShape, OptionShape, QuestionShape, QuestionsShape
from clearbar.text.faults import did_you_mean, shape_faults
from clearbar.text.redact import BEFORE_STORAGE, ON_DISPLAY, redact
from clearbar.text.tree import Node, parse

FIELDS = "question"
"""The name under which faults of the fields of a form are told."""
_NEEDS: Mapping[Kind, frozenset[str]] = {
    Kind.SINGLE: frozenset({"options"}),
    Kind.MULTIPLE: frozenset({"options"}),
    Kind.SITUATION: frozenset({"options"}),
    Kind.ORDER: frozenset({"steps"}),
    Kind.DEVIATION: frozenset({"conversation"}),
    Kind.LEVEL: frozenset({"conversation", "levels"}),
}
_PARTS = ("options", "steps", "conversation", "levels")


def read_questions(files: Mapping[str, bytes], book: Book) -> tuple[Question, ...]:
    """The questions in YAML files (name → content), in the order of the names. Raises QuizFault with every fault."""
    faults: list[Fault] = []
    found: list[Question] = []
    for name in sorted(files):
        node, told = parse(name, files[name])
        faults += told
        if node is None:
            faults += [] if told else [Fault(name, 1, 1, "CB006", "the file is empty")]
            continue
        found += _of_file(name, node, book, faults)
    if faults:
        raise QuizFault(faults)
    return tuple(found)


def question_of(fields: Mapping[str, Any], book: Book) -> Question:
    """The question that the fields of a form say, in the language of the book that is handed in. Raises QuizFault with
    every fault; they have no line, and name the field."""
    faults: list[Fault] = []
    found = _of_file(FIELDS, _node({"questions": [dict(fields)]}), book, faults)
    if faults:
        raise QuizFault([Fault(one.file, 0, 0, one.code, one.message, one.hint) for one in faults])
    return found[0]


def _node(value: Any) -> Node:
    """Data as a tree without places."""
    if isinstance(value, Mapping):
        return Node({str(key): _node(one) for key, one in value.items()}, 0, 0)
    if isinstance(value, (list, tuple)):
        return Node([_node(one) for one in value], 0, 0)
    return Node(None if value in (None, "") else str(value), 0, 0)


def _of_file(name: str, node: Node, book: Book, faults: list[Fault]) -> list[Question]:
    try:
        shape = QuestionsShape.model_validate(node.data())
    except ValidationError as error:
        faults += shape_faults(name, node, error, QuestionsShape)
        return []
    said = book.in_language(shape.language) if shape.language else book
    found: dict[str, Question] = {}
    for i, one in enumerate(shape.questions):
        told = [
            Fault(name, *node.place(("questions", i, *path)), code, message, hint)
            for path, code, message, hint in _faults(one, said)
        ]
        faults += told
        if told:
            continue
        question = _built(one, said, shape.language or book.language)
        if question.id in found:
            place = node.place(("questions", i))
            faults.append(Fault(name, *place, "QZ007", "the same question stands twice", "keep one of them"))
        found[question.id] = question
    return list(found.values())


_Told = tuple[tuple[int | str, ...], str, str, str]


def _faults(one: QuestionShape, book: Book) -> Iterator[_Told]:
    if book.find(one.standard) is None:
        known = [placed.standard.id for placed in book.placed()]
        yield ("standard",), "QZ001", f"no standard has the id `{one.standard}`", did_you_mean(one.standard, known)
    for part in _PARTS:
        given, needed = bool(getattr(one, part)), part in _NEEDS[one.kind]
        if given and not needed:
            yield (part,), "QZ002", f"`{part}` has no meaning for the kind `{one.kind.value}`", "leave it out"
        if needed and not given:
            yield (), "QZ002", f"a question of the kind `{one.kind.value}` needs `{part}`", ""
    if one.kind is Kind.ORDER:
        yield from _alike(one.steps, "steps")
        if 0 < len(one.steps) < LEAST:
            yield ("steps",), "QZ003", f"an order has at least {LEAST} steps", ""
    elif one.kind in {Kind.DEVIATION, Kind.LEVEL}:
        yield from _line_faults(one)
    elif one.options:
        yield from _alike([each.text for each in one.options], "options")
        yield from _option_faults(one)
    if one.kind is Kind.LEVEL and one.levels and worth.divided(one.levels):
        hint = "ask more raters, or another conversation that they agree on"
        yield ("levels",), "QZ005", "the raters are too few or too far apart to be a key", hint


def _alike(texts: tuple[str, ...] | list[str], part: str) -> Iterator[_Told]:
    seen: set[str] = set()
    for i, text in enumerate(texts):
        plain = " ".join(text.split()).casefold()
        if plain in seen:
            yield (part, i), "QZ004", f"two of the {part} say the same: “{text}”", "keep one of them"
        seen.add(plain)


def _option_faults(one: QuestionShape) -> Iterator[_Told]:
    if len(one.options) < LEAST:
        yield ("options",), "QZ003", f"there are at least {LEAST} options", "write mistakes that people really make"
    if one.kind is Kind.SITUATION:
        yield from _situation_faults(one.options)
        return
    for i, each in enumerate(one.options):
        if each.ratings or each.worth is not None:
            hint = "say `right: yes`, or make it a situation"
            yield ("options", i), "QZ002", "only the options of a situation have `worth` or `ratings`", hint
    rights = sum(each.right for each in one.options)
    if rights == 0 or rights == len(one.options):
        yield ("options",), "QZ003", "some options are right (`right: yes`) and some are wrong", ""
    elif one.kind is Kind.SINGLE and rights > 1:
        yield ("options",), "QZ003", "one option is right", "make the kind `multiple` if several are"


def _situation_faults(options: tuple[OptionShape, ...]) -> Iterator[_Told]:
    rated = [each for each in options if each.ratings]
    for i, each in enumerate(options):
        if bool(each.ratings) == (each.worth is not None) or each.right:
            hint = "`worth: 60%`, or `ratings: [4, 5, 4]` of experts"
            yield ("options", i), "QZ002", "an option of a situation has either `worth` or `ratings`", hint
        elif each.ratings and worth.divided(each.ratings):
            hint = "leave the option out, or talk about it until you agree"
            yield ("options", i, "ratings"), "QZ005", "the experts are too few or not of one mind on this option", hint
    if rated and len(rated) < len(options):
        yield ("options",), "QZ002", "either experts rated all options, or none", ""
    elif rated and len({sum(each.ratings) / len(each.ratings) for each in rated}) == 1:
        yield ("options",), "QZ005", "the experts think the same of all options, so none is better", ""
    elif all(each.worth is not None and each.worth < 1 for each in options):
        yield ("options",), "QZ003", "one option of a situation is worth 100%", "the best that can be done"


def _line_faults(one: QuestionShape) -> Iterator[_Told]:
    for i, line in enumerate(one.conversation):
        if (line.customer is None) == (line.staff is None):
            yield ("conversation", i), "QZ006", "a line is said either by the `customer` or by `staff`", ""
        elif line.deviates and (line.customer or one.kind is Kind.LEVEL):
            hint = "only lines of staff deviate, and only in a question of the kind `deviation`"
            yield ("conversation", i, "deviates"), "QZ002", "this line cannot deviate", hint
    if one.conversation and (len(one.conversation) < 2 or not any(line.staff for line in one.conversation)):
        yield ("conversation",), "QZ006", "a conversation has two lines or more, and staff say something", ""


def _built(one: QuestionShape, book: Book, language: str) -> Question:
    placed = book.find(one.standard)
    if placed is None:
        raise LookupError(one.standard)
    says = " ".join(part for part in (one.because, conversations.book_says(book, placed)) if part)
    if one.kind in {Kind.DEVIATION, Kind.LEVEL}:
        return _of_lines(one, book, language)
    options = _options(one)
    told = [f"{each.text}={each.worth:.6f}" for each in options]
    id = id_of(placed.standard.id, placed.standard.edition, one.kind.value, one.ask, *told)
    return _finished(one, placed, id, language, options, says)


def _finished(
    one: QuestionShape, placed: Placed, id: str, language: str, options: tuple[Option, ...], says: str
) -> Question:
    return Question(
        id,
        placed.standard.id,
        placed.standard.edition,
        one.kind,
        language,
        one.ask,
        options,
        says,
        about=one.kind.value,
        shown=one.shown if one.kind is not Kind.SITUATION and one.shown < len(options) else 0,
        seconds=seconds(one.ask, options, one.shown),
        written=True,
    )


def _options(one: QuestionShape) -> tuple[Option, ...]:
    if one.kind is Kind.ORDER:
        return tuple(option(step) for step in one.steps)
    if one.kind is not Kind.SITUATION:
        return tuple(option(each.text, float(each.right), each.because or "") for each in one.options)
    values = [each.worth or 0.0 for each in one.options]
    if one.options[0].ratings:
        values = worth.situation([each.ratings for each in one.options])
    return tuple(option(each.text, value, each.because or "") for each, value in zip(one.options, values, strict=True))


def _of_lines(one: QuestionShape, book: Book, language: str) -> Question:
    lines = tuple(_line(i, each) for i, each in enumerate(one.conversation))
    if one.kind is Kind.LEVEL:
        question = conversations.level(book, one.standard, lines, one.levels)
    else:
        marks = [Mark(i, each.deviates) for i, each in enumerate(one.conversation) if each.deviates]
        question = conversations.deviation(book, one.standard, lines, marks)
    explanation = " ".join(part for part in (one.because, question.explanation) if part)
    return conversations.worded(question, one.ask, explanation, language)


def _line(at: int, line: LineShape) -> Line:
    text = redact(line.customer or line.staff or "", kinds=BEFORE_STORAGE | ON_DISPLAY).text
    return Line(str(at), CUSTOMER if line.customer else STAFF, text)
