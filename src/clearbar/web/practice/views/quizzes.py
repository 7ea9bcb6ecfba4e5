"""Pages of quizzes: one question at a time, and what came out, with why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from clearbar.model.book import Book
from clearbar.model.quiz import Answer, Credit, Kind
from clearbar.web.book.queries import current
from clearbar.web.bridge import learning
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.queries import language_of
from clearbar.web.practice.actions import quizzes as actions
from clearbar.web.practice.actions.quizzes import Refused
from clearbar.web.practice.forms import answers
from clearbar.web.practice.models.learn import About, Question, QuizAttempt, QuizChoice, QuizPreference
from clearbar.web.practice.queries.duties import Duties
from clearbar.web.practice.queries.learning import own_quizzes
from clearbar.web.practice.queries.lessons import lesson_address
from clearbar.web.practice.queries.quizzes import Subject, by_key, live, standing, subject


@allowed()
def quiz(request: Asked) -> HttpResponse:
    """What a quiz is about, how it goes, and where one stands with it; without one, the quizzes of one's work."""
    book = current()
    if book is None:
        return render(request, "practice/quizzes.html", {"groups": (), "no_book": True})
    book = book.in_language(language_of(request.user.person))
    found = _subject(request, book)
    if found is None:
        if any(name in request.GET for name in About.values):
            raise Http404
        groups = own_quizzes(book, request.scope, Duties.now(), timezone.now())
        return render(request, "practice/quizzes.html", {"groups": groups})
    rows = _rows(request, found)
    if request.method == "POST":
        return _begin(request, found, rows)
    return _start(request, found, rows)


def _subject(request: Asked, book: Book) -> Subject | None:
    told = {about: request.GET.get(about, "") for about in About.values}
    if told[About.STANDARD]:
        return subject(book, About.STANDARD, told[About.STANDARD])
    if told[About.STEP]:
        step = told[About.STEP]
        named = f"{told[About.JOURNEY]}/{step}" if told[About.JOURNEY] and "/" not in step else step
        return subject(book, About.STEP, named)
    return subject(book, About.JOURNEY, told[About.JOURNEY]) if told[About.JOURNEY] else None


def _rows(request: Asked, quiz: Subject) -> list[Question]:
    editions = [one.standard.edition for one in quiz.standards]
    found = live(quiz.ids, editions, language_of(request.user.person))
    return [one for standard in quiz.ids for one in found.get(standard, ())]


def address_of(about: str, what: str) -> str:
    """The page where a quiz begins."""
    return f"{reverse('quiz')}?{urlencode({about: what})}"


def _start(request: Asked, quiz: Subject, rows: list[Question], status: int = 200, fault: str = "") -> HttpResponse:
    held = standing(request.scope.person, quiz, timezone.now())
    shown = {
        "quiz": quiz,
        "rows": rows,
        "held": held,
        "choice": QuizChoice.the(),
        "no_clock": _no_clock(request),
        "lesson": lesson_address(quiz.standards[0]),
        "fault": fault,
        "minutes": round(actions.MINUTES[quiz.about]),
    }
    return render(request, "practice/quiz.html", shown, status=status)


def _begin(request: Asked, quiz: Subject, rows: list[Question]) -> HttpResponse:
    try:
        attempt = actions.begin(scope=request.scope, quiz=quiz, rows=rows, at=timezone.now())
    except Refused as refused:
        return _start(request, quiz, rows, 409, str(refused))
    given = set(attempt.given.values_list("place", flat=True))
    place = next((place for place in range(len(attempt.items)) if place not in given), len(attempt.items) - 1)
    return redirect("quiz_question", attempt.pk, place + 1)


def _no_clock(request: Asked) -> bool:
    return QuizPreference.objects.filter(person=request.scope.person, no_clock=True).exists()


@allowed()
@require_POST
def clock(request: Asked) -> HttpResponse:
    """Whether I want to see a clock. Nobody else can see what I chose."""
    actions.prefer(scope=request.scope, no_clock=request.POST.get("clock") == "no", at=timezone.now())
    about, what = request.POST.get("about", ""), request.POST.get("what", "")
    return redirect(address_of(about, what) if about in About.values and what else "quiz")


def _own(request: Asked, key: int) -> QuizAttempt:
    found = QuizAttempt.objects.filter(pk=key, person=request.scope.person).first()
    if found is None:
        raise Http404
    return found


@allowed()
def question(request: Asked, key: int, number: int) -> HttpResponse:
    """One question of an attempt."""
    attempt = _own(request, key)
    if attempt.ended_at:
        return redirect("quiz_result", key)
    if not 1 <= number <= len(attempt.items):
        raise Http404
    row = by_key([attempt.items[number - 1]])[attempt.items[number - 1]]
    variant = learning.variant(learning.read(row.body), attempt.seed, attempt.number - 1)
    if request.method == "POST":
        chosen, fault = answers.read(variant, request.POST)
        if fault:
            return _ask(request, attempt, number, answers.shown(variant, chosen), 422, fault)
        try:
            actions.give(scope=request.scope, attempt=attempt, place=number - 1, chosen=chosen, at=timezone.now())
        except Refused:
            return redirect("quiz_result", key)
        last = number == len(attempt.items)
        return redirect("quiz_result", key) if last else redirect("quiz_question", key, number + 1)
    before = attempt.given.filter(place=number - 1).values_list("answer", flat=True).first() or ()
    return _ask(request, attempt, number, answers.shown(variant, before))


def _ask(
    request: Asked, attempt: QuizAttempt, number: int, shown: answers.Shown, status: int = 200, fault: str = ""
) -> HttpResponse:
    seconds = QuizChoice.the().seconds
    told = {
        "attempt": attempt,
        "number": number,
        "count": len(attempt.items),
        "shown": shown,
        "fault": fault,
        "seconds": max(seconds, shown.seconds) if seconds and not _no_clock(request) else None,
    }
    return render(request, "practice/quiz_question.html", told, status=status)


@dataclass(frozen=True)
class Told:
    """A question with what was answered and why it is so."""

    number: int
    stem: str
    credit: Credit
    verdict: str
    answered: bool
    name: str
    lesson: str
    language: str
    order: bool


@allowed()
def result(request: Asked, key: int) -> HttpResponse:
    """Before an attempt is handed in: what is still open. After it: what came out, and why."""
    attempt = _own(request, key)
    if request.method == "POST":
        actions.hand_in(scope=request.scope, attempt=attempt, at=timezone.now())
        return redirect("quiz_result", key)
    given = {one.place: one for one in attempt.given.all()}
    if attempt.ended_at is None:
        numbers = [(place + 1, place in given) for place in range(len(attempt.items))]
        left = sum(not done for _, done in numbers)
        return render(request, "practice/quiz_hand_in.html", {"attempt": attempt, "numbers": numbers, "left": left})
    return render(request, "practice/quiz_result.html", _result(request, attempt))


def _result(request: Asked, attempt: QuizAttempt) -> dict[str, Any]:
    book = current()
    book = book.in_language(language_of(request.user.person)) if book else None
    found = subject(book, attempt.about, attempt.what) if book else None
    held = standing(attempt.person, found, timezone.now()) if found and found.edition == attempt.edition else None
    told = told_of(attempt, book)
    return {
        "attempt": attempt,
        "quiz": found,
        "held": held,
        "told": told,
        "right": sum(one.credit.right for one in told),
        "percent": round(100 * (attempt.credit or 0)),
        "again": {one.name: one.lesson for one in told if not one.credit.right},
        "address": address_of(attempt.about, attempt.what),
    }


def told_of(attempt: QuizAttempt, book: Book | None) -> list[Told]:
    """Every question of an attempt that ended, with why."""
    rows, given = by_key(attempt.items), {one.place: one for one in attempt.given.all()}
    found = []
    for place, key in enumerate(attempt.items):
        asked = learning.read(rows[key].body)
        chosen = tuple(given[place].answer) if place in given else ()
        credit = learning.grade(asked, Answer(asked.id, attempt.seed, attempt.number - 1, chosen))
        placed = book.find(asked.standard) if book else None
        name = placed.standard.name or placed.standard.promise if placed else asked.standard
        lesson = lesson_address(placed) if placed else ""
        said = answers.verdict(credit) if place in given else "Not answered."
        is_order = asked.kind is Kind.ORDER
        found.append(Told(place + 1, asked.stem, credit, said, place in given, name, lesson, asked.language, is_order))
    return found


@allowed()
@require_POST
def another(request: Asked, person: str) -> HttpResponse:
    """A coach gives one more attempt."""
    book = current()
    found = subject(book, request.POST.get("about", ""), request.POST.get("what", "")) if book else None
    if found is None:
        raise Http404
    try:
        actions.give_another(scope=request.scope, person=person, quiz=found, at=timezone.now())
        messages.success(request, "They may try once more, at once.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("learning", person)
