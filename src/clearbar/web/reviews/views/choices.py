"""How we review: critical standards, root causes, conflicts, and the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.book.queries import current
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Membership, Person, Role
from clearbar.web.reviews.actions import choices as actions
from clearbar.web.reviews.forms import choices as known
from clearbar.web.reviews.models import Cause, Choice, Conflict, Critical
from clearbar.web.reviews.permits import names, runs
from clearbar.web.reviews.queries.cycles import teams as own_teams


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def choices(request: Asked) -> HttpResponse:
    """Shows and keeps what was chosen; each form is sent by itself."""
    act = request.POST.get("act", "")
    if act == "end-conflict":
        return _end(request)
    if act == "not-critical":
        actions.mark_critical(scope=request.scope, standard=request.POST.get("standard", ""), why="", at=timezone.now())
        return redirect("choices")
    forms_ = _forms(request, act)
    sent = forms_.get(act)
    if request.method == "POST" and sent is None:
        raise Http404
    if sent is not None and sent.is_valid():
        _keep(request, act, sent.cleaned_data)
        messages.success(request, "Kept.")
        return redirect("choices")
    status = 422 if sent is not None else 200
    return render(request, "reviews/choices.html", _told(request) | {"forms": forms_}, status=status)


def _keep(request: Asked, act: str, chosen: dict[str, Any]) -> None:
    scope, at = request.scope, timezone.now()
    if act == "rules":
        actions.choose(scope=scope, at=at, **chosen)
    elif act == "critical":
        actions.mark_critical(scope=scope, at=at, **chosen)
    elif act == "causes":
        actions.name_causes(scope=scope, names=chosen["causes"], at=at)
    else:
        kind, _, key = chosen["about"].partition(":")
        team, person = (key, "") if kind == "team" else ("", key)
        actions.note_conflict(
            scope=scope, reviewer=chosen["reviewer"], team=team, person=person, person_team=_team_of(person),
            reason=chosen["reason"], at=at,
        )  # fmt: skip


def _forms(request: Asked, act: str) -> dict[str, forms.Form]:
    """The forms that this person may send; the one that was sent holds what was typed."""
    sent = {act: request.POST}
    today = timezone.localdate()
    teams = own_teams(request.scope)
    here = Membership.objects.filter(Membership.on(today), team__in=[key for key, _ in teams], person__left_on=None)
    others = sorted(set(here.values_list("person_id", "person__name")), key=lambda one: one[1].casefold())
    near = Membership.objects.filter(Membership.on(today), team__site__teams__in=[key for key, _ in teams])
    able = Person.objects.filter(Q(grants__isnull=False) | Q(pk__in=near.values("person")), left_on=None)
    humans = able.filter(kind=Person.Kind.HUMAN).distinct().order_by("name")
    persons = list(humans.values_list("pk", "name"))  # who has a role, or may watch as a peer: not the whole house
    conflict = known.ConflictForm(sent.get("conflict"), persons=persons, teams=teams, others=others, prefix="conflict")
    found: dict[str, forms.Form] = {"conflict": conflict}
    if actions.may_choose(request.scope):
        book, choice = current(), Choice.the()
        standards = (
            [(one.standard.id, one.standard.name or one.standard.id) for one in book.placed() if one.journey]
            if book
            else []
        )
        pay = {True: "yes", False: "no", None: "unsaid"}[choice.pay]
        rules = {"pay": pay, "edit_days": choice.edit_days, "dispute_days": choice.dispute_days}
        causes = "\n".join(Cause.objects.filter(used=True).values_list("name", flat=True))
        found |= {
            "rules": known.ChoiceForm(sent.get("rules"), initial=rules, prefix="rules"),
            "critical": known.CriticalForm(sent.get("critical"), standards=standards, prefix="critical"),
            "causes": known.CausesForm(sent.get("causes"), initial={"causes": causes}, prefix="causes"),
        }
    return found


def _told(request: Asked) -> dict[str, Any]:
    now = Membership.objects.filter(Membership.on(timezone.localdate()), person__in=Conflict.objects.values("person"))
    team_of = dict(now.order_by("-since", "-pk").values_list("person_id", "team_id"))
    every = Conflict.objects.order_by("at")
    found = [one for one in every if runs(request.scope, one.team or team_of.get(one.person))]
    called = names({one.reviewer for one in found}.union(one.person for one in found))
    conflicts = [(one, called.get(one.reviewer, ""), called.get(one.person, "") or one.team) for one in found]
    return {"conflicts": conflicts, "critical": Critical.objects.order_by("standard")}


def _end(request: Asked) -> HttpResponse:
    found = get_object_or_404(Conflict, pk=int(request.POST.get("key", "0") or 0))
    actions.end_conflict(scope=request.scope, conflict=found, person_team=_team_of(found.person), at=timezone.now())
    messages.success(request, "Taken away.")
    return redirect("choices")


def _team_of(person: str) -> str | None:
    now = Membership.objects.filter(Membership.on(timezone.localdate()), person=person)
    return now.values_list("team_id", flat=True).first()
