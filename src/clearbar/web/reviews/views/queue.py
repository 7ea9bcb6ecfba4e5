"""The first page of reviews: what is to be done, and what was said of oneself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.reviews.actions import cycles as actions
from clearbar.web.reviews.actions.cards import Refused
from clearbar.web.reviews.forms.cards import ReplaceForm
from clearbar.web.reviews.models import Assignment
from clearbar.web.reviews.queries import disputes, queue


@allowed()
def reviews(request: Asked) -> HttpResponse:
    """What is assigned, due, overdue and begun, with one next act."""
    now = timezone.now()
    todo = queue.to_do(request.scope, now)
    drafts = [one for one in todo if one.draft]
    first = next((one for one in todo if one.overdue), drafts[0] if drafts else (todo[0] if todo else None))
    return render(request, "reviews/queue.html", {
        "todo": todo,
        "overdue": sum(one.overdue for one in todo),
        "drafts": len(drafts),
        "first": first,
        "seats": queue.seats(request.scope, now),
        "to_decide": disputes.named(disputes.to_decide(request.scope)),
        "mine": queue.said_of(request.scope.person),
        "given": queue.said_by(request.scope.person),
        "runs": request.scope.has(Role.LEADER, Role.ADMINISTRATOR),
        "calibrates": request.scope.has(Role.LEADER, Role.REVIEWER, Role.ADMINISTRATOR),
    })  # fmt: skip


@allowed()
def replace(request: Asked, key: int) -> HttpResponse:
    """Another interaction in the place of one that cannot be reviewed."""
    assignment = get_object_or_404(Assignment, pk=key, reviewer=request.scope.person)
    if assignment.state != Assignment.State.OPEN:
        raise Http404
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.replace(scope=request.scope, assignment=assignment, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("reviews")
        messages.success(request, "Another one was drawn." if made else "There was no other one left to draw.")
        return redirect("reviews")
    return render(request, "reviews/replace.html", {"form": form, "assignment": assignment})
