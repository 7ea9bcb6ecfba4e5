"""The page of what the organisation chose."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.actions.house import change_organisation
from clearbar.web.people.forms import OrganisationForm, took
from clearbar.web.people.models import Organisation, Role


@allowed(Role.ADMINISTRATOR)
def organisation(request: Asked) -> HttpResponse:
    """Name, language, time zone, and what leaders may see."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    form, at = OrganisationForm(request.POST or None, house=Organisation.the()), timezone.now()

    def act(told: dict[str, Any]) -> None:
        change_organisation(scope=request.scope, at=at, **told)

    if request.method == "POST" and took(form, act):
        messages.success(request, "Saved.")
        return redirect("organisation")
    return render(request, "people/organisation.html", {"form": form})
