"""How somebody has fared with quizzes: for themself and their coach."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.web.book.queries import current
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Person
from clearbar.web.people.queries import language_of
from clearbar.web.practice.queries.due import due_count
from clearbar.web.practice.queries.learning import attempts_of, hard
from clearbar.web.practice.queries.question_report import failed_again


@allowed()
@never_cache
def own(request: Asked) -> HttpResponse:
    """How I have fared."""
    return _page(request, request.user.person)


@allowed()
@never_cache
def learning(request: Asked, person: str) -> HttpResponse:
    """How somebody has fared whom one coaches."""
    if person not in request.scope.readable_persons:
        raise PermissionDenied
    return _page(request, get_object_or_404(Person, pk=person))


def _page(request: Asked, person: Person) -> HttpResponse:
    now, book = timezone.now(), current()
    book = book.in_language(language_of(request.user.person)) if book else None
    is_me = person.pk == request.scope.person
    tried = hard(book, person.pk, now) if book else []
    told = {standard for one in tried for standard in one.quiz.ids}
    again = failed_again(book, person.pk) if book else []
    shown = {
        "person": person,
        "is_me": is_me,
        "whose": "you" if is_me else person.name,
        "hard": tried,
        "again": [one for one in again if one.standard not in told],
        "attempts": attempts_of(book, person.pk) if book else [],
        "waiting": due_count(person.pk, now),
        "may_give": person.pk in request.scope.coached,
    }
    return render(request, "practice/learning.html", shown)
