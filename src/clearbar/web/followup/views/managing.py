"""Pages of the standards of managers."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.followup.actions import managing as actions
from clearbar.web.followup.forms.managing import StandardsForm
from clearbar.web.followup.models.managing import ManagerStandards
from clearbar.web.followup.queries import managing as queries
from clearbar.web.followup.queries.managing_rated import rated
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Role

ROLES = (Role.COACH, Role.LEADER, Role.ADMINISTRATOR)


@allowed(*ROLES)
def managers(request: Asked) -> HttpResponse:
    """Every manager with what they keep, for who leads the house; anybody else who manages comes to their own page."""
    now = timezone.now()
    if not queries.sees_managers(request.scope):
        if queries.managers(house_today(now), request.scope.person):
            return redirect("manager", request.scope.person)
        return render(request, "followup/managing/managers.html", {"desks": None, "sets": True})
    told = {"desks": queries.desks(request.scope, now), "sets": queries.sets_standards(request.scope)}
    return render(request, "followup/managing/managers.html", told)


@allowed(*ROLES)
def manager(request: Asked, person: str) -> HttpResponse:
    """How one manager keeps their standards."""
    found = queries.desk(request.scope, person, timezone.now())
    if found is None:
        raise Http404
    told = {
        "desk": found,
        "rated": rated(request.scope, person),
        "sets": queries.sets_standards(request.scope),
        "all": queries.sees_managers(request.scope),
        "asks": request.scope.has(Role.LEADER, Role.ADMINISTRATOR),
    }
    return render(request, "followup/managing/manager.html", told)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def choices(request: Asked) -> HttpResponse:
    """What managers are held to."""
    if not queries.sets_standards(request.scope):
        raise PermissionDenied
    held = ManagerStandards.the()
    form = StandardsForm(request.POST or None, initial={name: getattr(held, name) for name in actions.FIELDS})
    if request.method == "POST" and form.is_valid():
        actions.set_standards(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        return redirect("managers")
    return render(request, "followup/managing/choices.html", {"form": form}, status=422 if form.errors else 200)
