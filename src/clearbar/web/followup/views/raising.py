"""Pages of raising the bar, for those who write the book."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.book.queries import current
from clearbar.web.followup.actions import raising as actions
from clearbar.web.followup.actions.raising import Refused
from clearbar.web.followup.forms.raising import DeclineForm
from clearbar.web.followup.models.raising import RaisingProposal
from clearbar.web.followup.queries import raising as queries
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role

WRITERS = (Role.LEADER, Role.ADMINISTRATOR)


def _demand(request: Asked) -> None:
    if not queries.decides(request.scope):
        raise PermissionDenied


@allowed(*WRITERS)
def raising(request: Asked) -> HttpResponse:
    """What is proposed for the book this quarter."""
    _demand(request)
    told = {"quarter": queries.quarter(timezone.now()), "has_book": current() is not None}
    return render(request, "followup/raising/raising.html", told)


@require_POST
@allowed(*WRITERS)
def look(request: Asked) -> HttpResponse:
    """Looks anew."""
    _demand(request)
    number = actions.look(at=timezone.now(), scope=request.scope)
    says = "Nothing is proposed by what was heard." if not number else f"{number} open proposal{'s' * (number > 1)}."
    messages.success(request, says)
    return redirect("raising")


@require_POST
@allowed(*WRITERS)
def accept(request: Asked, proposal: int) -> HttpResponse:
    """Takes a proposal into the draft of the book, and goes there."""
    _demand(request)
    row = RaisingProposal.objects.filter(pk=proposal).first()
    try:
        actions.accept(scope=request.scope, proposal=proposal, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("raising")
    messages.success(
        request, "It stands in the draft of the book. Nothing changes for anybody until that is published."
    )
    if row is not None and row.rise != "retire":
        return redirect("draft_standard", row.standard)
    return redirect("draft")


@allowed(*WRITERS)
def decline(request: Asked, proposal: int) -> HttpResponse:
    """Declines a proposal, with a reason."""
    _demand(request)
    row = get_object_or_404(RaisingProposal, pk=proposal)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(
                scope=request.scope, proposal=proposal, reason=form.cleaned_data["reason"], at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Noted. It is not proposed again this quarter.")
            return redirect("raising")
    told = {"form": form, "proposal": queries.proposal_of(row)}
    return render(request, "followup/raising/decline.html", told, status=422 if form.errors else 200)
