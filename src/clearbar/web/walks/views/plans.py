"""Walk plans: made, looked at, drawn on, ended."""

from __future__ import annotations

from secrets import randbits
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.walks.actions import plans as actions
from clearbar.web.walks.actions.walk import Refused
from clearbar.web.walks.forms.plans import NO_CONDITION, AskForm, PlanForm
from clearbar.web.walks.models.plans import Assignment, WalkPlan
from clearbar.web.walks.models.walk import Walking
from clearbar.web.walks.queries.plans import (
    askable,
    asked_for,
    places_of,
    plan_of,
    planned_sites,
    plans_of,
    shoppers_of,
)
from clearbar.web.walks.queries.walk import walkable
from clearbar.web.walks.queries.walk_book import held

PLANNING = (Role.LEADER, Role.ADMINISTRATOR)


@allowed(*PLANNING)
def plans(request: Asked) -> HttpResponse:
    """All plans of one's sites."""
    titles = _titles()
    rows = [(one, titles.get(one.journey, one.journey)) for one in plans_of(request.scope)]
    told = {"rows": rows, "may": planned_sites(request.scope).exists() and bool(titles)}
    return render(request, "walks/plans.html", told)


@allowed(*PLANNING)
def plan_new(request: Asked) -> HttpResponse:
    """A new plan: its walks are drawn at once."""
    found = held()
    sites = planned_sites(request.scope)
    if found is None or not sites:
        return redirect("walk-plans")
    form = PlanForm(
        request.POST or None, journeys=walkable(found.book), sites=sites, conditions=Walking.the().conditions,
        **_askable(request),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        wanted = actions.Wanted(
            told["name"], told["journey"], list(told["sites"]), told["conditions"], told["first"], told["last"]
        )
        made = actions.make(
            scope=request.scope, wanted=wanted, walkers=_walkers(told), count=told["count"], seed=randbits(48),
            at=timezone.now(),
        )  # fmt: skip
        return redirect("walk-plan", made.pk)
    return render(request, "walks/plan_new.html", {"form": form}, status=422 if form.errors else 200)


@allowed(*PLANNING)
def plan(request: Asked, key: int) -> HttpResponse:
    """A plan: how often each condition was walked, what is asked of whom, and more walks."""
    found = _plan(request, key)
    form = AskForm(request.POST or None, **_askable(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            drawn = actions.ask(
                scope=request.scope, plan=found, walkers=_walkers(told), count=told["count"],
                days=(told["first"], told["last"]), at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _drawn(drawn))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("walk-plan", key)
    told = {
        "plan": found, "title": _titles().get(found.journey, found.journey), "spots": places_of(found),
        "asked": asked_for(found), "form": None if found.ended_at else form, "none": NO_CONDITION,
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "walks/plan.html", told, status=422 if form.errors else 200)


@allowed(*PLANNING)
def plan_end(request: Asked, key: int) -> HttpResponse:
    """A plan ends."""
    found = _plan(request, key)
    if request.method == "POST":
        actions.end(scope=request.scope, plan=found, at=timezone.now())
    return redirect("walk-plan", key)


@allowed(*PLANNING)
def take_back(request: Asked, key: int) -> HttpResponse:
    """A walk is asked for no more."""
    found = Assignment.objects.select_related("place").filter(pk=key).first()
    if found is None:
        messages.info(request, "That walk was walked or taken back meanwhile.")
        return redirect("walk-plans")
    if plan_of(request.scope, found.place.plan_id) is None:
        raise PermissionDenied
    if request.method == "POST":
        actions.take_back(scope=request.scope, assignment=found, at=timezone.now())
    return redirect("walk-plan", found.place.plan_id)


def _plan(request: Asked, key: int) -> WalkPlan:
    get_object_or_404(WalkPlan, pk=key)
    found = plan_of(request.scope, key)
    if found is None:
        raise Http404
    return found


def _askable(request: Asked) -> dict[str, Any]:
    shoppers = shoppers_of(request.scope).filter(revoked_at=None)
    today = timezone.localdate()
    return {"persons": askable(request.scope, today), "shoppers": shoppers, "today": today}


def _walkers(told: dict[str, Any]) -> actions.Walkers:
    return actions.Walkers(list(told["persons"]), list(told["shoppers"]))


def _titles() -> dict[str, str]:
    found = held()
    return {one.id: one.title for one in walkable(found.book)} if found else {}


def _drawn(count: int) -> str:
    if not count:
        return "No walk could be drawn: none of those whom you chose may walk at these sites."
    return "One more walk is asked for." if count == 1 else f"{count} more walks are asked for."
