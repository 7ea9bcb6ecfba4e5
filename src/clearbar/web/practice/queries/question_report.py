"""Reads of answers: what they tell of the questions and of the standards, for groups; and of one person, for them and
their coach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Max

from clearbar.model.book import Book
from clearbar.model.quiz import Answer, BadQuestion, NotKnown, Placed, QuestionReport, Rule, Tried
from clearbar.model.quiz import Question as Asked
from clearbar.web.bridge import learning
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.learn import Given, Question, QuizChoice

MOST = 20_000
"""Answers that are looked at, the newest."""
FLOOR = 5


@dataclass(frozen=True)
class Line:
    """A question with what its answers tell."""

    placed: Placed
    stem: str
    key: int

    @property
    def says(self) -> str:
        """The share of right answers, in words."""
        found = self.placed.right
        return f"{found.hits} of {found.n} right ({round(100 * found.low)}–{round(100 * found.high)} %)"

    @property
    def hardness(self) -> str:
        """How hard it is, as far as can be told."""
        found = self.placed.difficulty
        if found.low > 0:
            return "hard"
        return "easy" if found.high < 0 else "middling, or too few to tell"


@dataclass(frozen=True)
class Doubted:
    """A question that should be looked at."""

    bad: BadQuestion
    key: int


@dataclass(frozen=True)
class Report:
    """What a leader or coach reads: the questions of which something may be told, by standard; those in doubt; and
    standards that are failed again and again."""

    lines: tuple[Line, ...]
    doubts: tuple[Doubted, ...]
    findings: tuple[NotKnown, ...]
    answers: int
    note: str


def report_of(scope: Scope, book: Book) -> Report:
    """The report, over the whole house: a question is no matter of one team. What is told rests on five people beside
    those whose own answers the reader may see anyway."""
    editions = {one.standard.edition for one in book.placed()}
    seen = Given.objects.filter(question__edition__in=editions).aggregate(count=Count("pk"), last=Max("at"))
    if not seen["count"]:
        return Report((), (), (), 0, "Nobody has answered a question yet.")
    stamp = f"questions:{book.version}:{seen['count']}:{seen['last']:%Y%m%d%H%M%S%f}"
    found: tuple[QuestionReport, dict[str, frozenset[str]], list[Tried]] | None = cache.get(stamp)
    if found is None:
        found = _reckoned(editions)
        cache.set(stamp, found, 3600)
    report, people, tried = found
    told = {name for name, persons in people.items() if len(persons - scope.readable_persons) >= FLOOR}
    rows = {one.name: one for one in Question.objects.filter(name__in=told).order_by("-language")}
    lines = tuple(
        Line(one, str(rows[one.question].body.get("stem")), rows[one.question].pk)
        for one in report.questions
        if one.question in told
    )
    doubts = tuple(Doubted(one, rows[one.question].pk) for one in report.bad if one.question in told)
    note = "" if lines else report.notes[0] if not report.questions else "Too few people answered to tell anything."
    return Report(lines, doubts, _findings(scope, book, tried), seen["count"], note)


def _findings(scope: Scope, book: Book, tried: list[Tried]) -> tuple[NotKnown, ...]:
    """Standards that are not understood, told where five people beside those whom the reader knows stand behind it."""
    persons: dict[str, set[str]] = defaultdict(set)
    for one in tried:
        persons[one.standard].add(one.person)
    rule = Rule(mark=QuizChoice.the().pass_mark / 100)
    found = learning.not_known(tried, book, rule)
    return tuple(one for one in found if len(persons[one.standard] - scope.readable_persons) >= FLOOR)


def _reckoned(editions: Collection[str]) -> tuple[QuestionReport, dict[str, frozenset[str]], list[Tried]]:
    rows = list(Given.objects.filter(question__edition__in=editions).order_by("-at").select_related("question")[:MOST])
    asked: dict[str, Asked] = {}
    people: dict[str, set[str]] = defaultdict(set)
    told = []
    for one in rows:
        question = asked.setdefault(one.question.name, learning.read(one.question.body))
        people[question.id].add(one.person)
        told.append(learning.given(question, one.person, Answer(question.id, one.seed, one.variant, tuple(one.answer))))
    return (
        learning.question_report(told, asked),
        {name: frozenset(persons) for name, persons in people.items()},
        list(_tried(reversed(rows))),
    )


def _tried(rows: object) -> Iterator[Tried]:
    """How each person fared with each standard, from answers in their order."""
    by: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in rows:  # type: ignore[attr-defined]
        by[one.person, one.question.standard].append(one.credit >= 1 - 1e-9)
    for (person, standard), rights in by.items():
        row = next((place for place, right in enumerate(reversed(rights)) if right), len(rights))
        yield Tried(person, standard, len(rights), sum(rights), row)


def failed_again(book: Book, person: str) -> list[NotKnown]:
    """Standards of which somebody missed what they say several times in a row: for them and their coach."""
    editions = {one.standard.edition for one in book.placed()}
    rows = Given.objects.filter(person=person, question__edition__in=editions).order_by("at")
    found = (learning.failed_again(one, book) for one in _tried(rows.select_related("question")))
    return [one for one in found if one]
