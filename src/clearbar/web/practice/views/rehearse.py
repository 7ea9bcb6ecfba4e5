"""Pages of rehearsals: which scenarios there are, and how one begins."""

from __future__ import annotations

from secrets import choice, randbelow

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.errors import ScenarioFault
from clearbar.model.scenario import Mood
from clearbar.web.people.access import Asked, allowed
from clearbar.web.practice.actions.rehearse import SEEDS, Start, begin
from clearbar.web.practice.forms.rehearse import SURPRISE, StartForm
from clearbar.web.practice.models.rehearse import Endpoint, Pinned, Rehearsal
from clearbar.web.practice.queries import talks
from clearbar.web.practice.queries.held import held
from clearbar.web.practice.queries.rehearse_next import next_scenario
from clearbar.web.practice.queries.rehearse_permits import askable, writes_scenarios


@allowed()
def rehearse(request: Asked) -> HttpResponse:
    """The scenarios, which comes next and why, what is going on, and what others ask."""
    now = held()
    offered = talks.offered(request.scope, now.book) if now else []
    person = request.scope.person
    shown = {
        "has_book": now is not None,
        "offered": offered,
        "next": next_scenario(request.scope, now.book, offered) if now else None,
        "running": talks.running(person),
        "to_play": talks.to_play(person),
        "asked": talks.asked_of(person),
        "coached": talks.coached(request.scope) if request.scope.coached else [],
        "writes": writes_scenarios(request.scope),
    }
    return render(request, "practice/rehearse/rehearse.html", shown)


@allowed()
def for_standard(request: Asked, standard: str) -> HttpResponse:
    """Leads to the scenario that puts a standard to the test and that one has tried least; of none, to all of them."""
    now = held()
    offered = talks.offered(request.scope, now.book) if now else []
    fitting = [one for one in offered if standard in one.pinned.stakes]
    if fitting:
        return redirect("rehearse_scenario", min(fitting, key=lambda one: len(one.tried)).pinned.scenario)
    messages.info(request, "No scenario puts this standard to the test yet. These are the ones there are.")
    return redirect("rehearse")


@allowed()
def scenario(request: Asked, scenario: str) -> HttpResponse:
    """One scenario before it begins: who comes, what is at stake, and how one rehearses it."""
    pinned, now = talks.live(scenario), held()
    if pinned is None or now is None:
        raise Http404
    form = _form(request, pinned)
    if request.method == "POST" and form.is_valid():
        return begun(request, pinned, form, now.key)
    offered = next(one for one in talks.offered(request.scope, now.book) if one.pinned.pk == pinned.pk)
    shown = {"offered": offered, "pinned": pinned, "form": form, "tried": offered.tried}
    return render(request, "practice/rehearse/scenario.html", shown, status=422 if form.errors else 200)


def _form(request: Asked, pinned: Pinned) -> StartForm:
    able = askable(request.scope.person, timezone.localdate())
    return StartForm(
        request.POST or None,
        moods=pinned.moods,
        partners=[(one.person, f"{one.name} (your coach)" if one.is_coach else one.name) for one in able],
        endpoints=[(one.pk, f"{one.name}, a language model") for one in Endpoint.objects.filter(active=True)],
    )


def begun(request: Asked, pinned: Pinned, form: StartForm, version: int, *, is_trial: bool = False) -> HttpResponse:
    """Begins what a form asks for, and leads there."""
    told = form.cleaned_data
    mood = choice(pinned.moods) if told["mood"] == SURPRISE else told["mood"]
    way = told.get("way") or Rehearsal.Way.CHAT
    endpoint = Endpoint.objects.filter(pk=told.get("customer") or "", active=True).first()
    start = Start(
        Mood(mood), randbelow(SEEDS), way, told["partner"] if way == Rehearsal.Way.SHEET else "",
        endpoint if way == Rehearsal.Way.CHAT else None, is_trial,
    )  # fmt: skip
    try:
        scenario = talks.scenario_of(pinned.pk)
    except ScenarioFault:
        messages.error(request, "This scenario cannot be played as it stands. Who writes scenarios can mend it.")
        return redirect("rehearse")
    made = begin(
        scope=request.scope, pinned=pinned, scenario=scenario, start=start, version=version, at=timezone.now()
    )  # fmt: skip
    return redirect("talk", made.pk)
