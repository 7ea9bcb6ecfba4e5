"""The sheet of a customer that a colleague plays: how they are played, and afterwards what the colleague heard."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.errors import ScenarioFault
from clearbar.web.people.access import Asked, allowed
from clearbar.web.practice.actions import rehearse_opinions
from clearbar.web.practice.actions.rehearse import Refused
from clearbar.web.practice.forms.rehearse import MOODS, SheetForm
from clearbar.web.practice.models.rehearse import Rehearsal
from clearbar.web.practice.queries import talks
from clearbar.web.practice.queries.rehearse_lines import Patience

_TO_PLAY = {
    "calm": "Speak evenly. You have time.",
    "angry": "Speak firmly and interrupt once. It is the matter that annoys you, not the person.",
    "confused": "Mix two things up, and ask again where a word is new to you.",
    "hurried": "Look at the time. Long answers cost patience.",
    "hard of hearing": "Ask to repeat what is said fast, long or turned away.",
    "mistaken": "You are sure of a rule that is wrong. Hold on to it until somebody explains it kindly.",
}


@allowed()
def sheet(request: Asked, key: int) -> HttpResponse:
    """The sheet, for whoever plays the customer; nobody else sees what the customer hides."""
    found = Rehearsal.objects.filter(pk=key, partner=request.scope.person, way=Rehearsal.Way.SHEET)
    one = found.select_related("pinned").defer("pinned__text").first()
    if one is None:
        raise Http404
    if one.ended_at is not None:
        return redirect("talk_view", key)
    if one.stopped_at is not None:
        messages.info(request, "This rehearsal was called off.")
        return redirect("rehearse")
    try:
        scenario = talks.scenario_of(one.pinned_id)
    except ScenarioFault:
        raise Http404 from None
    form = SheetForm(request.POST or None, scenario=scenario)
    if request.method == "POST" and form.is_valid():
        told = {"heard": form.cleaned_data["heard"], "end": form.cleaned_data["end"]}
        try:
            rehearse_opinions.play(
                scope=request.scope, rehearsal=one, scenario=scenario, at=timezone.now(), **told
            )  # fmt: skip
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("rehearse")
        return redirect("talk_view", key)
    better = {intent for stake in scenario.stakes for intent in stake.better}
    worse = {intent for stake in scenario.stakes for intent in stake.worse}
    ways = scenario.intents
    shown = {
        "one": one, "scenario": scenario, "form": form, "who": talks.called_by([one.person]).get(one.person, ""),
        "mood": MOODS.get(one.mood, one.mood), "to_play": _TO_PLAY.get(one.mood, ""),
        "patience": Patience(one.talk["patience"]), "opening": one.turns[0]["text"] if one.turns else "",
        "better": [ways[each][0] for each in ways if each in better and ways[each]],
        "worse": [ways[each][0] for each in ways if each in worse and ways[each]],
    }  # fmt: skip
    return render(request, "practice/rehearse/sheet.html", shown, status=422 if form.errors else 200)
