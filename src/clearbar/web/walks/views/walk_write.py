"""A walk that is written down afterwards, where the phone cannot run its clock."""

from __future__ import annotations

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearbar.model.book import Journey
from clearbar.web.ledger.sync import Item, take_all
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Site
from clearbar.web.walks.actions.walk_taking import WALK
from clearbar.web.walks.forms.walk import StepsForm
from clearbar.web.walks.models.walk import Walking
from clearbar.web.walks.queries.walk import front_steps, walkable
from clearbar.web.walks.queries.walk_book import Held, held


class _WhereForm(forms.Form):
    journey = forms.ChoiceField(label="What did you want to get done?")
    site = forms.ModelChoiceField(label="Where?", queryset=Site.objects.all(), empty_label=None)
    conditions = forms.MultipleChoiceField(
        label="Under which conditions?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, journeys: list[Journey], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["journey"].choices = [(one.id, one.title) for one in journeys]  # type: ignore[attr-defined]
        known = Walking.the().conditions
        self.fields["conditions"].choices = [(one, one) for one in known]  # type: ignore[attr-defined]


@allowed()
@never_cache
def write(request: Asked) -> HttpResponse:
    """First where and what, then step by step; sent twice, it is one walk."""
    found = held(_version(request))
    journeys = walkable(found.book) if found else []
    where = _WhereForm(request.GET if "journey" in request.GET else None, journeys=journeys)
    if found is None or not journeys or not where.is_valid():
        return render(request, "walks/write.html", {"where": where, "nothing": not journeys or not _has_sites()})
    journey = next(one for one in journeys if one.id == where.cleaned_data["journey"])
    steps = list(front_steps(journey))
    form = StepsForm(request.POST or None, book=found.book, steps=steps, written=True)
    once = request.POST.get("once", str(uuid4()))
    if request.method == "POST" and form.is_valid():
        return _sent(request, found, journey, where, form, once)
    told = {"form": form, "journey": journey, "site": where.cleaned_data["site"], "once": once, "version": found.number}
    return render(request, "walks/write.html", told, status=422 if form.errors else 200)


def _version(request: Asked) -> int | None:
    """The version that the page asked by, where one is published while somebody writes; None for the one that holds."""
    told = request.POST.get("version", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None


def _has_sites() -> bool:
    return Site.objects.exists()


def _sent(
    request: Asked, held: Held, journey: Journey, where: _WhereForm, form: StepsForm, once: str
) -> HttpResponse:  # fmt: skip
    """By form it goes the way that it goes from a phone."""
    now = timezone.now()
    body = {
        "walk": once, "journey": journey.id, "version": held.number, "site": where.cleaned_data["site"].pk,
        "conditions": where.cleaned_data["conditions"], "begun": "", "steps": form.as_phone(), "written": True,
    }  # fmt: skip
    answer = take_all(scope=request.scope, items=[Item(_uuid(once), WALK, now, body)], now=now)[0]
    if answer["state"] == "kept":
        messages.success(request, "Your walk is kept, without your name and without the day.")
        return redirect("walk-mine")
    messages.error(request, answer.get("why") or "That did not work just now. Please send it once more.")
    told = {"form": form, "journey": journey, "site": where.cleaned_data["site"], "once": once, "version": held.number}
    return render(request, "walks/write.html", told, status=422)


def _uuid(raw: str) -> str:
    try:
        return str(UUID(raw))
    except ValueError:
        return str(uuid4())
