"""What findings hold of a person: to hand it out, to erase it, to forget it in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from clearbar.web.audit.seals import unseal
from clearbar.web.followup.models.findings import FindingRow, FindingState
from clearbar.web.ledger.holding import ERASED
from clearbar.web.people.holding import Holder, Kept, Private, Subject, SubjectKind, few_at_a_time, holds

ENDED = (FindingState.DISMISSED, FindingState.SETTLED)


@holds("findings")
class Findings(Holder):
    """Findings about a person who served or rated."""

    kinds: ClassVar[Mapping[str, Kept]] = {
        "findings": Kept("findings that were settled or dismissed", timedelta(days=730))
    }
    private = (
        Private(
            "followup_findingrow", "key", {"seen": "''", "sure": "'{}'", "rests": "'[]'", "says": "''"},
            (
                "select key, nullif(person, '') from followup_findingrow",
                "select key, nullif(rater, '') from followup_findingrow",
            ),
        ),
    )  # fmt: skip

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What was seen of them, how sure, and what became of it."""
        if subject.kind is not SubjectKind.PERSON:
            return {}
        rows = FindingRow.objects.filter(Q(person=subject.id) | Q(rater=subject.id))
        return {"findings about me": [_told(row) for row in rows]}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Takes out findings about them, and their id from those that they owned or turned. Of a customer what rests on
        their answer alone, and the numbers of their interactions."""
        del at
        if subject.kind is not SubjectKind.PERSON:
            return _erase_customer(subject)
        FindingRow.objects.filter(reason_for=subject.id).update(reason=None, reason_for="")
        gone, _ = FindingRow.objects.filter(Q(person=subject.id) | Q(rater=subject.id)).delete()
        return gone + FindingRow.objects.filter(owner=subject.id).update(owner="") + _unsigned(subject.id)

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes what was settled or dismissed before a time."""
        old = FindingRow.objects.filter(state__in=ENDED, turned_at__lt=before)
        return few_at_a_time(old) if kind == "findings" else 0


def _erase_customer(customer: Subject) -> int:
    count = FindingRow.objects.filter(event__in=customer.responses).delete()[0]
    renamed = dict(customer.renamed) | dict.fromkeys(customer.responses, ERASED)
    told = FindingRow.objects.annotate(words=Cast("rests", TextField()))
    for was, new in renamed.items():
        for row in told.filter(Q(event=was) | Q(words__contains=was)):
            row.rests = [{**one, "id": new if one.get("id") == was else one.get("id")} for one in row.rests]
            row.event = new if row.event == was else row.event
            row.save(update_fields=["event", "rests"])
            count += 1
    return count


def _unsigned(person: str) -> int:
    return FindingRow.objects.filter(by=person).update(by="")


def _told(row: FindingRow) -> dict[str, Any]:
    reason = unseal(row.reason_for, row.reason) if row.reason else None
    return {
        "kind": row.kind,
        "standard": row.standard,
        "seen": row.seen,
        "how sure": row.sure["says"],
        "proposed": row.says,
        "state": row.state,
        "found": row.found_at.isoformat(),
        "reason": reason or "",
    }
