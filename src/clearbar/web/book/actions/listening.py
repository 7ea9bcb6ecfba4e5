"""Writes of what customers said before a journey was written, and of what they are shown of the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from clearbar.text.redact import BEFORE_STORAGE, redact
from clearbar.web.audit.actions import record
from clearbar.web.book.models import Complaint, Sheet, Shown
from clearbar.web.book.permits import may_write
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope


def _kept(text: str) -> str:
    return redact(text, kinds=BEFORE_STORAGE).text


@transaction.atomic
def keep_sheet(
    *, scope: Scope, journey: str, told_by: str, answers: Sequence[str], at: datetime, sheet: Sheet | None = None
) -> Sheet:
    """Keeps what a customer answered, new or corrected, without card and health numbers."""
    demand(may_write(scope))
    kept = sheet or Sheet(journey=journey, at=at, by=scope.person)
    kept.told_by, kept.answers = _kept(told_by), [_kept(one) for one in answers]
    kept.save()
    values = {"told_by": kept.told_by, "answers": kept.answers}
    verb = "corrected" if sheet else "added"
    record(actor=scope.person, verb=verb, thing=("interview sheet", kept.pk), at=at, values=values)
    return kept


@transaction.atomic
def drop_sheet(*, scope: Scope, sheet: Sheet, at: datetime) -> None:
    """Takes a sheet out."""
    demand(may_write(scope))
    record(actor=scope.person, verb="removed", thing=("interview sheet", sheet.pk), at=at)
    sheet.delete()


@transaction.atomic
def paste_complaints(*, scope: Scope, journey: str, texts: Sequence[str], at: datetime) -> int:
    """Keeps complaints, without card and health numbers; how many. Those that are there already are not kept twice."""
    demand(may_write(scope))
    there = set(Complaint.objects.filter(journey=journey).values_list("text", flat=True))
    new = [one for one in dict.fromkeys(_kept(text) for text in texts) if one and one not in there]
    Complaint.objects.bulk_create(Complaint(journey=journey, text=one, at=at, by=scope.person) for one in new)
    record(actor=scope.person, verb="pasted", thing=("complaints", journey), at=at, values={"complaints": len(new)})
    return len(new)


@transaction.atomic
def tick_off(*, scope: Scope, complaint: Complaint, answered_by: str, at: datetime) -> None:
    """Says which standard answers a complaint; nothing where none does."""
    demand(may_write(scope))
    complaint.answered_by = answered_by
    complaint.save(update_fields=["answered_by"])
    values = {"answered_by": answered_by}
    record(actor=scope.person, verb="ticked off", thing=("complaint", complaint.pk), at=at, values=values)


@transaction.atomic
def drop_complaint(*, scope: Scope, complaint: Complaint, at: datetime) -> None:
    """Takes a complaint out."""
    demand(may_write(scope))
    record(actor=scope.person, verb="removed", thing=("complaint", complaint.pk), at=at)
    complaint.delete()


@transaction.atomic
def show(*, scope: Scope, standards: Sequence[str], figures: bool, at: datetime) -> None:
    """Chooses the promises that customers are shown, with or without how many agree; none ends the page."""
    demand(may_write(scope))
    values = {"standards": list(standards), "figures": figures}
    Shown.objects.update_or_create(pk=1, defaults={**values, "changed_at": at, "by": scope.person})
    record(actor=scope.person, verb="chose", thing=("promises", 1), at=at, values=values)
