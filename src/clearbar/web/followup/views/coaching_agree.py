"""Pages of an agreement: what is proposed, what was kept, and what changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.text.days import date_of
from clearbar.web.followup.actions import coaching_agree as actions
from clearbar.web.followup.actions.coaching import Refused
from clearbar.web.followup.forms.coaching import AgainForm, AgreeForm
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.queries import coaching as queries
from clearbar.web.followup.queries import coaching_changed as changed
from clearbar.web.followup.queries import coaching_evidence as evidence
from clearbar.web.followup.views.coaching_one import found, target_of
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.days import today_of

State = Coaching.State


@allowed()
def propose(request: Asked, key: int) -> HttpResponse:
    """One of the two proposes what to do; what was proposed before stands in the fields."""
    coaching = found(request, key)
    if coaching.state not in {State.SHARED, State.PROPOSED}:
        return redirect("coaching_one", key)
    names = queries.names_of([coaching])
    person, coach = (names.get(one, queries.NAMELESS) for one in (coaching.person, coaching.coach))
    today = today_of(coaching.person, timezone.now())
    form = AgreeForm(request.POST or None, today=today, person=person, coach=coach, initial=_as_proposed(coaching))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.propose(
                scope=request.scope, coaching=coaching, promises=form.promises, check_on=data["check_on"],
                seen=data["seen"], at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Proposed. It is agreed when the other one says yes, too.")
            return redirect("coaching_one", key)
    told = {
        "form": form,
        "coaching": coaching,
        "other": coach if request.scope.person == coaching.person else person,
        "about": queries.standards_named().get(coaching.standard, coaching.standard),
    }
    return render(request, "followup/coaching_agree.html", told, status=422 if form.errors else 200)


def _as_proposed(coaching: Coaching) -> dict[str, Any]:
    begin: dict[str, Any] = {"seen": coaching.changed}
    if coaching.check_on:
        begin["check_on"] = coaching.check_on
    for place, one in enumerate(queries.promised(coaching), 1):
        begin |= {f"what{place}": one.what, f"whose{place}": one.commitment.whose, f"by{place}": one.commitment.by}
    return begin


@allowed()
def kept(request: Asked, key: int, place: int) -> HttpResponse:
    """One of the two says that a commitment was done."""
    coaching = found(request, key)
    commitment = coaching.commitments.filter(place=place).first()
    if commitment is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.keep(scope=request.scope, commitment=commitment, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Noted as done.")
    return redirect("coaching_one", key)


@allowed()
def check(request: Asked, key: int) -> HttpResponse:
    """What changed on fresh evidence; the two close it, or give it more time."""
    coaching = found(request, key)
    if coaching.state != State.AGREED:
        return redirect("coaching_one", key)
    now = timezone.now()
    today = today_of(coaching.person, now)
    change = evidence.what_changed(request.scope, coaching)
    extends = "check_on" in request.POST
    form = AgainForm(request.POST if extends else None, today=today)
    if request.method == "POST" and (not extends or form.is_valid()):
        try:
            if extends:
                later = form.cleaned_data["check_on"]
                actions.extend(scope=request.scope, coaching=coaching, check_on=later, at=now)
            else:
                actions.close(scope=request.scope, coaching=coaching, outcome=changed.plain(change), at=now)
        except Refused as refused:
            form.add_error("check_on", str(refused)) if extends else messages.error(request, str(refused))
        else:
            messages.success(request, "You have more time." if extends else "Closed, with what changed.")
            return redirect("coaching_one", key)
    names = queries.names_of([coaching])
    other = coaching.coach if request.scope.person == coaching.person else coaching.person
    told = {
        "coaching": coaching,
        "form": form,
        "told": changed.told(change, target_of(coaching)),
        "change": change,
        "about": queries.standards_named().get(coaching.standard, coaching.standard),
        "agreed": date_of(coaching.agreed_day or 0),
        "other": names.get(other, queries.NAMELESS),
        "may_close": change.after is not None or bool(coaching.check_on and coaching.check_on <= today),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "followup/coaching_check.html", told, status=status)
