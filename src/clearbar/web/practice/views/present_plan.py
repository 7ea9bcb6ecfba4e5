"""The training plan of a role: what is proposed for each standard and why, beside what people chose."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Role, Team
from clearbar.web.practice.actions.present import choose_how
from clearbar.web.practice.forms.present import HowForm
from clearbar.web.practice.queries.present_permits import PRESENTERS, presents_to, teams_presented
from clearbar.web.practice.queries.present_plan import DUTIES, Planned, planned
from clearbar.web.practice.views.present import book_of


@dataclass(frozen=True)
class Line:
    """A standard of the plan with the form that changes it."""

    planned: Planned
    form: HowForm


@allowed(*PRESENTERS)
def plan(request: Asked) -> HttpResponse:
    """Shows the plan; each standard is changed by a form of its own."""
    role, team = _role(request), _team(request)
    book = book_of(request)
    found = planned(book, role, team.pk if team else None) if book else []
    sent = request.POST.get("standard", "") if request.method == "POST" else ""
    lines = [Line(one, _form(request, one, sent)) for one in found]
    asked = next((one for one in lines if one.planned.placed.standard.id == sent), None)
    if request.method == "POST":
        if asked is None:
            raise Http404
        if request.POST.get("act") == "back" or asked.form.is_valid():
            _keep(request, role, team, asked)
            messages.success(request, "Kept.")
            return redirect(f"{reverse('plan')}?role={role}&team={team.pk if team else ''}#{sent}")
    told = {
        "lines": lines, "role": role, "roles": list(DUTIES), "team": team, "teams": teams_presented(request.scope),
        "house_plan": team is None, "may": presents_to(request.scope, team.pk if team else None), "book": book,
        "sent": sent,
    }  # fmt: skip
    return render(request, "practice/plan.html", told, status=422 if asked else 200)


def _keep(request: Asked, role: Role, team: Team | None, line: Line) -> None:
    back = request.POST.get("act") == "back"
    choose_how(
        scope=request.scope, role=role, team=team, standard=line.planned.placed.standard.id,
        media=() if back else line.form.cleaned_data["ways"],
        every=line.planned.every if back else line.form.cleaned_data["every"], at=timezone.now(),
    )  # fmt: skip


def _form(request: Asked, one: Planned, sent: str) -> HowForm:
    id = one.placed.standard.id
    now = {"ways": [each.value for each in one.media], "every": one.every}
    return HowForm(request.POST if id == sent else None, initial=now, auto_id=f"{id}-%s")


def _role(request: Asked) -> Role:
    asked = request.GET.get("role", Role.FRONTLINE)
    if asked not in DUTIES:
        raise Http404
    return Role(asked)


def _team(request: Asked) -> Team | None:
    """The team whose plan it is; the one that they present to where nothing is said; None for the whole house."""
    mine = teams_presented(request.scope)
    if "team" not in request.GET:
        return None if presents_to(request.scope, None) else next(iter(mine), None)
    if not request.GET["team"]:
        return None
    found = next((one for one in mine if one.pk == request.GET["team"]), None)
    demand(found is not None)
    return found
