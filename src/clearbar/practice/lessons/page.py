"""A step of a book → the page from which somebody teaches it to themself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clearbar.model.book import Audience, Book, Journey, Level, Scale, Stage, Standard, Step
from clearbar.model.lesson import Edit, Lesson, LevelSaid, Part
from clearbar.practice.lessons.tongues import quoted, words_of

Edits = Mapping[str, Edit]
"""What people wrote, by standard, in the language of the book that is at hand. Written for another edition, it is not
used: it may say what does not hold any longer."""

WORDS_A_MINUTE = 180
"""How fast a careful reader reads: a little below what adults read silently on average, 238 words a minute in
non-fiction (Brysbaert 2019, Journal of Memory and Language 109, 104047), since levels are compared, not just read."""


def lessons_of(book: Book, edits: Edits) -> Iterator[Lesson]:
    """A lesson for each step that has standards, in the order of the book."""
    for journey in book.journeys:
        for step in journey.steps:
            if step.standards:
                yield lesson_of(book, journey, step, edits)


def lesson_of(book: Book, journey: Journey, step: Step, edits: Edits) -> Lesson:
    """The lesson of a step."""
    parts = tuple(part_of(book, journey, one, edits.get(one.id)) for one in step.standards)
    return Lesson(
        journey=journey.id,
        journey_title=journey.title,
        step=step.id,
        title=step.title,
        seen=step.stage is Stage.FRONT,
        wants=wants_of(book.language, journey),
        quote=journey.quote,
        parts=parts,
        minutes=_minutes(parts),
        language=book.language,
        words=words_of(book.language),
    )


def part_of(book: Book, journey: Journey | None, standard: Standard, edit: Edit | None = None) -> Part:
    """A standard as it is taught. An edit for another edition of it, or in another language, is not used."""
    fits = edit is not None and edit.edition == standard.edition and edit.language == book.language
    own = edit if fits and edit else Edit(standard.id, standard.edition, book.language)
    levels = _levels(book, standard)
    words = words_of(book.language)
    name = standard.name or standard.promise
    return Part(
        standard=standard.id,
        edition=standard.edition,
        name=name,
        promise=standard.promise,
        do=standard.do,
        scale=standard.scale,
        levels=levels,
        why=own.why or _why(book.language, journey, levels),
        example=own.example,
        self_check=standard.self_check,
        question=own.question
        or standard.self_check
        or words["ask"].format(promise=quoted(book.language, standard.promise)),
        note=own.note,
        edited=any((own.why, own.example, own.question, own.note)),
    )


def _levels(book: Book, standard: Standard) -> tuple[LevelSaid, ...]:
    words = words_of(book.language)
    yes_no = {Level.GOOD: words["met"], Level.UNDERPERFORMING: words["missed"]}
    names = yes_no if standard.scale is Scale.YES_NO else book.level_names
    return tuple(
        LevelSaid(level, names.get(level, level.name.lower()), standard.levels[level], level >= standard.bar)
        for level in sorted(standard.levels, reverse=True)
        if standard.levels[level]
    )


def _why(language: str, journey: Journey | None, levels: tuple[LevelSaid, ...]) -> str:
    """What those whom the journey serves meet where it is missed; where no level says that, what they want."""
    words = words_of(language)
    if levels and not levels[-1].reaches:
        return words["else"].format(level=quoted(language, levels[-1].says))
    return wants_of(language, journey) if journey else ""


def wants_of(language: str, journey: Journey) -> str:
    """What those whom a journey serves want, in a sentence; empty where the book does not say."""
    if not journey.customer_wants:
        return ""
    who = {Audience.CUSTOMER: "wants", Audience.COLLEAGUE: "colleague_wants", Audience.VENDOR: "vendor_wants"}
    return words_of(language)[who[journey.audience]].format(wants=quoted(language, journey.customer_wants))


def _minutes(parts: tuple[Part, ...]) -> int:
    texts = (
        text
        for one in parts
        for text in (one.promise, one.do, one.why, one.example, one.self_check, *(each.says for each in one.levels))
    )
    return max(1, round(sum(len(text.split()) for text in texts) / WORDS_A_MINUTE))
