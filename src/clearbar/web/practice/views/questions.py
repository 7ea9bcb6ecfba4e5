"""Pages where questions are looked at, keyed by experts, and put away. For leaders and coaches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.model.quiz import Kind
from clearbar.web.book.queries import current
from clearbar.web.bridge import learning
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Role
from clearbar.web.practice.actions import questions as actions
from clearbar.web.practice.actions import quizzes
from clearbar.web.practice.actions.questions import Refused
from clearbar.web.practice.forms.drawn import drawn, question_of
from clearbar.web.practice.forms.questions import EFFECTS, HINTS, NAMES, ChoiceForm, keyed
from clearbar.web.practice.models.learn import Question, QuizChoice
from clearbar.web.practice.queries.permits import rules_house
from clearbar.web.practice.queries.question_report import report_of

AUTHORS = (Role.LEADER, Role.COACH, Role.ADMINISTRATOR)
NO_BOOK = {"title": "There is no book yet", "hint": "Questions are about its standards. Publish it first."}


@allowed(*AUTHORS)
def questions(request: Asked) -> HttpResponse:
    """All questions by standard, and what the answers tell of them."""
    book = current()
    if book is None:
        return render(request, "told.html", NO_BOOK)
    chosen = request.GET.get("standard", "")
    rows = Question.objects.exclude(state=Question.State.RETIRED).order_by("standard", "made", "name")
    by: dict[str, list[Question]] = {}
    for one in rows:
        by.setdefault(one.standard, []).append(one)
    groups = [(one, _listed(by[one.standard.id])) for one in book.placed() if one.standard.id in by]
    shown = {
        "groups": [(one, listed) for one, listed in groups if chosen in ("", one.standard.id)],
        "report": report_of(request.scope, book),
        "kinds": [(kind.value, NAMES[kind], HINTS[kind]) for kind in Kind],
        "chooses": rules_house(request.scope),
        "retired": Question.objects.filter(state=Question.State.RETIRED, made=False).order_by("-retired_at")[:20],
    }
    return render(request, "practice/questions.html", shown)


def _listed(rows: list[Question]) -> list[dict[str, Any]]:
    return [{"row": one, "stem": _stem(one), "kind": NAMES[Kind(one.kind)]} for one in rows]


def _stem(row: Question) -> str:
    return str(row.body.get("stem") or row.body.get("ask") or "")


@allowed(*AUTHORS)
def question(request: Asked, key: int) -> HttpResponse:
    """One question: how it is asked, what is told afterwards; of a situation that waits, what experts say."""
    row, book = get_object_or_404(Question, pk=key), current()
    placed = book.find(row.standard) if book else None
    shown: dict[str, Any] = {
        "row": row,
        "placed": placed,
        "kind": NAMES[Kind(row.kind)],
        "holds": placed is not None and placed.standard.edition == row.edition,
    }
    if row.state == Question.State.DRAFT:
        return _waiting(request, row, shown)
    return render(request, "practice/question.html", {**shown, "preview": drawn(learning.read(row.body))})


def _waiting(request: Asked, row: Question, shown: dict[str, Any]) -> HttpResponse:
    options = row.body.get("options", [])
    fault, status = "", 200
    if request.method == "POST":
        given = [request.POST.get(f"effect-{place}", "") for place in range(len(options))]
        if all(one in {"1", "2", "3", "4", "5"} for one in given):
            actions.vote(scope=request.scope, row=row, effects=[int(one) for one in given], at=timezone.now())
            return redirect("question", row.pk)
        fault, status = "Say of each option how well it would serve.", 422
    votes = list(row.votes.all())
    own = {one.option: one.effect for one in votes if one.expert == request.scope.person}
    typed = {str(place): request.POST.get(f"effect-{place}", "") for place in range(len(options))}
    experts = {one.expert for one in votes}
    lines = [
        {"place": place, "text": one["text"], "own": typed[str(place)] or str(own.get(str(place), ""))}
        for place, one in enumerate(options)
    ]
    told = {"options": lines, "experts": len(experts), "rated": bool(own), "fault": fault, "effects": EFFECTS}
    return render(request, "practice/question_keyed.html", {**shown, **told}, status=status)


@allowed(*AUTHORS)
@require_POST
def ask(request: Asked, key: int) -> HttpResponse:
    """Ends the proposal of a situation: what the experts keyed is asked from now on."""
    row, book = get_object_or_404(Question, pk=key, state=Question.State.DRAFT), current()
    count = len(row.body.get("options", ()))
    given: list[list[int]] = [[] for _ in range(count)]
    for one in row.votes.order_by("expert"):
        if int(one.option) < count:
            given[int(one.option)].append(one.effect)
    if book is None or not all(len(one) >= 2 for one in given):
        messages.error(request, "Two experts or more say first how well each option would serve.")
        return redirect("question", key)
    faults, made = question_of(keyed(row.body, given), book, row.language)
    if made is None:
        messages.error(request, " ".join(faults))
        return redirect("question", key)
    try:
        kept = actions.key(scope=request.scope, row=row, question=made, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("questions")
    messages.success(request, "From now on it is asked.")
    return redirect("question", kept.pk)


@allowed(*AUTHORS)
@require_POST
def put_away(request: Asked, key: int) -> HttpResponse:
    """A question is asked no more; or again."""
    row, back = get_object_or_404(Question, pk=key), request.POST.get("act") == "back"
    was_draft = row.state == Question.State.DRAFT
    try:
        actions.put_away(scope=request.scope, row=row, back=back, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("question", key)
    messages.success(request, "It is asked again." if back else "It is asked no more.")
    return redirect("questions") if was_draft else redirect("question", key)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def choices(request: Asked) -> HttpResponse:
    """What holds for all quizzes of the house."""
    demand(rules_house(request.scope))
    held = QuizChoice.the()
    names = ("pass_mark", "attempts", "days", "seconds", "minutes")
    form = ChoiceForm(request.POST or None, initial={name: getattr(held, name) for name in names})
    if request.method == "POST" and form.is_valid():
        quizzes.choose(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved. Attempts that have begun keep the mark that they began with.")
        return redirect("questions")
    status = 422 if request.method == "POST" else 200
    return render(request, "practice/quiz_choices.html", {"form": form}, status=status)
