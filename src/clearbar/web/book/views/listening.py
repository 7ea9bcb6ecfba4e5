"""Pages of what customers said before a journey was written."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from clearbar.web.book import queries
from clearbar.web.book.actions import listening
from clearbar.web.book.forms.listening import AnsweredForm, ComplaintsForm, SheetForm
from clearbar.web.book.models import Complaint, Sheet
from clearbar.web.book.permits import may_write
from clearbar.web.book.queries import said
from clearbar.web.book.views.drafting import WRITERS
from clearbar.web.bridge import drafting
from clearbar.web.people.access import Asked, allowed, demand


def _journey(journey: str) -> drafting.Outline:
    """A journey of the draft, or of the book that holds. 404 where there is none."""
    draft, version = queries.draft(), queries.newest()
    files = draft.files if draft else version.files if version else {}
    found = next((one for one in drafting.outline_of(files) if one.id == journey), None)
    if found is None:
        raise Http404
    return found


@allowed(*WRITERS)
def listen(request: Asked, journey: str) -> HttpResponse:
    """What customers said of a journey: interview sheets and complaints."""
    demand(may_write(request.scope))
    found = _journey(journey)
    form = ComplaintsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = listening.paste_complaints(
            scope=request.scope, journey=journey, texts=form.cleaned_data["text"], at=timezone.now()
        )
        messages.success(request, f"{count} {'complaint' if count == 1 else 'complaints'} taken in.")
        return redirect("listen", journey)
    standards = [(one.id, one.title or one.id) for one in found.walk() if one.kind == "standard"]
    told = [
        (
            one,
            AnsweredForm(
                _also(standards, one.answered_by), initial={"answered_by": one.answered_by}, prefix=f"c{one.pk}"
            ),
        )
        for one in said.complaints(journey)
    ]
    shown = {"journey": found, "interviews": said.interviews(journey), "complaints": told, "form": form,
             "has_draft": queries.draft() is not None,
             "open": sum(not one.answered_by for one, _ in told)}  # fmt: skip
    return render(request, "book/listen.html", shown)


def _also(standards: list[tuple[str, str]], known: str) -> list[tuple[str, str]]:
    gone = known and known not in {id for id, _ in standards}
    return [*standards, (known, f"{known} (no longer in this journey)")] if gone else standards


@allowed(*WRITERS)
def sheet(request: Asked, journey: str, pk: int = 0) -> HttpResponse:
    """An interview sheet, new or corrected."""
    demand(may_write(request.scope))
    found = _journey(journey)
    kept = get_object_or_404(Sheet, pk=pk, journey=journey) if pk else None
    was = {f"answer_{i}": one for i, one in enumerate(kept.answers, 1)} | {"told_by": kept.told_by} if kept else {}
    form = SheetForm(request.POST or None, initial=was)
    if request.method == "POST" and form.is_valid():
        listening.keep_sheet(
            scope=request.scope, journey=journey, told_by=form.cleaned_data["told_by"], answers=form.answers(),
            at=timezone.now(), sheet=kept,
        )  # fmt: skip
        messages.success(request, "The sheet is kept.")
        return redirect("listen", journey)
    return render(request, "book/sheet.html", {"journey": found, "form": form, "sheet": kept})


@require_POST
@allowed(*WRITERS)
def drop_sheet(request: Asked, journey: str, pk: int) -> HttpResponse:
    """An interview sheet goes."""
    demand(may_write(request.scope))
    found = get_object_or_404(Sheet, pk=pk, journey=journey)
    listening.drop_sheet(scope=request.scope, sheet=found, at=timezone.now())
    messages.success(request, "The sheet is gone.")
    return redirect("listen", journey)


@require_POST
@allowed(*WRITERS)
def complaint(request: Asked, journey: str, pk: int) -> HttpResponse:
    """A complaint is ticked off as answered by a standard, or goes."""
    demand(may_write(request.scope))
    found = get_object_or_404(Complaint, pk=pk, journey=journey)
    if "drop" in request.POST:
        listening.drop_complaint(scope=request.scope, complaint=found, at=timezone.now())
        return redirect("listen", journey)
    standards = [(one.id, one.title) for one in _journey(journey).walk() if one.kind == "standard"]
    form = AnsweredForm(_also(standards, found.answered_by), request.POST, prefix=f"c{pk}")
    if form.is_valid():
        listening.tick_off(
            scope=request.scope, complaint=found, answered_by=form.cleaned_data["answered_by"], at=timezone.now()
        )
    else:
        messages.error(request, "This standard was taken out meanwhile. Choose another.")
    return redirect("listen", journey)


@allowed(*WRITERS)
def blank_sheet(request: Asked) -> HttpResponse:
    """A sheet to be printed and filled in by hand."""
    demand(may_write(request.scope))
    return render(request, "book/blank.html", {"questions": said.QUESTIONS})
