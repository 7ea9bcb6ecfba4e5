"""Pages of peers: what colleagues ask, give and recognise."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.book import OVERALL, Source
from clearbar.web.book.queries import newest
from clearbar.web.followup.actions import peers as actions
from clearbar.web.followup.actions import peers_own
from clearbar.web.followup.actions.peers import OneOfMine, Refused
from clearbar.web.followup.actions.peers_own import Praise
from clearbar.web.followup.forms.peers import JUST_NOW, InviteForm, MarksForm, RecogniseForm, WhichForm
from clearbar.web.followup.models.peers import PeerInvitation
from clearbar.web.followup.queries import peers as queries
from clearbar.web.followup.queries.peers_permits import askable, recognisable
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.days import today_of


@allowed()
def peers(request: Asked) -> HttpResponse:
    """What colleagues ask of me, what I asked, and what they saw me do well."""
    me = request.scope.person
    told = {
        "waiting": queries.asked_of(me),
        "sent": queries.asked_by(me),
        "recognised": queries.recognised(me),
        "given": queries.given(me),
        "has_book": newest() is not None,
    }
    return render(request, "followup/peers/peers.html", told)


def journeys() -> list[tuple[str, str]]:
    """The journeys of the book, to choose one from."""
    book = queries.held_book()
    return [(one.id, one.title) for one in book.journeys] if book else []


def mine_of(form: WhichForm) -> OneOfMine:
    """The interaction that was chosen."""
    said, book = form.cleaned_data, queries.held_book()
    journey = next((one for one in book.journeys if one.id == said["journey"]), None) if book else None
    id_ = "" if said["interaction"] == JUST_NOW else said["interaction"]
    return OneOfMine(id_, said["channel"], journey, said["once"])


@allowed()
def invite(request: Asked) -> HttpResponse:
    """Asks a colleague to look at one interaction."""
    now = timezone.now()
    colleagues = [(one.pk, one.name) for one in askable(request.scope, today_of(request.scope.person, now))]
    known = journeys()
    if not colleagues or not known:
        return render(request, "followup/peers/ask.html", {"has_book": bool(known)})
    form = InviteForm(
        request.POST or None, colleagues=colleagues, interactions=queries.own_interactions(request.scope, now),
        journeys=known, initial={"journey": known[0][0] if len(known) == 1 else None},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = {"colleague": form.cleaned_data["colleague"], "words": form.cleaned_data["words"]}
        try:
            kept = actions.invite(scope=request.scope, mine=mine_of(form), at=now, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{kept.colleague.name} was asked. They may say no.")
            return redirect("peers")
    told = {"form": form, "has_book": True}
    return render(request, "followup/peers/ask.html", told, status=422 if form.errors else 200)


def _asked(request: Asked, key: int) -> PeerInvitation:
    found = PeerInvitation.objects.filter(pk=key, colleague=request.scope.person).select_related("person").first()
    if found is None:
        raise Http404
    return found


@allowed()
def give(request: Asked, key: int) -> HttpResponse:
    """What the colleague saw."""
    invitation, version = _asked(request, key), newest()
    if invitation.state == PeerInvitation.State.RATED:
        return redirect("reviewed", invitation.response)
    interaction = Interaction.objects.filter(id=invitation.interaction).first()
    if invitation.state != PeerInvitation.State.ASKED or version is None or interaction is None:
        over = {"title": "This invitation is over", "hint": "There is nothing left to do about it."}
        return render(request, "told.html", over, status=410)
    card = queries.card_of(version, invitation.journey, Source.PEER)
    form = MarksForm(request.POST if request.method == "POST" else None, card=card, own=False)
    if request.method == "POST" and form.is_valid():
        try:
            response = actions.rate(
                scope=request.scope, invitation=invitation, scorecard=card, marks=form.marks, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Thank you. {invitation.person.name} can read it now.")
            return redirect("reviewed", response)
    told: dict[str, Any] = {
        "form": form,
        "invitation": invitation,
        "words": next((one.words for one in queries.asked_of(request.scope.person) if one.invitation.pk == key), ""),
        "about": queries.about(interaction),
        "said": queries.messages_of(interaction),
    }
    return render(request, "followup/peers/give.html", told, status=422 if form.errors else 200)


@allowed()
def decline(request: Asked, key: int) -> HttpResponse:
    """Says no, without a reason."""
    invitation = _asked(request, key)
    if request.method == "POST":
        try:
            actions.decline(scope=request.scope, invitation=invitation, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "You said no. They read “not this time”, and nothing else.")
    return redirect("peers")


@allowed()
def take_back(request: Asked, key: int) -> HttpResponse:
    """Takes an invitation back."""
    invitation = PeerInvitation.objects.filter(pk=key, person=request.scope.person).first()
    if invitation is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.take_back(scope=request.scope, invitation=invitation, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "You took it back.")
    return redirect("peers")


@allowed()
def recognise(request: Asked) -> HttpResponse:
    """Recognises a colleague on a standard."""
    now = timezone.now()
    persons = [(one.pk, one.name) for one in recognisable(request.scope, today_of(request.scope.person, now))]
    standards = [(one, name) for one, name in queries.standard_names().items() if one != OVERALL]
    start: dict[str, Any] = {name: request.GET.get(name, "") for name in ("person", "standard", "finding")}
    start["once"] = token_urlsafe(16)
    if found := queries.finding_of(start["finding"], request.scope.person):
        start |= {"person": found.person, "standard": found.standard}
    form = RecogniseForm(request.POST or None, persons=persons, standards=standards, initial=start)
    if request.method == "POST" and form.is_valid():
        praise = Praise(**form.cleaned_data)
        try:
            kept = peers_own.recognise(scope=request.scope, praise=praise, at=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{kept.person.name} can read it now.")
            return redirect("peers")
    told = {"form": form, "persons": persons, "has_book": bool(standards)}
    return render(request, "followup/peers/recognise.html", told, status=422 if form.errors else 200)
