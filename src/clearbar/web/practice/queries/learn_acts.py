"""What waits for somebody about learning."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.model.book import Book
from clearbar.web.book.queries import current
from clearbar.web.people.acts import Act
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.learn import QuizAttempt
from clearbar.web.practice.queries.due import due_count
from clearbar.web.practice.queries.duties import Duties
from clearbar.web.practice.queries.learning import hard, own_quizzes


def acts(scope: Scope, now: datetime) -> list[Act]:
    """What is due, an attempt that is open, the next quiz, and whom to train first of those whom they coach."""
    book = current()
    if book is None:
        return []
    found = []
    if waiting := due_count(scope.person, now):
        says = f"{waiting} thing{' is' if waiting == 1 else 's are'} due to be asked again; five minutes at a time."
        found.append(Act(says, reverse("due"), "Answer"))
    if open_one := QuizAttempt.objects.filter(person=scope.person, ended_at=None).order_by("-begun_at").first():
        address = f"{reverse('quiz')}?{open_one.about}={open_one.what}"
        found.append(Act("You have begun a quiz.", address, "Go on"))
    elif scope.teams and (step := _next(book, scope, now)):
        found.append(Act(*step))
    if scope.coached:
        found += _to_train(book, scope, now)
    return found


def _next(book: Book, scope: Scope, now: datetime) -> tuple[str, str, str] | None:
    for journey in own_quizzes(book, scope, Duties.now(), now):
        for step in journey.steps:
            if not step.done:
                address = f"{reverse('quiz')}?step={step.quiz.what}"
                return f"Next to learn: “{step.quiz.title}”, a few minutes.", address, "Begin the quiz"
    return None


def _to_train(book: Book, scope: Scope, now: datetime) -> list[Act]:
    """Of those whom they coach: who did not pass something again and again."""
    tried = QuizAttempt.objects.filter(person__in=scope.coached, passed=False).values_list("person", flat=True)
    names = dict(Person.objects.filter(pk__in=set(tried), left_on=None).values_list("pk", "name"))
    found = []
    for person, name in sorted(names.items(), key=lambda one: one[1].casefold()):
        if first := hard(book, person, now):
            says = f"{name} has not passed “{first[0].quiz.title}” in {first[0].tries} attempts: train it first."
            found.append(Act(says, reverse("learning", args=[person]), "See how to help"))
    return found
