"""The report: the whole of it, for who reads every team."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from clearbar.web.boards.tasks import TASK
from clearbar.web.book.queries import current
from clearbar.web.bridge import asking, reporting
from clearbar.web.ledger.jobs import nudge
from clearbar.web.people.access import Asked, allowed, demand
from clearbar.web.people.models import Role

READERS = (Role.LEADER, Role.ADMINISTRATOR)


@allowed(*READERS)
def report(request: Asked) -> HttpResponse:
    """What the report says first, and the way to all of it. One that is older than the ratings is written anew."""
    demand(request.scope.readable_teams is None)
    book, kept = current(), reporting.kept()
    is_heard = asking.is_heard()
    is_old = book is not None and is_heard and (kept is None or not kept.is_of(book))
    if is_old:
        nudge(TASK, timezone.now())
    told = {"kept": kept, "is_old": is_old, "is_heard": is_heard}
    return render(request, "boards/report.html", told)


@allowed(*READERS)
def whole_report(request: Asked) -> HttpResponse:
    """The report itself: a page that brings its own style and script, and says so in its policy."""
    demand(request.scope.readable_teams is None)
    kept = reporting.kept()
    if kept is None:
        raise Http404
    response = HttpResponse(kept.page.read_bytes(), content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = kept.policy
    response["Cache-Control"] = "private, no-store"
    return response


@allowed(*READERS)
def paper_report(request: Asked) -> HttpResponseBase:
    """The report as PDF."""
    demand(request.scope.readable_teams is None)
    kept = reporting.kept()
    if kept is None or not kept.has_paper:
        raise Http404
    name = f"clearbar-report-{kept.version}.pdf"
    return FileResponse(kept.paper.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
