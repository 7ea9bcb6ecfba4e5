"""The page on which a draft is published."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.change import ChangesInWords
from clearbar.model.errors import BookFault
from clearbar.web.book import queries
from clearbar.web.book.actions import versions
from clearbar.web.book.forms.drafts import PublishForm, key_of
from clearbar.web.book.models import Version
from clearbar.web.book.views.drafting import WRITERS, held, with_addresses
from clearbar.web.bridge import books, drafting
from clearbar.web.people.access import Asked, allowed


@allowed(*WRITERS)
def publish(request: Asked) -> HttpResponse:
    """What changes, what stands in the way, what needs a reason; and the act."""
    draft, last = held(request), queries.newest()
    told = queries.told(draft.files)
    faults = [one for one in told if one.is_fault]
    findings = [one for one in told if not one.is_fault]
    known = _known(last, findings)
    form = PublishForm(findings, known, request.POST or None, initial={"token": draft.token})
    if request.method == "POST" and not faults and form.is_valid():
        try:
            version = versions.publish_draft(
                scope=request.scope, token=form.cleaned_data["token"], at=timezone.now(),
                reason=form.cleaned_data["reason"], reasons=form.reasons(),
            )  # fmt: skip
        except ValidationError as refused:
            form.refuse(refused)
            form.data = {**form.data.dict(), "token": draft.token}  # type: ignore[attr-defined]
        else:
            messages.success(request, f"Version {version.number} is published.")
            return redirect("book_version", version.number)
    shown = {
        "draft": draft,
        "last": last,
        "number": last.number + 1 if last else 1,
        "form": form,
        "faults": with_addresses(faults),
        "same": bool(last and last.files == draft.files),
        "findings": [{**one, "field": form[key_of(one["told"])]} for one in with_addresses(findings)],
        "changes": None if faults else _changes(last, draft.files),
    }
    return render(request, "book/publish.html", shown)


def _known(last: Version | None, findings: Sequence[drafting.Told]) -> dict[str, str]:
    """The reasons that findings had in the last version."""
    reasons = {(code, place): reason for code, place, reason in (last.accepted if last else ())}
    return {one.key: reasons.get((one.code, one.place), "") for one in findings}


def _changes(last: Version | None, files: books.Files) -> ChangesInWords | None:
    try:
        return books.changed(books.read(last.files), books.read(files)) if last else None
    except BookFault:
        return None
