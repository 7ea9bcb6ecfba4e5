"""The page of a talk: what was said, how patient the customer is, and the next line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.model.errors import ScenarioFault
from clearbar.web.people.access import Asked, allowed, own
from clearbar.web.practice import customers
from clearbar.web.practice.actions import rehearse as actions
from clearbar.web.practice.forms.rehearse import MOODS, SayForm
from clearbar.web.practice.models.rehearse import Rehearsal
from clearbar.web.practice.queries import talks
from clearbar.web.practice.queries.rehearse_lines import said


@own
def talk(request: Asked, key: int) -> HttpResponse:
    """A talk of one's own: shown, or a line said in it."""
    one = _own(request, key)
    if request.method == "POST":
        return _say(request, one)
    if one.way == Rehearsal.Way.SHEET:
        return _sheet(request, one)
    form = SayForm(initial={"said": one.said})
    return render(request, "practice/rehearse/talk.html", _shown(one, form))


def _own(request: Asked, key: int) -> Rehearsal:
    found = talks.own(key, request.scope)
    if found is None:
        raise Http404
    return found


def _say(request: Asked, one: Rehearsal) -> HttpResponse:
    form = SayForm(request.POST)
    if not form.is_valid():
        return _refused(request, one, form, 422)
    told, now, before = form.cleaned_data, timezone.now(), len(one.turns)
    try:
        scenario = talks.scenario_of(one.pinned_id)
        one = actions.say(
            scope=request.scope, rehearsal=one, scenario=scenario, text=told["text"], said=told["said"],
            answer=customers.answers(one.endpoint, now), at=now,
        )  # fmt: skip
    except actions.Overtaken:
        now_there = _own(request, one.pk)
        form.overtaken = True
        return _refused(request, now_there, form, 409)
    except (ScenarioFault, ValueError):
        form.add_error(None, "This scenario cannot be played any more. Stop here, and begin another one.")
        return _refused(request, one, form, 409)
    if not request.htmx:  # type: ignore[attr-defined]  # its middleware sets it
        return redirect(f"{request.path}#say")
    shown = _shown(one, SayForm(initial={"said": one.said}), since=min(before, len(one.turns) - 2))
    answer = HttpResponse(render_to_string("practice/rehearse/_said.html", shown))  # a part, without the page's frame
    answer["HX-Trigger-After-Swap"] = "said"
    return answer


def _refused(request: Asked, one: Rehearsal, form: SayForm, status: int) -> HttpResponse:
    """The page as it stands now, with what was typed."""
    shown = _shown(one, form)
    if request.htmx:  # type: ignore[attr-defined]  # htmx shows no other status than 200
        return render(request, "practice/rehearse/_not_said.html", shown)
    return render(request, "practice/rehearse/talk.html", shown, status=status)


def _shown(one: Rehearsal, form: SayForm, since: int = 0) -> dict[str, Any]:
    lines = said(one.turns, since)
    return {
        "one": one,
        "lines": lines,
        "patience": lines[-1].patience if lines else None,  # what was said is forgotten in time
        "form": form,
        "mood": MOODS.get(one.mood, one.mood),
        "fault": one.talk.get("fault", ""),
    }


def _sheet(request: Asked, one: Rehearsal) -> HttpResponse:
    partner = talks.called_by([one.partner]).get(one.partner, "")
    return render(request, "practice/rehearse/waits.html", {"one": one, "pinned": one.pinned, "partner": partner})


@allowed()
@require_POST
def stop(request: Asked, key: int) -> HttpResponse:
    """Leaves a talk without an end."""
    one = _own(request, key)
    actions.stop(scope=request.scope, rehearsal=one, at=timezone.now())
    messages.success(request, "Stopped. Nothing of it counts.")
    return redirect("rehearse")


@allowed()
@require_POST
def again(request: Asked, key: int) -> HttpResponse:
    """Goes on again from before one line."""
    one, line = _own(request, key), request.POST.get("line", "")
    if not line.isdecimal():
        raise Http404
    try:
        scenario = talks.scenario_of(one.pinned_id)
        made = actions.again(scope=request.scope, rehearsal=one, scenario=scenario, line=int(line), at=timezone.now())
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("talk_feedback", key)
    except (ScenarioFault, ValueError):
        messages.error(request, "This scenario cannot be played any more as it was then.")
        return redirect("talk_feedback", key)
    return redirect("talk", made.pk)
