"""Writes of quizzes: an attempt begins, is answered and handed in; a coach gives one more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import fmean
from typing import Any

from django.db import IntegrityError, transaction

from clearbar.model.quiz import Answer, Standing
from clearbar.web.audit.actions import record
from clearbar.web.bridge import learning
from clearbar.web.ledger.jobs import publish
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions.cards import reviewed
from clearbar.web.practice.models.learn import (
    About,
    Given,
    Question,
    QuizAttempt,
    QuizChoice,
    QuizExtra,
    QuizPreference,
    QuizResult,
)
from clearbar.web.practice.news import practised
from clearbar.web.practice.queries.quizzes import Subject, by_key, standing

MINUTES = {About.STANDARD: 3.0, About.STEP: 5.0, About.JOURNEY: 8.0}
"""That a quiz takes, about."""
CLOSED = "This attempt was handed in already. What you chose then stays."


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


def begin(*, scope: Scope, quiz: Subject, rows: Sequence[Question], at: datetime) -> QuizAttempt:
    """The attempt that is open, or the next one. Raises Refused where there is none to begin."""
    demand(bool(scope.person))
    held = standing(scope.person, quiz, at)
    if held.open:
        return held.open
    if not rows:
        raise Refused("There are no questions about this yet.")
    if not held.may_begin:
        raise Refused("There is no attempt to begin now.")
    number = len(held.ended) + 1
    chosen = _chosen(quiz, rows, scope.person, number)
    try:
        with transaction.atomic():
            made = QuizAttempt.objects.create(
                person=scope.person, about=quiz.about, what=quiz.what, edition=quiz.edition, number=number,
                seed=quiz.seed(scope.person), items=[str(one.pk) for one in chosen], begun_at=at,
                pass_mark=QuizChoice.the().pass_mark,
            )  # fmt: skip
            _line(scope, "began", made, at)
            return made
    except IntegrityError:  # sent twice at once: the other began it
        return QuizAttempt.objects.get(
            person=scope.person, about=quiz.about, what=quiz.what, edition=quiz.edition, number=number
        )


def _chosen(quiz: Subject, rows: Sequence[Question], person: str, number: int) -> list[Question]:
    """Which questions an attempt asks: others than the ones before, as long as each standard still has one."""
    known = {one.name: one for one in rows}
    values = [learning.read(one.body) for one in rows]
    before = QuizAttempt.objects.filter(person=person, about=quiz.about, what=quiz.what, edition=quiz.edition)
    asked = {one.name for one in by_key({key for one in before for key in one.items}).values()}
    fresh = {one.standard for one in values if one.id not in asked}
    without = asked if fresh == {one.standard for one in values} else set()
    seed = f"{quiz.seed(person)}:{number}"
    minutes = MINUTES[About(quiz.about)]
    chosen = learning.compose(values, _standings(person, quiz), seed=seed, minutes=minutes, without=without)
    return [known[one.id] for one in chosen]


def _standings(person: str, quiz: Subject) -> Mapping[str, Standing]:
    editions = {one.standard.edition for one in quiz.standards}
    found: dict[str, list[float]] = {}
    past = Given.objects.filter(person=person, question__edition__in=editions)
    for standard, credit in past.values_list("question__standard", "credit"):
        found.setdefault(standard, []).append(credit)
    return {
        one: Standing(one, new=one not in found, asked=len(found.get(one, ())), credit=sum(found.get(one, ())))
        for one in quiz.ids
    }


@transaction.atomic
def give(*, scope: Scope, attempt: QuizAttempt, place: int, chosen: Sequence[str], at: datetime) -> Given:
    """An answer to the question at this place; it may be changed until the attempt is handed in. Raises Refused after
    that, ValueError for what was not shown."""
    demand(attempt.person == scope.person and 0 <= place < len(attempt.items))
    if QuizAttempt.objects.select_for_update().get(pk=attempt.pk).ended_at:
        raise Refused(CLOSED)
    row = Question.objects.get(pk=int(attempt.items[place]))
    variant = attempt.number - 1
    credit = learning.grade(learning.read(row.body), Answer(row.name, attempt.seed, variant, tuple(chosen)))
    given, _ = Given.objects.update_or_create(
        attempt=attempt, place=place,
        defaults={
            "person": scope.person, "question": row, "seed": attempt.seed, "variant": variant, "answer": list(chosen),
            "credit": credit.credit, "at": at,
        },
    )  # fmt: skip
    record(actor=scope.person, verb="answered", thing=("question", row.pk), at=at, subject=scope.person)
    return given


@transaction.atomic
def hand_in(*, scope: Scope, attempt: QuizAttempt, at: datetime) -> QuizAttempt:
    """Ends an attempt; what was not answered counts as nothing. Handed in twice, it ends once."""
    demand(attempt.person == scope.person)
    held = QuizAttempt.objects.select_for_update().get(pk=attempt.pk)
    if held.ended_at:
        return held
    rows = by_key(held.items)
    got = dict(held.given.values_list("place", "credit"))
    by: dict[str, list[float]] = {}
    editions: dict[str, str] = {}
    for place, key in enumerate(held.items):
        by.setdefault(rows[key].standard, []).append(got.get(place, 0.0))
        editions[rows[key].standard] = rows[key].edition
    mark = held.pass_mark / 100 - 1e-9
    held.credit = fmean(credit for credits in by.values() for credit in credits)
    held.passed, held.ended_at = held.credit >= mark, at
    held.save(update_fields=["credit", "passed", "ended_at"])
    QuizResult.objects.bulk_create(
        QuizResult(
            attempt=held, person=held.person, standard=standard, edition=editions[standard], credit=fmean(credits),
            questions=len(credits), passed=held.passed and fmean(credits) >= mark, at=at,
        )
        for standard, credits in by.items()
    )  # fmt: skip
    for standard, credits in by.items():
        reviewed(person=held.person, standard=standard, edition=editions[standard], credit=fmean(credits), at=at)
    _line(scope, "handed in", held, at)
    practised(person=held.person, at=at)
    _tell_of_failure(held, at)
    return held


def _tell_of_failure(attempt: QuizAttempt, at: datetime) -> None:
    """News for those who help: somebody did not pass the same standard again, in the words that it has now."""
    mark = attempt.pass_mark / 100 - 1e-9
    # A quiz of several standards may fail by one of them: what was right of the others is no failure.
    for one in QuizResult.objects.filter(attempt=attempt, credit__lt=mark):
        past = QuizResult.objects.filter(person=one.person, standard=one.standard, edition=one.edition)
        last = past.filter(credit__gte=mark).order_by("-at").values_list("at", flat=True).first()
        failed = past.filter(credit__lt=mark)
        times = (failed.filter(at__gt=last) if last else failed).count()
        if times > 1:
            body = {"person": one.person, "standard": one.standard, "times": times}
            publish("quiz failed", name=f"{attempt.pk}:{one.standard}"[:120], at=at, **body)


@transaction.atomic
def give_another(*, scope: Scope, person: str, quiz: Subject, at: datetime) -> None:
    """A coach gives one more attempt, at once. Raises Refused where one is left already, or it was passed."""
    demand(person in scope.coached)
    held = standing(person, quiz, at)
    if held.passed:
        raise Refused("This was passed already.")
    if held.open or (held.left and held.from_day is None):
        raise Refused("There is an attempt left already.")
    about = {"about": quiz.about.value, "what": quiz.what}
    QuizExtra.objects.create(person=person, edition=quiz.edition, by=scope.person, at=at, **about)
    record(actor=scope.person, verb="gave an attempt to", thing=("person", person), at=at, subject=person, values=about)


@transaction.atomic
def prefer(*, scope: Scope, no_clock: bool, at: datetime) -> None:
    """Somebody's own choice whether a clock is shown. The audit line does not say which."""
    demand(bool(scope.person))
    QuizPreference.objects.update_or_create(person=scope.person, defaults={"no_clock": no_clock})
    record(actor=scope.person, verb="chose for themself", thing=("person", scope.person), at=at, subject=scope.person)


@transaction.atomic
def choose(*, scope: Scope, at: datetime, **chosen: Any) -> QuizChoice:
    """What holds for the quizzes of the whole house: `pass_mark`, `attempts`, `days`, `seconds`, `minutes`."""
    demand(scope.rules_house)
    held = QuizChoice.the()
    for name in ("pass_mark", "attempts", "days", "seconds", "minutes"):
        setattr(held, name, chosen[name])
    held.save()
    record(actor=scope.person, verb="chose", thing=("quizzes", 1), at=at, subject=scope.person, values=chosen)
    return held


def _line(scope: Scope, verb: str, attempt: QuizAttempt, at: datetime) -> None:
    values = {"about": attempt.about, "what": attempt.what, "number": attempt.number}
    thing = ("quiz attempt", attempt.pk)
    record(actor=scope.person, verb=verb, thing=thing, at=at, subject=attempt.person, values=values)
