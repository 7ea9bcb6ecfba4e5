"""*Just watched*: somebody says what they saw, standing at the counter."""

from __future__ import annotations

from secrets import token_urlsafe

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.book import Source
from clearbar.web.book.models import Version
from clearbar.web.book.queries import newest
from clearbar.web.people.access import Asked, allowed
from clearbar.web.reviews.actions.watching import Seen
from clearbar.web.reviews.actions.watching import watched as keep
from clearbar.web.reviews.forms.cards import CardForm, WatchForm
from clearbar.web.reviews.forms.shown import shown_lines
from clearbar.web.reviews.permits import Permits, Watchable, watchable
from clearbar.web.reviews.queries import cards as queries
from clearbar.web.reviews.views.cards import no_book


@allowed()
def watched(request: Asked) -> HttpResponse:
    """First whom, at what and where; then the marks."""
    version = newest()
    if version is None:
        return no_book(request)
    known = {one.person: one for one in watchable(request.scope, timezone.localdate())}
    asked = request.GET.get("person", "")
    if asked and asked not in known:
        raise PermissionDenied
    if not known:
        return render(request, "reviews/watched.html")
    journeys = [(one.id, one.title) for one in queries.book_of(version).journeys]
    form = WatchForm(
        request.GET or None,
        persons=[(one.person, one.name) for one in known.values()],
        journeys=journeys,
        initial={"channel": "visit", "journey": journeys[0][0] if len(journeys) == 1 else None},
    )
    if not form.is_valid():
        return render(request, "reviews/watched.html", {"form": form}, status=422 if form.errors else 200)
    return _rate(request, version, known[asked], form.cleaned_data["journey"], form.cleaned_data["channel"])


def _rate(request: Asked, version: Version, chosen: Watchable, journey: str, channel: str) -> HttpResponse:
    source = Permits.now().speaks_as(request.scope, chosen.whom) or Source.PEER
    card = queries.card_of(version, journey, source)
    form = CardForm(request.POST or None, scorecard=card, causes=(), auto_id="id_%s")
    once = request.POST.get("once") or token_urlsafe(16)
    told = {"scorecard": card, "who": chosen.name, "watched": True, "once": once}
    status = 200
    if request.method == "POST" and form.is_valid():
        marks = {name: mark for name, mark in form.marks().items() if mark.get("level")}
        if marks:
            seen = Seen(chosen, channel, once)
            kept = keep(scope=request.scope, seen=seen, version=version, scorecard=card, marks=marks, at=timezone.now())
            messages.success(request, f"Thank you. {chosen.name} can read it now.")
            return redirect("reviewed", kept.response)
        told["fault"] = "Mark at least one thing that you saw."
    if request.method == "POST":
        status = 422
    shown = {"form": form, "lines": shown_lines(form, card, None)}
    return render(request, "reviews/watched.html", told | shown, status=status)
