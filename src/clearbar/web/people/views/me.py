"""Pages of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.web.people import queries
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.actions.badges import choose_pin
from clearbar.web.people.actions.persons import edit_me
from clearbar.web.people.forms import MeForm, PinForm, took
from clearbar.web.people.models import Membership, Organisation
from clearbar.web.people.watch import SHARED


@allowed()
def me(request: Asked) -> HttpResponse:
    """My account: what I am called, how I log in, what is known of me."""
    person, at, today = request.user.person, timezone.now(), timezone.localdate()
    form = MeForm(request.POST or None, initial={"name": person.name, "language": person.language})

    def act(told: dict[str, Any]) -> None:
        edit_me(scope=request.scope, person=person, at=at, **told)

    if request.method == "POST" and took(form, act):
        messages.success(request, "Saved.")
        return redirect("me_account")
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    shown = {
        "form": form,
        "person": person,
        "memberships": Membership.objects.filter(person=person).select_related("team__site").order_by("-since"),
        "grants": person.grants.select_related("team").order_by("role"),
        "coaches": queries.coaches_of(person, today),
        "open_view": Organisation.the().individual_view,
        "codes": "totp" in kinds,
        "keys": kinds.count("webauthn"),
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "shared": SHARED in request.session,
    }
    return render(request, "people/me.html", shown)


@allowed()
def pin(request: Asked) -> HttpResponse:
    """My PIN."""
    if not request.user.badge:
        hint = "A PIN goes with a badge. Your administrator makes one for you."
        return render(request, "told.html", {"title": "You have no badge", "hint": hint}, status=404)
    form, at = PinForm(request.POST or None), timezone.now()

    def act(told: dict[str, Any]) -> None:
        choose_pin(scope=request.scope, user=request.user, pin=told["pin"], at=at)

    if request.method == "POST" and took(form, act):
        messages.success(request, "Your new PIN holds from now on.")
        return redirect("me_account")
    return render(request, "people/pin.html", {"form": form, "first": not request.user.pin_chosen})
