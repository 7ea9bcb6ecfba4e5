"""Reads of quizzes: what one is about, its questions, and where somebody stands with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.utils import timezone

from clearbar.model.book import Book, Placed
from clearbar.web.practice.models.learn import About, Question, QuizAttempt, QuizChoice, QuizExtra

MOST_QUESTIONS = {About.STANDARD: 5, About.STEP: 8, About.JOURNEY: 12}
"""In one quiz."""


@dataclass(frozen=True)
class Subject:
    """What a quiz is about. `what` is its id as an attempt keeps it, `edition` that of all its standards together."""

    about: About
    what: str
    title: str
    standards: tuple[Placed, ...]

    @property
    def ids(self) -> list[str]:
        """The ids of its standards."""
        return [one.standard.id for one in self.standards]

    @property
    def edition(self) -> str:
        """Another one, when any of its standards has another one."""
        if self.about is About.STANDARD:
            return self.standards[0].standard.edition
        return sha256(",".join(sorted(one.standard.edition for one in self.standards)).encode()).hexdigest()[:32]

    def seed(self, person: str) -> str:
        """That of somebody's attempts."""
        return sha256(f"{person}:{self.about}:{self.what}:{self.edition}".encode()).hexdigest()[:32]


def subject(book: Book, about: str, what: str) -> Subject | None:
    """What a quiz is about: a standard by its id, a step as JOURNEY/STEP or by its id alone, a journey; None where the
    book has none."""
    if about == About.STANDARD:
        found = book.find(what)
        return Subject(About.STANDARD, what, _name(found), (found,)) if found and found.journey else None
    placed = [one for one in book.placed() if one.journey and one.step]
    if about == About.JOURNEY:
        own = [one for one in placed if one.journey and one.journey.id == what]
        return Subject(About.JOURNEY, what, _title(own, about), tuple(own)) if own else None
    own = [one for one in placed if one.journey and one.step and what in (_step(one), one.step.id)]
    first = _step(own[0]) if own else ""
    own = [one for one in own if _step(one) == first]
    return Subject(About.STEP, first, _title(own, about), tuple(own)) if own else None


def _step(one: Placed) -> str:
    return f"{one.journey.id}/{one.step.id}" if one.journey and one.step else ""


def _name(one: Placed) -> str:
    return one.standard.name or one.standard.promise


def _title(own: list[Placed], about: str) -> str:
    if not own or not own[0].journey or not own[0].step:
        return ""
    return own[0].journey.title if about == About.JOURNEY else own[0].step.title


def live(
    standards: Collection[str], editions: Collection[str], language: str, *, bodies: bool = True
) -> dict[str, list[Question]]:
    """The questions that may be asked, by standard: in this language where there are any, else in the same language of
    another region, else in whichever there are. One query; what they ask is left for later without `bodies`."""
    found = Question.objects.filter(standard__in=standards, edition__in=editions, state=Question.State.LIVE)
    by: dict[str, list[Question]] = {}
    for one in (found if bodies else found.defer("body")).order_by("name", "language"):
        by.setdefault(one.standard, []).append(one)
    return {standard: _in_language(rows, language) for standard, rows in by.items()}


def _in_language(rows: list[Question], language: str) -> list[Question]:
    primary = language.partition("-")[0]
    exact = [one for one in rows if one.language == language]
    near = [one for one in rows if one.language.partition("-")[0] == primary]
    return exact or near or [one for one in rows if one.language == rows[0].language]


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a quiz: how many attempts are `left`, from which day the next one may begin (None:
    now), the one that is `open`, and those that ended, the newest first."""

    left: int
    from_day: date | None
    open: QuizAttempt | None
    ended: tuple[QuizAttempt, ...]

    @property
    def passed(self) -> bool:
        """Whether any attempt at this edition passed."""
        return any(one.passed for one in self.ended)

    @property
    def may_begin(self) -> bool:
        """Whether an attempt may begin now."""
        return self.open is None and self.left > 0 and self.from_day is None


def standing(person: str, quiz: Subject, now: datetime) -> Standing:
    """Where somebody stands. Attempts count for one edition of what the quiz is about; one that a coach gave needs no
    waiting."""
    about = {"person": person, "about": quiz.about, "what": quiz.what, "edition": quiz.edition}
    tried = list(QuizAttempt.objects.filter(**about).order_by("-number"))
    given = list(QuizExtra.objects.filter(**about).values_list("at", flat=True))
    ended = tuple(one for one in tried if one.ended_at)
    running = next((one for one in tried if one.ended_at is None), None)
    choice = QuizChoice.the()
    left = max(0, choice.attempts + len(given) - len(tried))
    return Standing(left, _from(ended, given, choice.days, now), running, ended)


def _from(ended: tuple[QuizAttempt, ...], given: list[datetime], days: int, now: datetime) -> date | None:
    last = ended[0].ended_at if ended else None
    if last is None or any(at > last for at in given):
        return None
    day = timezone.localdate(last) + timedelta(days=days)
    return day if day > timezone.localdate(now) else None


def by_key(keys: Iterable[str]) -> Mapping[str, Question]:
    """Questions by their keys as texts. One query."""
    return {str(one.pk): one for one in Question.objects.filter(pk__in=[int(key) for key in keys])}
