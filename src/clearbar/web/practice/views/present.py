"""Pages of lessons: the library, a lesson, people's own words for it, and what is printed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_GET, require_POST

from clearbar.model.book import Book
from clearbar.model.errors import ClearbarError
from clearbar.model.lesson import Lesson
from clearbar.web.book.queries import current
from clearbar.web.bridge import presenting
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Organisation
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions import present as actions
from clearbar.web.practice.forms.present import LessonForm
from clearbar.web.practice.queries import present as queries
from clearbar.web.practice.queries.present_permits import PRESENTERS, presents

PAPERS = {"kit": "Class kit", "poster": "Poster", "pocket": "Pocket page"}


def papers_for(scope: Scope) -> dict[str, str]:
    """What somebody may print. The kit is for who presents: its role-play sheets say what customers hide, and who reads
    that before a rehearsal has none."""
    return {what: name for what, name in PAPERS.items() if what != "kit" or presents(scope)}


def book_of(request: Asked) -> Book | None:
    """The book that holds, in the language that was asked for, else the person's own, else their browser's."""
    whole = current()
    if whole is None:
        return None
    browser = [tag for tag, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))]
    wanted = [request.GET.get("language", ""), request.user.person.language, *browser, Organisation.the().language]
    return queries.in_language(whole, wanted)


def demanded(request: Asked) -> Book:
    """The same; 404 before the first was published."""
    book = book_of(request)
    if book is None:
        raise Http404
    return book


def lesson_of(book: Book, journey: str, step: str) -> Lesson:
    """The lesson of a step, with people's own words. 404 where there is none."""
    found = queries.find_step(book, journey, step)
    if found is None:
        raise Http404
    return presenting.lesson_of(book, *found, queries.edits(book))


@allowed()
@require_GET
def lessons(request: Asked) -> HttpResponse:
    """All lessons by journey and step, those of one's own journeys first."""
    book = book_of(request)
    shelves = queries.library(book, request.scope) if book else []
    told = {
        "book": book, "mine": [one for one in shelves if one.mine], "others": [one for one in shelves if not one.mine],
        "next": next((one for shelf in shelves if shelf.mine for one in shelf.lessons if not one.is_read), None),
        "languages": queries.languages_of(current() or book) if book else [], "presents": presents(request.scope),
    }  # fmt: skip
    return render(request, "practice/lessons.html", told)


@allowed()
@require_GET
def lesson(request: Asked, journey: str, step: str) -> HttpResponse:
    """One step to read by oneself."""
    book = demanded(request)
    found = lesson_of(book, journey, step)
    done = queries.read_by(request.scope.person)
    told = {
        "lesson": found, "book": book, "languages": queries.languages_of(current() or book),
        "read": all(part.edition in done for part in found.parts), "clips": queries.clips(found),
        "around": queries.around(book, found), "quiz": _quiz(found), "presents": presents(request.scope),
        "papers": papers_for(request.scope),
    }  # fmt: skip
    response = render(request, "practice/lesson.html", told)
    response._csp_update = {"media-src": ["'self'"]}  # type: ignore[attr-defined]
    return response


def _quiz(lesson: Lesson) -> str:
    """Where the quiz of a step is; empty where there is none."""
    try:
        return f"{reverse('quiz')}?step={lesson.journey}/{lesson.step}"
    except NoReverseMatch:
        return ""


@allowed()
@require_POST
def lesson_read(request: Asked, journey: str, step: str) -> HttpResponse:
    """Somebody says that they have read it."""
    book = demanded(request)
    found = lesson_of(book, journey, step)
    actions.read_lesson(scope=request.scope, lesson=found, at=timezone.now())
    messages.success(request, "Noted: you have read it as it stands today.")
    after = queries.around(book, found).after
    language = f"?language={book.language}" if "language" in request.GET else ""
    if after is None:
        return redirect(reverse("lessons") + language)
    return redirect(reverse("lesson", args=[journey, after.step]) + language)


@allowed(*PRESENTERS)
def lesson_edit(request: Asked, standard: str) -> HttpResponse:
    """People's own words for a standard, in one language; what was written for an earlier wording stands beside."""
    book = demanded(request)
    placed = book.find(standard)
    if placed is None or placed.journey is None or placed.step is None:
        raise Http404
    now, before = queries.written(placed.standard, book.language), queries.earlier(placed.standard, book.language)
    kept = {name: getattr(now, name) for name in actions.WORDS} if now else {}
    form = LessonForm(request.POST if request.method == "POST" else None, initial=kept)
    back = f"{reverse('lesson', args=[placed.journey.id, placed.step.id])}?language={book.language}"
    if request.method == "POST" and form.is_valid():
        actions.write_lesson(
            scope=request.scope, standard=placed.standard, language=book.language, words=form.cleaned_data,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Kept.")
        return redirect(back)
    told = {
        "form": form, "back": back, "placed": placed, "before": before, "book": book,
        "part": presenting.part_of(book, placed.journey, placed.standard),
        "languages": queries.languages_of(current() or book),
    }  # fmt: skip
    return render(request, "practice/lesson_edit.html", told, status=422 if form.errors else 200)


@allowed()
@require_GET
def paper(request: Asked, journey: str, what: str) -> HttpResponse:
    """The class kit, poster or pocket page of a journey, or of one step of it, as PDF."""
    demand(what != "kit" or presents(request.scope))
    book, step = demanded(request), request.GET.get("step", "")
    found = queries.find_journey(book, journey)
    if found is None or what not in PAPERS or (step and queries.find_step(book, journey, step) is None):
        raise Http404
    own = queries.edits(book)
    try:
        if what == "kit":
            drawn = presenting.kit_paper(presenting.kit_of(book, found, own, queries.scenarios(), step))
        else:
            draw = presenting.poster_paper if what == "poster" else presenting.pocket_paper
            drawn = draw(presenting.brief_of(book, found, own, step))
    except ClearbarError:
        return render(request, "practice/no_paper.html", {"what": PAPERS[what]}, status=503)
    name = "-".join(filter(None, (what, found.id, step, book.language)))
    headers = {"Content-Disposition": f'inline; filename="{_plain(name)}.pdf"'}
    return HttpResponse(drawn, content_type="application/pdf", headers=headers)


def _plain(name: str) -> str:
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in name)
