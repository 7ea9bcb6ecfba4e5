"""Pages of what is said of a rehearsal: by oneself, by the checks line by line, by coaches and colleagues."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.model.book import Source
from clearbar.model.errors import ScenarioFault
from clearbar.model.scenario import Scenario
from clearbar.web.bridge import rehearsing
from clearbar.web.people.access import Asked, allowed
from clearbar.web.practice.actions import rehearse, rehearse_opinions
from clearbar.web.practice.forms.rehearse import MOODS, OpinionForm
from clearbar.web.practice.models.rehearse import Opinion, Rehearsal
from clearbar.web.practice.queries import talks
from clearbar.web.practice.queries.held import Held, held_as
from clearbar.web.practice.queries.rehearse_cards import beside, card_of
from clearbar.web.practice.queries.rehearse_lines import said, standards, told
from clearbar.web.practice.queries.rehearse_permits import askable, speaks_as
from clearbar.web.practice.queries.rehearsed import opinions_in


@allowed()
def feedback(request: Asked, key: int) -> HttpResponse:
    """A rehearsal of one's own that ended: first what one says oneself, then what was seen."""
    one = _own_ended(request, key)
    held = held_as(one.version_id)
    if one.seen_at is None and held is not None:
        return _say(request, one, held, Source.SELF)
    return render(request, "practice/rehearse/feedback.html", _seen(request, one, held))


def _own_ended(request: Asked, key: int) -> Rehearsal:
    one = talks.readable(key, request.scope)
    if one is None or one.person != request.scope.person or one.ended_at is None:
        raise Http404
    return one


def _say(request: Asked, one: Rehearsal, held: Held, source: Source) -> HttpResponse:
    """The card of somebody who has not said yet how it went."""
    card = card_of(held, one, source)
    form = OpinionForm(request.POST or None, scorecard=card)
    if request.method == "POST" and form.is_valid():
        told = {"levels": form.levels(), "comment": form.cleaned_data["comment"]}
        try:
            rehearse_opinions.give(scope=request.scope, rehearsal=one, scorecard=card, at=timezone.now(), **told)
            messages.success(request, "Thank you. Here is what was seen." if source is Source.SELF else
                             "Thank you. They read it beside their own view.")  # fmt: skip
        except rehearse.Refused as refused:
            messages.error(request, str(refused))
        return redirect(request.path)
    shown = {
        "one": one, "pinned": one.pinned, "form": form, "lines": said(one.turns), "is_me": source is Source.SELF,
        "card": [(line, form[f"{line.field}-level"], line.standard in one.pinned.stakes) for line in card.lines],
        "who": talks.called_by([one.person]).get(one.person, ""), "mood": MOODS.get(one.mood, one.mood),
    }  # fmt: skip
    return render(request, "practice/rehearse/say.html", shown, status=422 if form.errors else 200)


def _seen(request: Asked, one: Rehearsal, held: Held | None) -> dict[str, Any]:
    """All that was seen and said of a rehearsal, for the person and for their coach."""
    names = talks.names_of(held.book) if held else {}
    scenario = _scenario(one)
    lines = (
        rehearsing.lines(scenario, rehearsing.talk_of(one.talk)) if scenario and one.way == "chat" and one.turns else ()
    )
    others = [one_ for one_ in opinions_in(one)]
    asked = list(Opinion.objects.filter(rehearsal=one, submitted_at=None).exclude(by=one.person))
    called = talks.called_by([one.person, *(each.by for each in (*others, *asked))])
    mine = next((each for each in one.opinions_read if each.by == one.person), None)  # type: ignore[attr-defined]
    ending = scenario.end(one.end) if scenario else None
    waiting = [(each.by, called.get(each.by, "")) for each in asked]
    done = {each.by for each in others} | {each.by for each in asked}
    is_me = one.person == request.scope.person
    return {
        "one": one, "pinned": one.pinned, "is_me": is_me, "who": called.get(one.person, ""),
        "mood": MOODS.get(one.mood, one.mood), "ending": ending, "standards": standards(one, names),
        "lines": told(one, lines, names), "mine": mine,
        "others": [(called.get(each.by, ""), each) for each in others],
        "beside": _beside(one, held, mine, [(called.get(each.by, ""), each) for each in others]),
        "exemplary": scenario.exemplary if scenario else (), "waiting": waiting if is_me else [],
        "askable": [each for each in askable(one.person, timezone.localdate()) if each.person not in done]
        if is_me and not one.is_trial else [],
    }  # fmt: skip


def called_or(person: str) -> str:
    """Somebody's name."""
    return talks.called_by([person]).get(person, "")


def _beside(one: Rehearsal, held: Held | None, mine: Opinion | None, others: list[tuple[str, Opinion]]) -> Any:
    return beside(card_of(held, one, Source.COACH), one, mine, others) if held else []


def _scenario(one: Rehearsal) -> Scenario | None:
    try:
        return talks.scenario_of(one.pinned_id)
    except ScenarioFault:
        return None


@allowed()
@require_POST
def see(request: Asked, key: int) -> HttpResponse:
    """Looks at what was seen without saying before how it went."""
    rehearse.see(scope=request.scope, rehearsal=_own_ended(request, key), at=timezone.now())
    return redirect("talk_feedback", key)


@allowed()
@require_POST
def ask(request: Asked, key: int) -> HttpResponse:
    """Asks somebody for their view, or takes an invitation back."""
    one, person = _own_ended(request, key), request.POST.get("person", "")
    act = rehearse_opinions.take_back if "back" in request.POST else rehearse_opinions.ask
    act(scope=request.scope, rehearsal=one, person=person, at=timezone.now())
    messages.success(request, "Taken back. They can read it no longer." if "back" in request.POST else
                     "Asked. They see it in their practice, and can read this rehearsal now.")  # fmt: skip
    return redirect("talk_feedback", key)


@allowed()
def view(request: Asked, key: int) -> HttpResponse:
    """Somebody else's rehearsal, for a coach or for a colleague who was asked: their card, then what they said."""
    one = talks.readable(key, request.scope)
    if one is None or one.person == request.scope.person:
        raise Http404
    source, held = speaks_as(request.scope, one), held_as(one.version_id)
    if source is None or held is None:
        raise Http404
    mine = next((each for each in one.opinions_read if each.by == request.scope.person), None)  # type: ignore[attr-defined]
    if mine is None:
        return _say(request, one, held, source)
    if source is Source.COACH:
        return render(request, "practice/rehearse/feedback.html", _seen(request, one, held))
    shown = {
        "one": one, "pinned": one.pinned, "lines": said(one.turns), "mine": mine,
        "beside": beside(card_of(held, one, source), _bare(one), mine, []),
        "who": called_or(one.person), "mood": MOODS.get(one.mood, one.mood),
    }  # fmt: skip
    return render(request, "practice/rehearse/viewed.html", shown)


def _bare(one: Rehearsal) -> Rehearsal:
    """A rehearsal without what the checks saw: that is for the person and their coach."""
    return Rehearsal(pinned=one.pinned, shown=[])


@allowed()
def rehearsals_of(request: Asked, person: str) -> HttpResponse:
    """The rehearsals of somebody whom one coaches."""
    if person not in request.scope.coached:
        raise Http404
    found = list(reversed(list(talks.ended(person))))
    shown = {"who": called_or(person), "found": found, "moods": MOODS}
    return render(request, "practice/rehearse/rehearsals_of.html", shown)
