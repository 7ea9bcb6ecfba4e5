"""Pages of readiness: who may perform what, rules, duties, and what a person decides."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.model.book import Book
from clearbar.web.book.queries import current
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role, Team
from clearbar.web.practice.actions import ready as actions
from clearbar.web.practice.actions.ready import Refused
from clearbar.web.practice.forms.ready import DutiesForm, HoldForm, RuleForm
from clearbar.web.practice.models.duties import Duty
from clearbar.web.practice.models.ready import ReadyRule
from clearbar.web.practice.queries import readiness as queries
from clearbar.web.practice.queries.by_team import by_team, whose
from clearbar.web.practice.queries.permits import holds_back, rules_house, sees_of
from clearbar.web.practice.queries.worth import worth

ANSWERABLE = (Role.COACH, Role.LEADER, Role.ADMINISTRATOR)


@allowed(*ANSWERABLE)
def ready(request: Asked) -> HttpResponse:
    """Who may perform what, of the people whom the reader answers for."""
    of = whose(request.scope, request.GET.get("team", ""))
    if of is None:
        raise Http404
    found = queries.standings(of.teams, timezone.localdate())
    people = queries.by_person(found)
    named = of.named(len(people))
    counts = ((who.teams, int(is_ready), 1) for who, is_ready in people)
    told = {
        "has_book": current() is not None,
        "journeys": queries.by_journey(found),
        "chosen": of.chosen,
        "named": named,
        "counts": () if named else by_team(of.offered, counts),
        "missing": sum(not one.readiness.ready for one in found),
        "readable": request.scope.readable_persons,
        "holdable": {one.performer.person for one in found if holds_back(request.scope, one.performer)},
        "rules_house": rules_house(request.scope),
    }
    return render(request, "practice/ready.html", told)


def _standing(request: Asked, person: str, journey: str) -> queries.Standing:
    """The standing of somebody whom they may hold back. Raises Http404."""
    found = queries.standings(sees_of(request.scope), timezone.localdate(), persons=[person])
    one = next((one for one in found if one.journey.id == journey), None)
    if one is None or not holds_back(request.scope, one.performer):
        raise Http404
    return one


@allowed(Role.LEADER)
def hold(request: Asked, person: str, journey: str) -> HttpResponse:
    """A person decides that somebody does not perform yet."""
    today, standing = timezone.localdate(), _standing(request, person, journey)
    form = HoldForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hold_back(
                scope=request.scope, standing=standing, at=timezone.now(), today=today, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{standing.performer.name} does not perform this yet, and can read why.")
            return redirect("ready")
    told = {"form": form, "standing": standing}
    return render(request, "practice/hold.html", told, status=422 if form.errors else 200)


@allowed(Role.LEADER)
def let_perform(request: Asked, person: str, journey: str) -> HttpResponse:
    """Ends it."""
    standing = _standing(request, person, journey)
    if request.method == "POST" and standing.held:
        try:
            actions.let_perform(scope=request.scope, held=standing.held, standing=standing, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{standing.performer.name} performs this again.")
    return redirect("ready")


def _house(request: Asked) -> Book:
    if not rules_house(request.scope):
        raise PermissionDenied
    book = current()
    if book is None:
        raise Http404
    return book


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def rules(request: Asked) -> HttpResponse:
    """What is asked before somebody performs."""
    book = _house(request)
    titles = {one.id: one.title for one in book.journeys}
    known = queries.Rules.now().of("", [""])
    start = {"signed": known.signed, "learned": known.learned, "times": known.times, "scenarios": known.scenarios}
    form = RuleForm(request.POST or None, journeys=list(titles.items()), initial=start)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("journey", "role")}
        actions.write_rule(scope=request.scope, rule=form.rule, at=timezone.now(), **chosen)
        messages.success(request, "The rule holds from now on.")
        return redirect("ready-rules")
    duties: dict[str, list[str]] = {}
    for journey, team in Duty.objects.select_related("team").values_list("journey", "team__name").order_by("team"):
        duties.setdefault(journey, []).append(team)
    told = {
        "form": form,
        "rules": [(one, titles.get(one.journey, one.journey)) for one in ReadyRule.objects.all()],
        "duties": [(one, duties.get(one.id, [])) for one in book.journeys],
        "default": queries.DEFAULT,
    }
    return render(request, "practice/rules.html", told, status=422 if form.errors else 200)


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def drop_rule(request: Asked, key: int) -> HttpResponse:
    """Drops a rule."""
    _house(request)
    if request.method == "POST":
        actions.drop_rule(scope=request.scope, rule=get_object_or_404(ReadyRule, pk=key), at=timezone.now())
        messages.success(request, "Dropped; the next nearest rule holds.")
    return redirect("ready-rules")


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def duties(request: Asked, journey: str) -> HttpResponse:
    """Which teams perform a journey."""
    found = next((one for one in _house(request).journeys if one.id == journey), None)
    if found is None:
        raise Http404
    teams = list(Team.objects.order_by("name").values_list("pk", "name"))
    given = list(Duty.objects.filter(journey=journey).values_list("team_id", flat=True))
    form = DutiesForm(request.POST if request.method == "POST" else None, teams=teams, initial={"teams": given})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["teams"]
        actions.give_duties(scope=request.scope, journey=journey, teams=chosen, at=timezone.now())
        messages.success(request, "Kept.")
        return redirect("ready-rules")
    told = {"form": form, "journey": found}
    return render(request, "practice/duties.html", told, status=422 if form.errors else 200)


@allowed(*ANSWERABLE)
def training_worth(request: Asked) -> HttpResponse:
    """What training was worth, where a leader decides on it."""
    book = current()
    return render(request, "practice/worth.html", {"answers": worth(request.scope, book) if book else []})
