"""Pages of cards: the card beside its conversation, and *just watched*."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.book import Source
from clearbar.web.book.queries import newest
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.access import Asked, allowed
from clearbar.web.reviews import spans
from clearbar.web.reviews.actions import cards as actions
from clearbar.web.reviews.forms.cards import CardForm
from clearbar.web.reviews.forms.shown import form_of, shown_lines
from clearbar.web.reviews.models import Assignment, Card
from clearbar.web.reviews.permits import names
from clearbar.web.reviews.queries import cards as queries


def no_book(request: HttpRequest) -> HttpResponse:
    """The page that stands for a card as long as no book is published."""
    told = {
        "title": "There is nothing to review against yet",
        "hint": "Scorecards come from the book. Publish it first.",
    }
    return render(request, "told.html", told, status=409)


@allowed()
def review(request: Asked, key: int) -> HttpResponse:
    """The card of an assignment."""
    assignment = Assignment.objects.filter(pk=key, reviewer=request.scope.person).select_related("round__cycle").first()
    if assignment is None or assignment.state == Assignment.State.REPLACED:
        raise Http404
    begun = Card.objects.filter(assignment=assignment).select_related("version", "assignment").first()
    if begun and begun.submitted_at:
        return redirect("reviewed", begun.response)
    version = begun.version if begun else newest()
    if version is None:
        return no_book(request)
    interaction = Interaction.objects.filter(id=assignment.interaction).first()
    if interaction is None:
        return redirect("replace", key)
    journey = queries.journey_for(version, interaction)
    chosen = begun.journey if begun else (journey.id if journey else request.POST.get("journey", ""))
    known = {one.id: one for one in queries.book_of(version).journeys}
    if chosen not in known:
        told = {"journeys": known.values(), "interaction": interaction}
        return render(request, "reviews/which.html", told)
    now = timezone.now()
    card = actions.begin(scope=request.scope, assignment=assignment, version=version, journey=chosen, at=now)
    if request.method == "POST" and "journey" in request.POST:
        return redirect("review", key)
    return fill_in(request, card, interaction, now, back=("/reviews/", "Reviews"))


def fill_in(request: Asked, card: Card, interaction: Interaction, now: datetime, back: tuple[str, str]) -> HttpResponse:
    """A card that is open: shown, saved by itself, or submitted."""
    scorecard = queries.card_of(card.version, card.journey, Source(card.source))
    complete = request.POST.get("act") == "submit"
    form = form_of(card, scorecard, interaction, request.POST or None, complete=complete)
    told: dict[str, Any] = {"back_to": back}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _kept(request, card, scorecard, interaction, form, now)
            except actions.Overtaken:
                status, told["overtaken"] = 409, True
            except actions.Refused as refused:
                status, told["refused"] = 409, str(refused)
        if request.htmx:  # type: ignore[attr-defined]  # its middleware sets it
            return render(request, "reviews/_saved.html", {"form": form, **told})  # htmx shows no other status
    return render(request, "reviews/card.html", _shown(card, scorecard, interaction, form) | told, status=status)


def _kept(
    request: Asked, card: Card, scorecard: Scorecard, interaction: Interaction, form: CardForm, now: datetime
) -> HttpResponse:
    """What follows a card that was saved or submitted."""
    act, changed = request.POST.get("act", "save"), form.cleaned_data["changed"]
    marks = _quoted(request, act, scorecard, interaction, form.marks())
    if act == "submit":
        card = actions.submit(scope=request.scope, card=card, scorecard=scorecard, marks=marks, changed=changed, at=now)
        messages.success(
            request, "Your review is in." if card.response else "Your marks are in. The others' are shown once all are."
        )
        return redirect("reviewed", card.response) if card.response else redirect("calibration", card.calibration_id)
    card = actions.save(scope=request.scope, card=card, marks=marks, changed=changed, at=now)
    if request.htmx:  # type: ignore[attr-defined]
        fresh = form_of(card, scorecard, interaction)
        lines = shown_lines(fresh, scorecard, interaction)
        return render(request, "reviews/_saved.html", {"card": card, "form": fresh, "lines": lines, "kept": True})
    messages.success(request, "Your draft is kept.")
    return redirect(request.path)


def _quoted(
    request: Asked, act: str, scorecard: Scorecard, interaction: Interaction, marks: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The marks with the quotes that were added or taken away without a script."""
    verb, _, rest = act.partition(":")
    field, _, place = rest.partition(":")
    line = next((one for one in scorecard.lines if one.field == (field or request.POST.get("quote-for"))), None)
    if verb not in {"quote", "unquote"} or line is None:
        return marks
    mark = marks.setdefault(line.standard, {})
    held: list[Any] = mark.get("spans", [])
    if verb == "quote":
        ticked = {int(one) for one in request.POST.getlist("ticked") if one.isdecimal()}
        held = [*held, *(list(one) for one in spans.whole(ticked, interaction.messages))]
    else:
        held = [one for number, one in enumerate(held) if str(number) != place]
    mark["spans"] = [list(one) for one in spans.valid(held, interaction.messages)]
    return marks


def _shown(card: Card, scorecard: Scorecard, interaction: Interaction, form: CardForm) -> dict[str, Any]:
    blind = card.calibration_id is not None
    return {
        "card": card,
        "scorecard": scorecard,
        "interaction": interaction,
        "messages_shown": spans.shown(interaction.messages, interaction.timezone),
        "form": form,
        "lines": shown_lines(form, scorecard, interaction),
        "causes": queries.causes(card.marks),
        "older": queries.is_older(card),
        "blind": blind,
        "who": "" if blind else names({card.person}).get(card.person or "", ""),
    }
