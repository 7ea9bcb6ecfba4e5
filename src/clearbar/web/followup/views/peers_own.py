"""Pages of the own compass: what I say of myself, beside what others say; and the bar that I set for myself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.book import Source
from clearbar.web.book.models import Version
from clearbar.web.book.queries import newest
from clearbar.web.followup.actions import peers_own as actions
from clearbar.web.followup.actions.peers import Refused
from clearbar.web.followup.forms.peers import BarForm, MarksForm, WhichForm
from clearbar.web.followup.models.peers import OwnRating
from clearbar.web.followup.queries import peers as queries
from clearbar.web.followup.queries import peers_own
from clearbar.web.followup.views.peers import journeys, mine_of
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Person, Role


@allowed()
def own(request: Asked) -> HttpResponse:
    """My compass: nobody else opens this page."""
    bars = peers_own.bars(request.scope, timezone.now())
    told = {
        "ratings": peers_own.own_ratings(request.scope.person),
        "bars": bars,
        "set": [one for one in bars if one.own],
        "weeks": peers_own.WEEKS,
    }
    return render(request, "followup/peers/own.html", told)


@allowed()
def bar(request: Asked) -> HttpResponse:
    """Sets a bar of one's own, or takes it away."""
    form = BarForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            messages.error(request, "Choose one of the levels.")
        else:
            try:
                actions.set_bar(scope=request.scope, at=timezone.now(), **form.cleaned_data)
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, "Kept. Only you see it.")
    return redirect("own")


@allowed()
def which(request: Asked) -> HttpResponse:
    """First which interaction, then how it was."""
    version, known = newest(), journeys()
    if version is None or not known:
        return render(request, "followup/peers/rate.html", {"has_book": False})
    data = request.POST if request.method == "POST" else request.GET
    form = WhichForm(
        data or None, interactions=queries.unrated_interactions(request.scope, timezone.now()), journeys=known,
        initial={"journey": known[0][0] if len(known) == 1 else None},
    )  # fmt: skip
    if not form.is_valid():
        told: dict[str, Any] = {"form": form, "has_book": True}
        return render(request, "followup/peers/rate.html", told, status=422 if form.errors else 200)
    return _rate(request, version, form)


def _rate(request: Asked, version: Version, chosen: WhichForm) -> HttpResponse:
    card = queries.card_of(version, chosen.cleaned_data["journey"], Source.SELF)
    form = MarksForm(request.POST or None, card=card, own=True)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rate_myself(
                scope=request.scope, mine=mine_of(chosen), scorecard=card, marks=form.marks, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Kept. Only you see it, until you share it.")
            return redirect("own")
    told = {"form": form, "chosen": chosen.cleaned_data, "has_book": True, "marks": True}
    return render(request, "followup/peers/rate.html", told, status=422 if form.errors else 200)


def _mine(request: Asked, key: int) -> OwnRating:
    found = OwnRating.objects.filter(pk=key, person=request.scope.person).first()
    if found is None:
        raise Http404
    return found


@allowed()
def see(request: Asked, key: int) -> HttpResponse:
    """Somebody looks at the difference."""
    found = _mine(request, key)
    if request.method == "POST":
        try:
            actions.see(scope=request.scope, own=found, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("own")


@allowed()
def share(request: Asked, key: int) -> HttpResponse:
    """Somebody shares it with who coaches them."""
    found = _mine(request, key)
    version = Version.objects.filter(number=found.version).first()
    if request.method == "POST" and version is not None:
        card = queries.card_of(version, found.journey, Source.SELF)
        try:
            actions.share(scope=request.scope, own=found, scorecard=card, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Shared. Your coach can see it beside what others say.")
    return redirect("own")


@allowed(Role.COACH)
def shared(request: Asked, person: str) -> HttpResponse:
    """What somebody shared with who coaches them."""
    if person not in request.scope.coached:
        raise PermissionDenied
    who = Person.objects.filter(pk=person).first()
    if who is None:
        raise Http404
    return render(request, "followup/peers/shared.html", {"who": who, "ratings": peers_own.shared(person)})
