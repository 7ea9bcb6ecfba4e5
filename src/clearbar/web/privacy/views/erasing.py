"""Pages of erasure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.holding import SubjectKind
from clearbar.web.people.models import Role
from clearbar.web.privacy.actions import erasing as actions
from clearbar.web.privacy.actions.erasing import Refused
from clearbar.web.privacy.forms.privacy import EraseForm, WhoseForm
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries import erasing as queries
from clearbar.web.privacy.queries.others import others


@allowed(Role.ADMINISTRATOR)
def erasures(request: Asked) -> HttpResponse:
    """What waits, what was done, and who has left."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    now = timezone.now()
    told = {
        "waiting": queries.waiting(request.scope, now),
        "over": queries.over(),
        "left": queries.who_left(timezone.localdate()),
    }
    return render(request, "privacy/erasures.html", told)


@require_POST
@allowed(Role.ADMINISTRATOR)
def erase(request: Asked) -> HttpResponse:
    """What an erasure would take, and what stays; with a reason it is asked for."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    sent = request.POST if "reason" in request.POST else None
    form = EraseForm(sent, initial={name: request.POST.get(name, "") for name in ("kind", "id", "reached")})
    kind, whose = request.POST.get("kind", ""), WhoseForm(request.POST)
    if kind not in set(SubjectKind) or not whose.is_valid():
        return redirect("erasures")
    if form.is_valid():
        try:
            asked = actions.ask(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            waits = asked.state == Erasure.State.ASKED
            messages.success(request, _WAITS if waits else _DONE)
            return redirect("erasures")
    told = {
        "form": form,
        "preview": queries.preview(kind, whose.cleaned_data["id"], whose.cleaned_data["reached"], timezone.now()),
        "needs_second": others(request.scope, timezone.now()),
    }
    return render(request, "privacy/erase.html", told, status=422 if form.errors else 200)


_WAITS = "Asked for. Another administrator confirms it within two weeks."
_DONE = "Erased from the database. The files are swept within a few minutes."


@require_POST
@allowed(Role.ADMINISTRATOR)
def turn(request: Asked, key: int, name: str) -> HttpResponse:
    """Confirms or withdraws an erasure."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    found = get_object_or_404(Erasure, pk=key)
    act, said = (actions.confirm, _DONE) if name == "confirm" else (actions.withdraw, "Withdrawn. Nothing was erased.")
    try:
        act(scope=request.scope, erasure=found, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("erasures")
