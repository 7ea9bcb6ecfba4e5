"""Pages of cycles: what is reviewed again and again, and what came of each draw."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.reviews.actions import cycles as actions
from clearbar.web.reviews.forms.cycles import CycleForm
from clearbar.web.reviews.models import Choice, Cycle
from clearbar.web.reviews.permits import runs
from clearbar.web.reviews.queries import cycles as queries


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def cycles(request: Asked) -> HttpResponse:
    """The cycles of one's teams."""
    told = {"cycles": queries.own(request.scope), "choice": Choice.the(), "teams": queries.teams(request.scope)}
    return render(request, "reviews/cycles.html", told)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def new(request: Asked) -> HttpResponse:
    """A new cycle."""
    today = timezone.localdate()
    teams = queries.teams(request.scope)
    reviewers = queries.who_reviews([team for team, _ in teams])
    form = CycleForm(request.POST or None, teams=teams, reviewers=reviewers, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        made = actions.begin_cycle(scope=request.scope, at=timezone.now(), **form.chosen())
        messages.success(request, "The cycle stands. Its first round is drawn when a whole period is over.")
        return redirect("cycle", made.pk)
    told = {"form": form, "reviewers": reviewers}
    return render(request, "reviews/new_cycle.html", told, status=422 if form.errors else 200)


def _own(request: Asked, key: int) -> Cycle:
    found = get_object_or_404(Cycle, pk=key)
    if not all(runs(request.scope, team) for team in found.teams):
        raise Http404
    return found


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def cycle(request: Asked, key: int) -> HttpResponse:
    """One cycle with its rounds."""
    found = _own(request, key)
    return render(
        request, "reviews/cycle.html", {"cycle": found, "rounds": queries.rounds(found), "named": queries.named(found)}
    )


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def draw(request: Asked, key: int) -> HttpResponse:
    """Draws the last period that is over, if that was not done."""
    found = _own(request, key)
    if request.method != "POST":
        raise Http404
    drawn = actions.draw(cycle=found, at=timezone.now(), scope=request.scope)
    if drawn:
        messages.success(request, f"{drawn.assignments.count()} reviews were given out.")
    else:
        messages.info(request, "The last period that is over was drawn before, or lies before the cycle's first day.")
    return redirect("cycle", key)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def end(request: Asked, key: int) -> HttpResponse:
    """Ends a cycle."""
    found = _own(request, key)
    if request.method != "POST":
        raise Http404
    actions.end_cycle(scope=request.scope, cycle=found, at=timezone.now())
    messages.success(request, "The cycle has ended. What was given out stays to be done.")
    return redirect("cycle", key)
