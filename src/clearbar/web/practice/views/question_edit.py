"""Pages where questions are written: from nothing, from a conversation, or instead of another one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.model.book import Book
from clearbar.model.quiz import Kind
from clearbar.model.quiz import Question as Told
from clearbar.web.book.queries import current
from clearbar.web.bridge import learning
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.access import Asked, allowed
from clearbar.web.practice.actions import questions as actions
from clearbar.web.practice.actions.questions import Refused
from clearbar.web.practice.forms.drawn import drawn, question_of
from clearbar.web.practice.forms.questions import HINTS, NAMES, QuestionForm, fields_of, keyed
from clearbar.web.practice.models.learn import Question
from clearbar.web.practice.queries import told_talks
from clearbar.web.practice.views.questions import AUTHORS, NO_BOOK

NOT_READ = "Read it through first, and say that nobody can be recognised in it."


@allowed(*AUTHORS)
def talks(request: Asked) -> HttpResponse:
    """Which conversation a question is written from: of those that one may read anyway."""
    kind, book = request.GET.get("kind", ""), current()
    if book is None or kind not in {Kind.DEVIATION.value, Kind.LEVEL.value}:
        raise Http404
    standard = request.GET.get("standard", "")
    needs = kind == Kind.LEVEL.value
    asked = standard or not needs
    found = told_talks.offered(request.scope, timezone.now(), standard if needs else "") if asked else []
    standards = [(one.standard.id, one.standard.name or one.standard.promise) for one in book.placed() if one.journey]
    shown = {"kind": kind, "talks": found, "needs": needs, "standard": standard, "standards": standards}
    return render(request, "practice/question_talks.html", {**shown, "name": NAMES[Kind(kind)]})


@allowed(*AUTHORS)
def new(request: Asked, kind: str, key: int | None = None) -> HttpResponse:
    """Writes a question, with a look at how it is asked; or another one instead of one that there is."""
    book, what = current(), _kind(kind)
    if book is None:
        return render(request, "told.html", NO_BOOK)
    instead = get_object_or_404(Question, pk=key) if key else None
    talk = _talk(request)
    level = _level(request, talk) if what is Kind.LEVEL else None
    if what is Kind.LEVEL and level is None:
        raise Http404
    form = _form(request, book, what, talk, instead)
    if request.method != "POST":
        return _edit(request, form, what, talk, level)
    faults, question = _read(form, book, [level, level] if level else [])
    if talk is not None and not form.data.get("unknown"):
        faults = [*faults, NOT_READ]
    if faults or "preview" in request.POST or not form.is_valid():
        return _edit(request, form, what, talk, level, faults, question)
    return _kept(request, form, book, question, talk, instead)


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        raise Http404 from None


def _talk(request: Asked) -> Interaction | None:
    wanted = request.GET.get("interaction", "")
    if not wanted:
        return None
    found = told_talks.usable(request.scope).filter(id=wanted).first()
    if found is None:
        raise Http404
    return found


def _level(request: Asked, talk: Interaction | None) -> int | None:
    return told_talks.agreed_level(talk.id, request.GET.get("standard", "")) if talk else None


def _form(request: Asked, book: Book, kind: Kind, talk: Interaction | None, instead: Question | None) -> QuestionForm:
    lines = told_talks.lines(talk, told_talks.known_names()) if talk else []
    initial: dict[str, Any] = {"language": book.language, "standard": request.GET.get("standard", "")}
    for i, line in enumerate(lines):
        initial |= {f"who-{i}": line.who, f"text-{i}": line.text}
    if kind is Kind.LEVEL:
        initial["ask"] = "How far does this conversation go?"
    if instead is not None:
        initial |= _as_form(instead)
    standards = [(one.standard.id, one.standard.name or one.standard.promise) for one in book.placed() if one.journey]
    languages = [(tag, tag) for tag in dict.fromkeys((book.language, *book.spoken))]
    return QuestionForm(
        request.POST or None, initial=initial, kind=kind, standards=standards, languages=languages, count=len(lines)
    )


def _as_form(row: Question) -> dict[str, Any]:
    """What a form shows of a question that there is."""
    if row.state == Question.State.DRAFT:
        fields = dict(row.body)
        options = fields.pop("options", [])
        told = {f"text-{i}": one["text"] for i, one in enumerate(options)}
        return fields | told | {f"because-{i}": one.get("because", "") for i, one in enumerate(options)}
    question = learning.read(row.body)
    told = {"standard": row.standard, "ask": question.stem, "language": row.language}
    if question.kind is Kind.ORDER:
        return told | {"steps": "\n".join(one.text for one in question.options)}
    for i, one in enumerate(question.options):
        told |= {f"text-{i}": one.text, f"right-{i}": one.worth >= 1, f"because-{i}": one.says}
    return told


def _read(form: QuestionForm, book: Book, levels: list[int]) -> tuple[list[str], Told | None]:
    """What is wrong with what was typed, and the question where nothing is; a situation is keyed as if all thought the
    same of it, in the order typed, so that it can be looked at."""
    if not form.is_valid():
        return [], None
    fields = form.told(levels)
    if form.kind is Kind.SITUATION:
        count = len(fields.get("options", ()))
        fields = keyed(fields, [[5 if i == 0 else 1] * 2 for i in range(count)]) if count else fields
    return question_of(fields, book, form.cleaned_data["language"] or book.language)


def _edit(
    request: Asked, form: QuestionForm, kind: Kind, talk: Interaction | None, level: int | None,
    faults: list[str] | None = None, question: Told | None = None,
) -> HttpResponse:  # fmt: skip
    shown = {
        "form": form,
        "kind": kind,
        "name": NAMES[kind],
        "hint": HINTS[kind],
        "talk": talk,
        "level": level,
        "faults": faults or [],
        "preview": drawn(question),
        "is_lines": kind in {Kind.DEVIATION, Kind.LEVEL},
    }
    wrong = request.method == "POST" and (bool(faults) or not form.is_valid())
    return render(request, "practice/question_edit.html", shown, status=422 if wrong else 200)


def _kept(
    request: Asked, form: QuestionForm, book: Book, question: Told | None, talk: Interaction | None,
    instead: Question | None,
) -> HttpResponse:  # fmt: skip
    at = timezone.now()
    try:
        if form.kind is Kind.SITUATION:
            row = _proposed(request, form, book, instead)
            messages.success(request, "Kept. It is asked when two experts or more have said how well each would serve.")
        elif question is not None:
            row = actions.write(
                scope=request.scope, question=question, at=at, interaction=talk.id if talk else "", instead=instead
            )
            messages.success(request, "From now on it is asked.")
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("questions")
    return redirect("question", row.pk)


def _proposed(request: Asked, form: QuestionForm, book: Book, instead: Question | None) -> Question:
    told, placed = form.cleaned_data, book.find(form.cleaned_data["standard"])
    if placed is None:
        raise Http404
    return actions.propose(
        scope=request.scope, fields=fields_of(form.kind, told), standard=placed.standard.id,
        edition=placed.standard.edition, language=told["language"] or book.language, at=timezone.now(),
        instead=instead,
    )  # fmt: skip
