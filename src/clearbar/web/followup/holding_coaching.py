"""What coaching holds of a person: to hand it out to them, to erase it, to forget it in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db.models import TextField
from django.db.models.functions import Cast

from clearbar.web.audit.seals import unseal
from clearbar.web.followup.models.coaching import Coaching, CoachingNote, Commitment
from clearbar.web.followup.queries import coaching as queries
from clearbar.web.people.holding import Holder, Kept, Subject, SubjectKind, few_at_a_time, holds

GONE = ""
"""Stands for a coach who was erased."""


@holds("coaching")
class Coachings(Holder):
    """Coachings belong to the person who is coached. Of those that somebody gave, they are told the days alone: what
    was said is the other's."""

    kinds: ClassVar[Mapping[str, Kept]] = {"coaching": Kept("coachings that are over", timedelta(days=730))}

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Their coachings with every word of both; the days of those they gave."""
        if subject.kind != SubjectKind.PERSON:
            return {}
        given = queries.coached_by(subject.id)
        return {
            "coachings": [_whole(one) for one in Coaching.objects.filter(person=subject.id).order_by("begun_at")],
            "coachings you gave": [{"standard": one.standard, "agreed on": f"{one.agreed}"} for one in given],
        }

    def erase(self, subject: Subject, at: datetime) -> int:
        """Deletes their coachings; in those that they gave, they are named no more. Of a customer the number of what
        somebody was coached on."""
        del at
        if subject.kind != SubjectKind.PERSON:
            return _renamed(subject.renamed)
        own = Coaching.objects.filter(person=subject.id)
        count = own.count()
        own.delete()
        for field in ("coach", "begun_by", "proposed_by", "ended_by"):
            count += Coaching.objects.filter(**{field: subject.id}).update(**{field: GONE})
        count += Commitment.objects.filter(kept_by=subject.id).update(kept_by=GONE)
        return count + CoachingNote.objects.filter(by=subject.id).update(by=GONE)

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes coachings that ended before a time."""
        return few_at_a_time(Coaching.objects.filter(ended_at__lt=before)) if kind == "coaching" else 0


def _renamed(renamed: Mapping[str, str]) -> int:
    """Takes the numbers of an erased customer's interactions out of what was prepared."""
    count, told = 0, Coaching.objects.annotate(words=Cast("prepared", TextField()))
    for was in renamed:
        for one in told.filter(words__contains=was):
            used = [renamed.get(each, each) for each in one.prepared.get("used", [])]
            Coaching.objects.filter(pk=one.pk).update(prepared={**one.prepared, "used": used})
            count += 1
    return count


def _whole(one: Coaching) -> dict[str, Any]:
    """One coaching as its person reads it."""
    own = unseal(one.person, one.own) or {}
    told: dict[str, Any] = {
        "standard": one.standard,
        "coach": one.coach,
        "kind": one.get_kind_display(),
        "state": one.get_state_display(),
        "begun at": one.begun_at.isoformat(),
        "asked for because": unseal(one.person, one.reason),
        "your own rating": own.get("level"),
        "what you said of it": own.get("words"),
        "agreed at": one.agreed_at.isoformat() if one.agreed_at else None,
        "ended at": one.ended_at.isoformat() if one.ended_at else None,
        "what changed": unseal(one.person, one.outcome),
        "agreed on": [
            {"what": each.what, "by": f"{each.commitment.by}", "done at": _iso(each.commitment.kept_at)}
            for each in queries.promised(one)
        ],
    }
    told["notes"] = [
        {"by": note.note.by, "at": note.note.at.isoformat(), "text": note.text,
         "answers": [{"by": a.note.by, "at": a.note.at.isoformat(), "text": a.text} for a in note.answers]}
        for note in queries.notes(one)
    ]  # fmt: skip
    return told


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
