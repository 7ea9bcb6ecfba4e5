"""Pages about sites and teams."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.actions.places import keep_site, keep_team
from clearbar.web.people.forms import SiteForm, TeamForm, took
from clearbar.web.people.models import Membership, Organisation, Role, Site, Team


@allowed(Role.ADMINISTRATOR)
def places(request: Asked) -> HttpResponse:
    """All sites with their teams."""
    today = timezone.localdate()
    now = Q(memberships__since__lte=today) & (Q(memberships__until=None) | Q(memberships__until__gte=today))
    teams = Team.objects.annotate(people=Count("memberships__person", filter=now, distinct=True))
    by_site: dict[str, list[Team]] = {}
    for one in teams:
        by_site.setdefault(one.site_id, []).append(one)
    sites = [(site, by_site.get(site.pk, [])) for site in Site.objects.all()]
    return render(request, "people/places.html", {"sites": sites})


@allowed(Role.ADMINISTRATOR)
def site(request: Asked, id: str = "") -> HttpResponse:
    """A site, new or changed."""
    found = get_object_or_404(Site, pk=id) if id else None
    house = Organisation.the()
    was: dict[str, Any] = {"timezone": house.timezone, "language": house.language}
    if found:
        was = {name: getattr(found, name) for name in ("name", "timezone", "language", "is_clinic")}
    form = SiteForm(request.POST or None, initial=was)
    at = timezone.now()
    if request.method == "POST" and took(form, lambda told: keep_site(scope=request.scope, at=at, site=found, **told)):
        return redirect("places")
    title = f"What is {found.name} like?" if found else "Which site comes?"
    shown = {"form": form, "title": title, "button": "Save", "back": reverse("places")}
    return render(request, "people/form.html", shown)


@allowed(Role.ADMINISTRATOR)
def team(request: Asked, id: str = "") -> HttpResponse:
    """A team, new or changed."""
    found = get_object_or_404(Team, pk=id) if id else None
    if not Site.objects.exists():
        return redirect("site_new")
    was = {"name": found.name, "site": found.site_id} if found else {"site": request.GET.get("site")}
    form = TeamForm(request.POST or None, initial=was)
    at = timezone.now()
    if request.method == "POST" and took(form, lambda told: keep_team(scope=request.scope, at=at, team=found, **told)):
        return redirect("places")
    members = []
    if found:
        today = Membership.on(timezone.localdate())
        members = list(found.memberships.filter(today).select_related("person").order_by("person__name"))
    title = f"What is {found.name} like?" if found else "Which team comes?"
    shown = {
        "form": form, "title": title, "button": "Save", "back": reverse("places"), "members": members, "team": found
    }  # fmt: skip
    return render(request, "people/form.html", shown)
