"""Wording: the questions of a survey, generated from the book, in the language of who is asked.

Pure: book and survey in, questions out. Texts of our own are translated by gettext under the language that is active.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from django.utils.translation import gettext, override

from clearbar.model.book import OVERALL, Book, Dimension, Journey, Level, Placed, Scale, Source, Standard
from clearbar.web.surveys.models import Survey

MOST = 7
"""So many standards one survey asks about. More would be skipped, or not be read."""

UNTOLD = 0
"""The mark of who cannot say; no level."""


@dataclass(frozen=True)
class Mark:
    """One mark that can be set: its level, or UNTOLD, and the words beside it."""

    level: int
    text: str
    lang: str


@dataclass(frozen=True)
class Question:
    """One question. `standard` and `edition` say what its marks rate; a question about a dimension that no standard
    asks for rates none and has the dimension's name as `standard` and no edition. `lang` is the language of `text`;
    `promise` says that the text is a promise and no question."""

    standard: str
    edition: str
    bar: int
    text: str
    lang: str
    marks: tuple[Mark, ...]
    promise: bool = False
    step: str = ""


@dataclass(frozen=True)
class Words:
    """The texts of one survey that its audience decides."""

    title: str
    visit: str
    first: str
    again: str
    recommended: str


@dataclass(frozen=True)
class Form:
    """A survey as one visitor sees it. `instrument` says by which way, in which language and wording it asks: another
    wording is another instrument, and never read as a change of service."""

    questions: tuple[Question, ...]
    words: Words
    expectation: bool
    language: str
    instrument: str


def compose(survey: Survey, book: Book, way: str, language: str) -> Form:
    """The questions of a survey: the verdict on the whole first, so that no detail colours it, then its standards in
    the order of the book, then those of the three dimensions that none of them asks for."""
    with override(language):
        spoken = book.in_language(language)
        asked = [one for one in map(spoken.find, survey.standards) if one and one.standard.id != OVERALL]
        covered = {one.standard.dimension for one in asked}
        questions = (
            _overall(spoken, language),
            *(_standard(one, spoken, language) for one in asked),
            *(_dimension(one, language) for one in Dimension if one not in covered),
        )
        words = _words(survey.source)
        told = [[asdict(one) for one in questions], asdict(words), survey.expectation, _fixed()]
        kind = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:10]
        return Form(questions, words, survey.expectation, language, f"{way}/{language}/{kind}")


def askable(journey: Journey, source: Source) -> list[Standard]:
    """The standards of a journey whose `measured_by` names this source, in order. A back-stage standard is among them
    only where the book says that this source can tell."""
    return [one for step in journey.steps for one in step.standards if source in one.measured_by]


def default_standards(standards: Sequence[Standard]) -> list[str]:
    """The ids of those that are asked unless somebody chooses: at most MOST, one of each dimension before a second."""
    first = {one.dimension: one.id for one in reversed(standards) if one.dimension}
    chosen = list(first.values())
    for one in standards:
        if len(chosen) < MOST and one.id not in chosen:
            chosen.append(one.id)
    return [one.id for one in standards if one.id in chosen]


def _overall(book: Book, language: str) -> Question:
    overall = book.overall
    text = overall.question or gettext("All in all, how was it?")
    lang = book.language if overall.question else language
    return Question(OVERALL, overall.edition, overall.bar, text, lang, _marks(overall, book, language))


def _standard(placed: Placed, book: Book, language: str) -> Question:
    one = placed.standard
    step = placed.step.id if placed.step else ""
    text = one.question or one.promise
    marks = _marks(one, book, language)
    return Question(one.id, one.edition, one.bar, text, book.language, marks, not one.question, step)


def _dimension(dimension: Dimension, language: str) -> Question:
    marks = (*(Mark(level, name, language) for level, name in _level_names().items()), _untold(language))
    return Question(dimension.value, "", Level.GOOD, _dimensions()[dimension], language, marks)


def _marks(standard: Standard, book: Book, language: str) -> tuple[Mark, ...]:
    if standard.scale is Scale.YES_NO:
        yes, no = Mark(Level.GOOD, gettext("Yes"), language), Mark(Level.UNDERPERFORMING, gettext("No"), language)
        return (no, yes, _untold(language))
    own, names = _own_names(book), _level_names()
    marks = []
    for level in Level:
        text = standard.levels.get(level) or own.get(level, "")
        marks.append(Mark(level, text or names[level], book.language if text else language))
    return (*marks, _untold(language))


def _own_names(book: Book) -> Mapping[Level, str]:
    """The names that the book itself gives to levels; the words of its format are none that a customer would use."""
    given = {level: name for level, name in book.level_names.items() if name != level.name.lower()}
    return given if len(given) == len(Level) else {}


def _untold(language: str) -> Mark:
    return Mark(UNTOLD, gettext("I cannot say"), language)


def _level_names() -> dict[Level, str]:
    names = (gettext("Poor"), gettext("Not good enough"), gettext("Average"), gettext("Good"), gettext("Exemplary"))
    return dict(zip(Level, names, strict=True))


def _dimensions() -> dict[Dimension, str]:
    return {
        Dimension.COURTESY: gettext("How was our courtesy?"),
        Dimension.OUTCOME: gettext("How was the outcome for you?"),
        Dimension.PROMPTNESS: gettext("How was our promptness?"),
    }


def _words(source: Source) -> Words:
    if source is Source.COLLEAGUE:
        return Words(
            gettext("How did we work for you?"),
            gettext("Was this the first time that you needed us?"),
            gettext("Yes, the first time"),
            gettext("No, I needed you before"),
            gettext("Did somebody recommend us to you?"),
        )
    if source is Source.VENDOR:
        return Words(
            gettext("How is it to work with us?"),
            gettext("Was this the first time that you worked with us?"),
            gettext("Yes, the first time"),
            gettext("No, we worked together before"),
            gettext("Did somebody recommend us to you?"),
        )
    return Words(
        gettext("How was it with us?"),
        gettext("Was this your first time with us?"),
        gettext("Yes, the first time"),
        gettext("No, I know you already"),
        gettext("Did somebody recommend us to you?"),
    )


def _fixed() -> list[str]:
    """Those texts of the page that decide what a mark means."""
    return [gettext("You expected"), gettext("You got"), gettext("What else would you like to tell us?")]
