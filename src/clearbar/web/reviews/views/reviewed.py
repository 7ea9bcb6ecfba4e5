"""One submitted review, as those see it whom it concerns; disputes of it, and corrections by who rated."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed
from clearbar.web.reviews import spans
from clearbar.web.reviews.actions import cards, disputes
from clearbar.web.reviews.actions.cards import Refused
from clearbar.web.reviews.forms.cards import CorrectForm
from clearbar.web.reviews.forms.disputes import DecideForm, DisputeForm
from clearbar.web.reviews.models import Card, Dispute
from clearbar.web.reviews.queries import disputes as reads
from clearbar.web.reviews.queries import reviewed as queries


def _talk(found: queries.Reviewed) -> dict[str, Any]:
    """What the conversation beside a review is drawn from."""
    known = found.interaction
    said = spans.shown(known.messages, known.timezone) if known else []
    return {"interaction": known, "messages_shown": said, "who": found.person}


def _found(request: Asked, response: str) -> queries.Reviewed:
    found = queries.reviewed(response, request.scope)
    if found is None:
        raise Http404
    return found


@allowed()
def reviewed(request: Asked, response: str) -> HttpResponse:
    """Everything that one review says."""
    found = _found(request, response)
    me, now = request.scope.person, timezone.now()
    own = [one for one in found.marks if one.rating and one.rating.person == me and found.card.rater != me]
    correctable = [
        one.line.standard
        for one in found.marks
        if one.rating and not one.disputes and queries.may_correct(one.rating, request.scope, now)
        and found.card.kind in (Card.Kind.ASSIGNED, Card.Kind.WATCHED)
    ]  # fmt: skip
    return render(request, "reviews/reviewed.html", {
        "found": found,
        "of_me": bool(own),
        "mine": found.card.rater == me,
        "correctable": correctable,
        "decides": [key for key, able in found.deciders.items() if me in able.who],
        **_talk(found),
    })  # fmt: skip


@allowed()
def dispute(request: Asked, response: str, standard: str) -> HttpResponse:
    """The person rated proposes another level."""
    found = _found(request, response)
    mark = found.find(standard)
    if mark is None or mark.rating is None or mark.rating.person != request.scope.person:
        raise Http404
    form = DisputeForm(request.POST or None, line=mark.line, was=mark.rating.level)
    if request.method == "POST" and form.is_valid():
        said = {"level": int(form.cleaned_data["level"]), "reason": form.cleaned_data["reason"]}
        try:
            disputes.open_dispute(scope=request.scope, rating=mark.rating, at=timezone.now(), **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your dispute is in. Until it is decided, this mark counts in nothing about you.")
            return redirect("reviewed", response)
    return render(request, "reviews/dispute.html", {"form": form, "mark": mark, "found": found}, status=_status(form))


@allowed()
def decide(request: Asked, key: int) -> HttpResponse:
    """Somebody who did not rate decides."""
    waiting = get_object_or_404(Dispute, pk=key)
    found = _found(request, waiting.response)
    mark = found.find(waiting.standard)
    able = found.deciders.get(waiting.pk)
    if mark is None or able is None or request.scope.person not in able.who:
        raise Http404
    form = DecideForm(request.POST or None, line=mark.line, was=waiting.was)
    if request.method == "POST" and form.is_valid():
        said = {"level": int(form.cleaned_data["level"]), "answer": form.cleaned_data["answer"]}
        try:
            disputes.decide(scope=request.scope, dispute=waiting, at=timezone.now(), **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Decided. Both read your answer.")
            return redirect("reviewed", waiting.response)
    told = {"form": form, "mark": mark, "found": found, "dispute": waiting, "by_owner": able.by_owner}
    told |= _talk(found)
    return render(request, "reviews/decide.html", told, status=_status(form))


@allowed()
def withdraw(request: Asked, key: int) -> HttpResponse:
    """The person takes their dispute back."""
    waiting = get_object_or_404(Dispute, pk=key, person=request.scope.person)
    if request.method != "POST":
        raise Http404
    try:
        disputes.withdraw(scope=request.scope, dispute=waiting, at=timezone.now())
        messages.success(request, "Your dispute is withdrawn; the mark counts again.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("reviewed", waiting.response)


@allowed()
def correct(request: Asked, response: str, standard: str) -> HttpResponse:
    """Who rated corrects a level."""
    found = _found(request, response)
    mark = found.find(standard)
    if mark is None or mark.rating is None or found.card.rater != request.scope.person:
        raise Http404
    form = CorrectForm(request.POST or None, line=mark.line, initial={"level": mark.rating.level})
    if request.method == "POST" and form.is_valid():
        said = {"level": int(form.cleaned_data["level"]), "reason": form.cleaned_data["reason"]}
        try:
            cards.correct(scope=request.scope, rating=mark.rating, at=timezone.now(), **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Corrected. What it was before stays to be read.")
            return redirect("reviewed", response)
    return render(request, "reviews/correct.html", {"form": form, "mark": mark, "found": found}, status=_status(form))


@allowed()
def all_disputes(request: Asked) -> HttpResponse:
    """Disputes that wait for one, and those one may read."""
    waiting = reads.to_decide(request.scope)
    known = {one.pk for one in waiting}
    rest = [one for one in reads.readable(request.scope) if one.pk not in known]
    return render(request, "reviews/disputes.html", {"waiting": reads.named(waiting), "rest": reads.named(rest)})


def _status(form: DisputeForm | DecideForm | CorrectForm) -> int:
    return 422 if form.errors else 200
