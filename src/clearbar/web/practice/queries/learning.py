"""Reads of learning: the quizzes of one's work, and how somebody fares, for themself and their coach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from clearbar.model.book import Book, Placed
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.learn import About, Question, QuizAttempt
from clearbar.web.practice.queries.duties import Duties
from clearbar.web.practice.queries.learned import Learned, learned
from clearbar.web.practice.queries.lessons import lesson_address
from clearbar.web.practice.queries.quizzes import Subject, standing, subject

REPEATED = 2
"""Attempts at one thing without one that passed, from which it is a finding."""


@dataclass(frozen=True)
class OwnStep:
    """A step with how many of its standards were passed on."""

    quiz: Subject
    passed: int
    asked: int
    """Standards that there are questions about."""

    @property
    def done(self) -> bool:
        """Whether all that can be asked was passed."""
        return self.asked > 0 and self.passed >= self.asked


@dataclass(frozen=True)
class OwnJourney:
    """A journey of one's work, with its steps."""

    quiz: Subject
    steps: tuple[OwnStep, ...]


def own_quizzes(book: Book, scope: Scope, duties: Duties, now: datetime) -> list[OwnJourney]:
    """The quizzes of one's work; who performs nothing sees those of the whole book."""
    del now
    journeys = duties.journeys(book, scope.teams) or book.journeys
    have = set(Question.objects.filter(state=Question.State.LIVE).values_list("standard", flat=True).distinct())
    known = learned([scope.person])
    found = []
    for journey in journeys:
        quiz = subject(book, About.JOURNEY, journey.id)
        steps = [subject(book, About.STEP, f"{journey.id}/{step.id}") for step in journey.steps]
        rows = [_step(one, have, scope.person, known) for one in steps if one]
        if quiz and any(one.asked for one in rows):
            found.append(OwnJourney(quiz, tuple(one for one in rows if one.asked)))
    return found


def _step(quiz: Subject, have: set[str], person: str, known: Mapping[tuple[str, str], Learned]) -> OwnStep:
    ids = [one for one in quiz.ids if one in have]
    passed = [one for one in ids if (found := known.get((person, one))) and found.passed]
    return OwnStep(quiz, len(passed), len(ids))


@dataclass(frozen=True)
class Hard:
    """Something that somebody did not pass in several attempts: what it is, and what to do first."""

    quiz: Subject
    tries: int
    best: float
    lesson: str
    left: int


def hard(book: Book, person: str, now: datetime) -> list[Hard]:
    """What somebody has tried again and again without passing, as the book stands now: the finding about one person,
    for them and their coach."""
    by: dict[tuple[str, str, str], list[QuizAttempt]] = {}
    for one in QuizAttempt.objects.filter(person=person).exclude(ended_at=None).order_by("number"):
        by.setdefault((one.about, one.what, one.edition), []).append(one)
    found = []
    for (about, what, edition), tried in by.items():
        quiz = subject(book, about, what)
        if quiz is None or quiz.edition != edition or len(tried) < REPEATED or any(one.passed for one in tried):
            continue
        held = standing(person, quiz, now)
        best = max(one.credit or 0.0 for one in tried)
        found.append(Hard(quiz, len(tried), best, lesson_address(_weakest(quiz, tried)), held.left))
    return found


def _weakest(quiz: Subject, tried: Sequence[QuizAttempt]) -> Placed:
    """The standard that went worst in the last attempt: where to begin reading."""
    credits = {one.standard: one.credit for one in tried[-1].results.all()}
    return min(quiz.standards, key=lambda one: credits.get(one.standard.id, 1.0))


@dataclass(frozen=True)
class Past:
    """An attempt that ended, as a list shows it: `missed` are the names of the standards that were not passed on."""

    pk: int
    title: str
    number: int
    at: datetime
    passed: bool
    missed: tuple[str, ...]
    older: bool


def attempts_of(book: Book, person: str, most: int = 60) -> list[Past]:
    """The attempts of somebody that ended, the newest first. Who calls this has made sure that they may be seen."""
    ended = QuizAttempt.objects.filter(person=person).exclude(ended_at=None)
    found = []
    for one in ended.order_by("-ended_at").prefetch_related("results")[:most]:
        quiz = subject(book, one.about, one.what)
        missed = [book.find(each.standard) for each in one.results.all() if not each.passed and not one.passed]
        names = tuple(each.standard.name or each.standard.promise for each in missed if each)
        title, older = (quiz.title, quiz.edition != one.edition) if quiz else (one.what, True)
        assert one.ended_at is not None  # noqa: S101  chosen by it
        found.append(Past(one.pk, title, one.number, one.ended_at, bool(one.passed), names, older))
    return found
