"""The huddle of the day: one standard, one story, one question, in two minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.practice.actions.present import hold_huddle
from clearbar.web.practice.forms.present import HeldForm
from clearbar.web.practice.queries import present_huddle as queries
from clearbar.web.practice.queries.present_permits import presents_to, teams_seen
from clearbar.web.practice.views.present import book_of


@allowed()
def huddle(request: Asked) -> HttpResponse:
    """Shows it to the team; who presents to the team notes that it was held, and with whom."""
    book, teams, today = book_of(request), teams_seen(request.scope), timezone.localdate()
    asked = request.GET.get("team", "")
    team = next((one for one in teams if one.pk == asked), teams[0] if teams and not asked else None)
    demand(team is not None or not asked)
    found = queries.huddle_of(team, book, today, request.GET.get("standard", "")) if book and team else None
    if found is None or team is None:
        demand(request.method == "GET")
        return render(request, "practice/no_huddle.html", {"book": book, "team": team})
    holds = presents_to(request.scope, team.pk)
    people = [(one.person, one.name) for one in queries.there(team, today)] if holds else []
    form = HeldForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST":
        demand(holds)
        if form.is_valid():
            hold_huddle(
                scope=request.scope, team=team, standard=found.placed.standard, persons=form.cleaned_data["persons"],
                at=timezone.now(), today=today,
            )  # fmt: skip
            messages.success(request, "Noted. Tomorrow it is another standard's turn.")
            return redirect(f"{reverse('huddle')}?team={team.pk}&standard={found.placed.standard.id}")
    told = {"today": found, "team": team, "teams": teams, "form": form, "holds": holds, "book": book, "day": today}
    return render(request, "practice/huddle.html", told, status=422 if form.errors else 200)
