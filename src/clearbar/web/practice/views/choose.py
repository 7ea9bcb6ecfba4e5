"""Pages of choosing for those who decide: the switch, places, candidates side by side, what it did to groups."""

from __future__ import annotations

from secrets import randbelow

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role, Team
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions import choose as actions
from clearbar.web.practice.actions import choose_decide
from clearbar.web.practice.actions.choose import Place, Refused
from clearbar.web.practice.actions.rehearse import SEEDS
from clearbar.web.practice.forms.choose import HOUSE, ChangeForm, PlaceForm, SwitchForm, trait_lines
from clearbar.web.practice.models.choose import Choosing, Opening
from clearbar.web.practice.models.rehearse import Pinned
from clearbar.web.practice.queries import choose as queries
from clearbar.web.practice.queries.choose_permits import DECIDING, decides_for
from clearbar.web.practice.queries.held import held
from clearbar.web.practice.queries.permits import rules_house
from clearbar.web.practice.views.choose_guard import while_on


@allowed(*DECIDING)
def switch(request: Asked) -> HttpResponse:
    """Whether the house chooses here. The one page of choosing that is there while it does not."""
    if not rules_house(request.scope):
        raise PermissionDenied
    kept = Choosing.the()
    start = {"is_on": kept.is_on, "traits": trait_lines(kept.traits)}
    form = SwitchForm(request.POST if request.method == "POST" else None, initial=start)
    if not kept.is_on:
        del form.fields["erases"]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.switch(
                scope=request.scope, is_on=told["is_on"], traits=told["traits"], erases=told.get("erases", False),
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error("erases", str(refused))
        else:
            messages.success(request, "Kept.")
            return redirect("openings" if told["is_on"] else "choosing-switch")
    told = {"form": form, "is_on": kept.is_on}
    return render(request, "practice/choose/switch.html", told, status=422 if form.errors else 200)


@while_on
@allowed(*DECIDING)
def openings(request: Asked) -> HttpResponse:
    """The places that people try for."""
    told = {
        "openings": queries.openings(request.scope),
        "rules_house": rules_house(request.scope),
        "today": timezone.localdate(),
    }
    return render(request, "practice/choose/openings.html", told)


@while_on
@allowed(*DECIDING)
def opening_new(request: Asked) -> HttpResponse:
    """Opens a place."""
    scenarios = [
        (one.pk, one.title, one.journey)
        for one in Pinned.objects.filter(texts__isnull=False).defer("text").order_by("title").distinct()
    ]
    now = held()
    form = PlaceForm(
        request.POST if request.method == "POST" else None, today=timezone.localdate(), teams=_teams(request.scope),
        scenarios=scenarios,
    )  # fmt: skip
    if request.method == "POST" and now and form.is_valid():
        made = actions.open_place(scope=request.scope, place=_place(form, now.key), at=timezone.now())
        messages.success(request, "It is open. Now take up candidates.")
        return redirect("opening", made.pk)
    told = {"form": form, "can": bool(now and scenarios)}
    return render(request, "practice/choose/opening_new.html", told, status=422 if form.errors else 200)


def _teams(scope: Scope) -> list[tuple[str, str]]:
    found = [(one.pk, one.name) for one in Team.objects.order_by("name") if decides_for(scope, one.pk)]
    return [(HOUSE, "the whole house"), *found] if decides_for(scope, None) else found


def _place(form: PlaceForm, version: int) -> Place:
    data = form.cleaned_data
    return Place(
        title=data["title"], team=None if data["team"] == HOUSE else data["team"], first=data["first"],
        further=data["further"] or None,
        journey=form.journey, version=version, questions=form.questions(), consent=data["consent"], days=data["days"],
        open_until=data["open_until"], seeds=(randbelow(SEEDS), randbelow(SEEDS)),
    )  # fmt: skip


def _opening(request: Asked, key: int) -> Opening:
    found = queries.opening(request.scope, key)
    if found is None:
        raise Http404
    return found


@while_on
@allowed(*DECIDING)
def opening(request: Asked, key: int) -> HttpResponse:
    """The candidates of a place side by side, in the order of their names."""
    one = _opening(request, key)
    columns = queries.side_by_side(one)
    told = {
        "opening": one,
        "columns": columns,
        "waiting": sum(not each.candidate.decision for each in columns),
        "agreement": queries.agreement(one),
        "is_open": one.closed_at is None and one.open_until >= timezone.localdate(),
        "rules_house": rules_house(request.scope),
    }
    return render(request, "practice/choose/opening.html", told)


@while_on
@allowed(*DECIDING)
def opening_edit(request: Asked, key: int) -> HttpResponse:
    """Changes what can still be changed of a place."""
    one = _opening(request, key)
    if one.closed_at:
        raise Http404
    start = {"title": one.title, "consent": one.consent, "open_until": one.open_until}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=start, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        actions.change_place(scope=request.scope, opening=one, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Kept. Who agreed before agreed to the text that they read.")
        return redirect("opening", key)
    told = {"form": form, "opening": one}
    return render(request, "practice/choose/opening_edit.html", told, status=422 if form.errors else 200)


@while_on
@allowed(*DECIDING)
@require_POST
def opening_close(request: Asked, key: int) -> HttpResponse:
    """Closes a place for good."""
    try:
        choose_decide.close(scope=request.scope, opening=_opening(request, key), at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Closed. What was said of traits is counted, and its rows are deleted.")
    return redirect("opening", key)


@while_on
@allowed(Role.LEADER, Role.ADMINISTRATOR)
def impact(request: Asked, key: int) -> HttpResponse:
    """What choosing did to groups; for who leads the house, and administrators."""
    if not rules_house(request.scope):
        raise PermissionDenied
    one = _opening(request, key)
    return render(request, "practice/choose/impact.html", {"opening": one, "impacts": queries.impacts(one)})
