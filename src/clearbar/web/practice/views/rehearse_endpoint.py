"""Pages of endpoints: which language models may put a customer's words, and a trial call."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.model.scenario import Mood
from clearbar.web.bridge import rehearsing
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Role
from clearbar.web.practice import customers
from clearbar.web.practice.actions import rehearse_endpoint as actions
from clearbar.web.practice.forms.rehearse_texts import EndpointForm
from clearbar.web.practice.models.rehearse import Endpoint

TRIAL = """scenario: trial
title: A trial call
journey: trial
customer: {name: Sam, who: A customer who asks for the opening hours., wants: To know when the shop opens.}
opening: Good morning. When do you open?
intents: {greet: [Good morning. How can I help?, Hello.], end: [Goodbye.]}
scenes:
  asking:
    hears: [{intent: greet, says: When do you open on Saturday?}, {intent: end, go: bye}]
    otherwise: {says: Pardon?}
ends: {bye: {says: Goodbye., outcome: mixed}}
gives_up: bye
"""


@allowed(Role.ADMINISTRATOR)
def endpoints(request: Asked) -> HttpResponse:
    """The models there are, and a form for another one."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        key = told.pop("key")
        made = actions.keep(scope=request.scope, endpoint=None, told=told, key=key, at=timezone.now())
        messages.success(request, "Kept. It is off: make a trial call, then switch it on.")
        return redirect("endpoint", made.pk)
    shown = {"form": form, "found": Endpoint.objects.all(), "today": timezone.localdate()}
    return render(request, "practice/rehearse/endpoints.html", shown, status=422 if form.errors else 200)


@allowed(Role.ADMINISTRATOR)
def endpoint(request: Asked, key: str) -> HttpResponse:
    """One model: changed, tried, switched on or off, taken away."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    one = get_object_or_404(Endpoint, pk=key)
    initial: dict[str, Any] = {name: getattr(one, name) for name in ("name", "url", "model", "per_day")}
    form = EndpointForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        sealed = told.pop("key") or None
        actions.keep(scope=request.scope, endpoint=one, told=told, key=sealed, at=timezone.now())
        messages.success(request, "Kept.")
        return redirect("endpoint", key)
    shown = {"form": form, "one": one, "today": timezone.localdate()}
    return render(request, "practice/rehearse/endpoint.html", shown, status=422 if form.errors else 200)


@allowed(Role.ADMINISTRATOR)
@require_POST
def act(request: Asked, key: str) -> HttpResponse:
    """Tries a model, switches it, or takes it away."""
    demand(request.scope.over(Role.ADMINISTRATOR, None))
    one, now = get_object_or_404(Endpoint, pk=key), timezone.now()
    wanted = request.POST.get("act", "")
    if wanted == "remove":
        actions.remove(scope=request.scope, endpoint=one, at=now)
        messages.success(request, "Taken away, with its key. Talks that it played go on by the script.")
        return redirect("endpoints")
    if wanted in {"on", "off"}:
        actions.switch(scope=request.scope, endpoint=one, active=wanted == "on", at=now)
    elif wanted == "try":
        _try(request, one)
    return redirect("endpoint", key)


def _try(request: Asked, one: Endpoint) -> None:
    """One call, as a rehearsal would make it."""
    scenario = rehearsing.read("trial.yaml", TRIAL, None)
    begun = rehearsing.begin(scenario, Mood.CALM, 1)
    found = customers.asked(one, scenario, begun, "Good morning. How can I help?")
    customers.note(one, found.fault, timezone.now())
    if found.fault:
        messages.error(request, found.fault)
    else:
        messages.success(request, f"It answers. The customer said: “{found.turns[-1].text}”")
