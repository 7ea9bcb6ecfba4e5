"""Pages of the set-up: the first quarter of an hour, and whether all is in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.book import queries as book
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.actions.house import change_organisation
from clearbar.web.people.forms import took
from clearbar.web.people.models import Organisation, Role
from clearbar.web.site import actions, conditions, steps
from clearbar.web.site.forms import BookForm, MailForm, NameForm, PeopleForm, PosterForm

_FORMS: dict[str, tuple[type[forms.Form], Callable[..., object], str]] = {
    "name": (NameForm, change_organisation, "Save the name"),
    "book": (BookForm, actions.choose_book, "Begin with this book"),
    "people": (PeopleForm, actions.add_first_people, "Add them"),
    "poster": (PosterForm, actions.make_poster, "Make the poster"),
}
"""Of each step that has one: its form, what the form does, and what its button says."""


@allowed(Role.ADMINISTRATOR)
def begin(request: Asked) -> HttpResponse:
    """What is still to be done until the first real answer; the next step stands open."""
    found = steps.first_steps()
    step = next((one for one in found if not one.done), found[-1])
    form = _form(step.key, request)
    if request.method == "POST" and form is not None and request.POST.get("step") == step.key:
        act, at = _FORMS[step.key][1], timezone.now()
        if took(form, lambda told: act(scope=request.scope, at=at, **told)):
            return redirect("setup-begin")
    elif request.method == "POST":
        return redirect("setup-begin")  # a step that is done already, sent again
    return render(request, "site/begin.html", {"steps": found, "step": step, "form": form, **_beside(step.key)})


def _form(key: str, request: Asked) -> forms.Form | None:
    if key not in _FORMS:
        return None
    house = Organisation.the()
    initial: dict[str, Any] = {}
    if key == "name":
        initial = {"name": "" if house.name == steps.UNNAMED else house.name, "timezone": house.timezone}
    given = request.POST if request.method == "POST" and request.POST.get("step") == key else None
    return _FORMS[key][0](given, initial=initial)


def _beside(key: str) -> dict[str, Any]:
    """What the open step shows beside its form."""
    told: dict[str, Any] = {"button": _FORMS[key][2] if key in _FORMS else ""}
    if key == "book":
        told["draft"] = book.draft()
    if key == "rating":
        told |= {"poster": steps.first_poster(), "first": steps.first_rating()}
    return told


@allowed(Role.ADMINISTRATOR)
def first(request: Asked) -> HttpResponse:
    """The part of the page that waits for the first rating."""
    told = {"poster": steps.first_poster(), "first": steps.first_rating()}
    return render(request, "site/_first.html", told)


@allowed(Role.ADMINISTRATOR)
@require_POST
def finish(request: Asked) -> HttpResponse:
    """Home is shown from now on."""
    actions.finish(scope=request.scope, at=timezone.now())
    return redirect("/")


@allowed(Role.ADMINISTRATOR)
def setup(request: Asked) -> HttpResponse:
    """Whether all that the application stands on is in order; sends a trial mail."""
    now = timezone.now()
    form = MailForm(request.POST or None, initial={"to": request.user.email})
    if request.method == "POST" and form.is_valid():
        refused = actions.send_trial(scope=request.scope, to=form.cleaned_data["to"], at=now)
        if not refused:
            messages.success(request, "The mail server took the mail. See that it arrives.")
            return redirect("setup")
        form.add_error("to", refused)
    told = {
        "conditions": conditions.conditions(host=request.get_host(), secure=request.is_secure(), now=now),
        "jobs": conditions.given_up(),
        "versions": conditions.versions(),
        "form": form,
    }
    return render(request, "site/setup.html", told)


@allowed(Role.ADMINISTRATOR)
@require_POST
def retry(request: Asked) -> HttpResponse:
    """A job that was given up is tried again."""
    if actions.retry_job(scope=request.scope, name=request.POST.get("job", ""), at=timezone.now()):
        messages.success(request, "It is tried again now.")
    return redirect("setup")
