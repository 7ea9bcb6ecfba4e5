"""The page of how many people keep the promise. It writes nothing: what was asked stands in its address."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render

from clearbar.model.errors import QuestionFault
from clearbar.web.book.queries import current
from clearbar.web.bridge import counter as bridge
from clearbar.web.bridge.counter import Promised
from clearbar.web.bridge.pictures import Fragment
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.walks.forms.counter import CounterForm

_FIELDS = {"--arrivals": "arrivals", "--service": "service", "--promise": "promise", "--share": "share",
           "--patience": "patience"}  # fmt: skip


@allowed(Role.LEADER, Role.ADMINISTRATOR)
def counter(request: Asked) -> HttpResponse:
    """How many people at the counter would keep the promise."""
    book = current()
    promised = bridge.promises(book) if book else ()
    asked = "arrivals" in request.GET
    begin = _begin(promised, request.GET.get("standard", ""))
    form = CounterForm(request.GET) if asked else CounterForm(initial=begin)
    found = _found(form) if asked and form.is_valid() else None
    told = {
        "form": form,
        "fragment": found,
        "rests_on": bridge.rests_on(form.aim) if found else [],
        "promised": [(one, bridge.in_words(one)) for one in promised],
        "has_book": book is not None,
    }
    return render(request, "walks/counter/counter.html", told, status=422 if asked and form.errors else 200)


def _found(form: CounterForm) -> Fragment | None:
    """The answer; what cannot be asked is told at its field."""
    try:
        return bridge.drawn(bridge.reckoned(form.aim, play=form.cleaned_data["play"]))
    except QuestionFault as fault:
        for one in fault.faults:
            form.add_error(_FIELDS.get(one.file), f"{one.message.capitalize()}. {one.hint.capitalize()}.")
        return None


def _begin(promised: Sequence[Promised], standard: str) -> dict[str, float]:
    """What the form begins with: the promise that was chosen, else the first of the book."""
    chosen = next((one for one in promised if one.standard == standard), promised[0] if promised else None)
    if chosen is None:
        return {"share": 90}
    return {"promise": round(chosen.seconds / 60, 2), "share": round(100 * (chosen.target or 0.9), 1)}
