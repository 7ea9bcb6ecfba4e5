"""Pages about one candidate: who they are, their link, who speaks with them, what is decided; and interviews."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.audit.seals import unseal
from clearbar.web.people.access import Asked, allowed
from clearbar.web.practice.actions import choose as actions
from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.actions.choose import Refused
from clearbar.web.practice.forms.choose import CandidateForm, DecideForm, InterviewForm, RatersForm
from clearbar.web.practice.models.choose import Candidate
from clearbar.web.practice.queries import choose as queries
from clearbar.web.practice.queries.choose_permits import DECIDING, RATING, raters
from clearbar.web.practice.queries.held import held_as
from clearbar.web.practice.queries.talks import names_of
from clearbar.web.practice.views.choose_guard import while_on


@while_on
@allowed(*DECIDING)
def candidate_new(request: Asked, key: int) -> HttpResponse:
    """Takes up a candidate of a place."""
    opening = queries.opening(request.scope, key)
    if opening is None:
        raise Http404
    form = CandidateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.invite(
                scope=request.scope, opening=opening, at=timezone.now(), today=timezone.localdate(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("candidate", made.pk)
    told = {"form": form, "opening": opening}
    return render(request, "practice/choose/candidate_new.html", told, status=422 if form.errors else 200)


def _candidate(request: Asked, key: int) -> Candidate:
    found = queries.candidate(request.scope, key)
    if found is None:
        raise Http404
    return found


@while_on
@allowed(*DECIDING)
def candidate(request: Asked, key: int) -> HttpResponse:
    """All that is known of a candidate."""
    return _page(request, _candidate(request, key))


def _page(
    request: Asked, one: Candidate, *, link: str = "", asked: RatersForm | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    opening, held = one.opening, held_as(one.opening.version_id)
    who = unseal(one.subject, one.sealed) or {}
    heard = queries.interviews(one)
    now = dict(zip(("one", "other"), one.interviews.order_by("rater").values_list("rater", flat=True), strict=False))
    column = next(each for each in queries.side_by_side(opening) if each.candidate.pk == one.pk)
    told = {
        "one": one,
        "opening": opening,
        "name": who.get("name", one.subject),
        "contact": who.get("contact", ""),
        "link": link,
        "column": column,
        "cleared": queries.cleared_of(one, names_of(held.book) if held else {}),
        "talks": queries.talks(one),
        "interviews": heard,
        "raters": asked or (RatersForm(raters=raters(), initial=now) if opening.questions else None),
        "reason": unseal(one.subject, one.reason) or "",
    }
    answer = render(request, "practice/choose/candidate.html", told, status=status)
    answer.headers["Cache-Control"] = "no-store"  # a link stands on it once
    return answer


@while_on
@allowed(*DECIDING)
@require_POST
def candidate_link(request: Asked, key: int) -> HttpResponse:
    """Makes a link, and shows it once. It is not kept anywhere it could be read again."""
    one = _candidate(request, key)
    token = actions.new_link(scope=request.scope, candidate=one, at=timezone.now())
    one.refresh_from_db(fields=["hash"])
    return _page(request, one, link=f"{settings.CLEARBAR_ADDRESS}{reverse('try-out', args=[token])}")


@while_on
@allowed(*DECIDING)
@require_POST
def candidate_raters(request: Asked, key: int) -> HttpResponse:
    """Asks two people to speak with a candidate."""
    one = _candidate(request, key)
    form = RatersForm(request.POST, raters=raters())
    if form.is_valid():
        persons = [form.cleaned_data["one"], form.cleaned_data["other"]]
        try:
            choose_decide.ask_raters(scope=request.scope, candidate=one, persons=persons, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
    if form.errors:
        return _page(request, one, asked=form, status=422)
    return redirect("candidate", key)


@while_on
@allowed(*DECIDING)
def candidate_decide(request: Asked, key: int) -> HttpResponse:
    """A person decides, and says why."""
    one = _candidate(request, key)
    start = {"decision": one.decision, "reason": unseal(one.subject, one.reason) or ""}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            choose_decide.decide(scope=request.scope, candidate=one, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("opening", one.opening_id)
    column = next(each for each in queries.side_by_side(one.opening) if each.candidate.pk == one.pk)
    told = {"form": form, "one": one, "opening": one.opening, "column": column, "name": column.name}
    return render(request, "practice/choose/decide.html", told, status=422 if form.errors else 200)


@while_on
@allowed(*DECIDING)
def candidate_withdrew(request: Asked, key: int) -> HttpResponse:
    """Notes that a candidate withdrew: asked once more, then everything is erased."""
    one = _candidate(request, key)
    if request.method == "POST":
        actions.note_withdrawal(scope=request.scope, candidate=one, at=timezone.now())
        messages.success(request, "Everything of this candidate is erased.")
        return redirect("opening", one.opening_id)
    name = queries.names_of([one])[one.pk]
    return render(request, "practice/choose/withdrew.html", {"one": one, "opening": one.opening, "name": name})


@while_on
@allowed(*RATING)
def interviews(request: Asked) -> HttpResponse:
    """The interviews that one was asked for."""
    return render(request, "practice/choose/interviews.html", {"rows": queries.interviews_of(request.scope.person)})


@while_on
@allowed(*RATING)
def interview(request: Asked, key: int) -> HttpResponse:
    """An interview that one was asked for: questions, levels, notes. What the other rater heard is not on it."""
    one = queries.own_interview(request.scope.person, key)
    if one is None:
        raise Http404
    form = InterviewForm(request.POST if request.method == "POST" else None, opening=one.candidate.opening)
    if request.method == "POST" and form.is_valid():
        try:
            choose_decide.mark(
                scope=request.scope, interview=one, marks=form.marks, notes=form.notes, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Sent.")
            return redirect("interviews")
    opening = one.candidate.opening
    pairs = [(form[f"mark{place}"], form[f"note{place}"]) for place in range(len(opening.questions))]
    name = queries.names_of([one.candidate])[one.candidate_id]
    told = {"form": form, "one": one, "opening": opening, "pairs": pairs, "name": name}
    return render(request, "practice/choose/interview.html", told, status=422 if form.errors else 200)
