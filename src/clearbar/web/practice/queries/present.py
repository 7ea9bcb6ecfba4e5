"""Reads of lessons: what presents the book to somebody, in their language, and what of it they have read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from clearbar.model.book import Book, Journey, Standard, Step
from clearbar.model.errors import InputFault
from clearbar.model.lesson import Edit, Lesson
from clearbar.model.scenario import Scenario
from clearbar.web.book.queries import current
from clearbar.web.bridge import presenting, rehearsing
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.present import Clip, LessonEdit, LessonRead
from clearbar.web.practice.models.rehearse import ScenarioText
from clearbar.web.practice.queries.duties import Duties


@dataclass(frozen=True)
class Shelved:
    """A lesson in the library: what it is, and how much of it somebody has read."""

    lesson: Lesson
    read: int

    @property
    def of(self) -> int:
        """How many standards it presents."""
        return len(self.lesson.parts)

    @property
    def is_read(self) -> bool:
        """Whether all of it was read as it stands now."""
        return self.read == self.of


@dataclass(frozen=True)
class Shelf:
    """A journey in the library. `mine` says that somebody performs it."""

    journey: Journey
    lessons: tuple[Shelved, ...]
    mine: bool


def languages_of(book: Book) -> list[str]:
    """The languages of a book, its own first."""
    return [book.language, *sorted(one for one in book.spoken if one != book.language)]


def in_language(book: Book, wanted: Iterable[str]) -> Book:
    """The book in the first of these languages that it knows; in its own, where it knows none."""
    known = languages_of(book)
    primary = {one.partition("-")[0] for one in known}
    for tag in wanted:
        if tag and (tag in known or tag.partition("-")[0] in primary):
            return book.in_language(tag)
    return book


def edits(book: Book) -> dict[str, Edit]:
    """What people wrote in the book's language for the editions that it has, by standard. One query."""
    now = [one.standard.edition for one in book.placed()]
    kept = LessonEdit.objects.filter(language=book.language, edition__in=now)
    return {
        one.standard: Edit(one.standard, one.edition, one.language, one.why, one.example, one.question, one.note)
        for one in kept
    }


def earlier(standard: Standard, language: str) -> LessonEdit | None:
    """The newest that people wrote for an earlier wording of a standard; None where there is something for this one."""
    kept = LessonEdit.objects.filter(standard=standard.id, language=language)
    if kept.filter(edition=standard.edition).exists():
        return None
    return kept.order_by("-at", "-pk").first()


def written(standard: Standard, language: str) -> LessonEdit | None:
    """What people wrote for a standard as it stands."""
    return LessonEdit.objects.filter(standard=standard.id, language=language, edition=standard.edition).first()


def read_by(person: str) -> set[str]:
    """The editions whose page somebody has read."""
    return set(LessonRead.objects.filter(person=person).values_list("edition", flat=True))


def library(book: Book, scope: Scope) -> list[Shelf]:
    """All lessons by journey, those of the person's own journeys first. Three queries."""
    own, done, duties = edits(book), read_by(scope.person), Duties.now()
    shelves = []
    for journey in book.journeys:
        lessons = [presenting.lesson_of(book, journey, step, own) for step in journey.steps if step.standards]
        shelved = tuple(Shelved(one, sum(part.edition in done for part in one.parts)) for one in lessons)
        if shelved:
            shelves.append(Shelf(journey, shelved, duties.performs(journey.id, scope.teams)))
    return sorted(shelves, key=lambda one: not one.mine)


def unread(scope: Scope, book: Book | None = None) -> list[Lesson]:
    """The lessons of somebody's own journeys that they have not read as they stand, in the order of the book."""
    found = book or current()
    if found is None:
        return []
    return [one.lesson for shelf in library(found, scope) if shelf.mine for one in shelf.lessons if not one.is_read]


def find_step(book: Book, journey: str, step: str) -> tuple[Journey, Step] | None:
    """A journey of the book and a step of it that has standards; None where there is none."""
    found = find_journey(book, journey)
    place = next((one for one in found.steps if one.id == step and one.standards), None) if found else None
    return (found, place) if found and place else None


def find_journey(book: Book, journey: str) -> Journey | None:
    """A journey of the book that has standards."""
    return next((one for one in book.journeys if one.id == journey and any(each.standards for each in one.steps)), None)


@dataclass(frozen=True)
class Around:
    """The lessons before and after one, within its journey."""

    before: Lesson | None
    after: Lesson | None


def around(book: Book, lesson: Lesson) -> Around:
    """Where the way leads from a lesson."""
    found = [one for one in presenting.lessons_of(book, {}) if one.journey == lesson.journey]
    at = next(place for place, one in enumerate(found) if one.step == lesson.step)
    return Around(found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None)


@dataclass(frozen=True)
class Shown:
    """A film or sound as a lesson shows it. `words` are its captions, one under the other, or its transcript; `older`
    says that a standard of the step has changed since."""

    clip: Clip
    words: tuple[str, ...]
    older: bool


def clips(lesson: Lesson) -> list[Shown]:
    """The films and sounds of a step: those in its language, else those in any."""
    every = list(Clip.objects.filter(journey=lesson.journey, step=lesson.step))
    primary = lesson.language.partition("-")[0]
    chosen = [one for one in every if one.language.partition("-")[0] == primary] or every
    now = {part.edition for part in lesson.parts}
    return [Shown(one, _words(one), not now.issubset(one.editions)) for one in chosen]


def _words(clip: Clip) -> tuple[str, ...]:
    if clip.transcript:
        return tuple(line.strip() for line in clip.transcript.splitlines() if line.strip())
    return tuple(" ".join(cue.text.split()) for cue in presenting.read_captions(clip.captions))


def scenarios() -> list[Scenario]:
    """The scenarios that people rehearse; one that cannot be read any more is left out."""
    found = []
    for one in ScenarioText.objects.exclude(live=None).select_related("live"):
        if one.live:
            with suppress(InputFault):
                found.append(rehearsing.scenario_of(one.live.edition, partial(str, one.live.text)))
    return found
