"""Erasing a candidate: rows, seals and what was said of traits, in one transaction; what stays names nobody."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import F

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.seals import destroy
from clearbar.web.bridge.choosing import UNTOLD
from clearbar.web.practice.models.choose import Candidate, Consent, Opening, Tally, TraitAnswer


@transaction.atomic
def erase(
    *, candidate: Candidate, actor: str, verb: str, at: datetime, counts: bool = False, withdrew: bool = False
) -> None:
    """Erases all of a candidate. With `counts` one who was decided on still counts in the tallies of their opening,
    where nobody can tell who they were; who `withdrew` does not."""
    opening = candidate.opening
    if counts and candidate.decision and opening.closed_at is None:
        tally(opening, [candidate])
    TraitAnswer.objects.filter(trace__in=[trace(candidate.pk, one["name"]) for one in opening.traits]).delete()
    if withdrew:
        Opening.objects.filter(pk=opening.pk).update(withdrew=F("withdrew") + 1)
    subject, key, agreed = candidate.subject, candidate.pk, candidate.consent_id
    Candidate.objects.filter(pk=key).delete()
    destroy(subject)
    if agreed and not Candidate.objects.filter(consent=agreed).exists():
        Consent.objects.filter(pk=agreed).delete()
    record(actor=actor, verb=verb, thing=("candidate", key), at=at, subject=subject)


@transaction.atomic
def erase_due(*, today: date, at: datetime) -> int:
    """Erases every candidate whose day has come; how many. Done by the clock."""
    due = list(Candidate.objects.filter(erase_on__lte=today).select_related("opening"))
    for one in due:
        erase(candidate=one, actor=SYSTEM, verb="erased on its day", at=at, counts=True)
    return len(due)


def tally(opening: Opening, candidates: Iterable[Candidate]) -> None:
    """Counts candidates who were decided on, by what they said of themselves."""
    for one in candidates:
        taken = one.decision == Candidate.Decision.TAKEN
        for trait in opening.traits:
            said = TraitAnswer.objects.filter(trace=trace(one.pk, trait["name"])).first()
            value = said.value if said else UNTOLD
            kept, _ = Tally.objects.get_or_create(opening=opening, trait=trait["name"], value=value)
            Tally.objects.filter(pk=kept.pk).update(invited=F("invited") + 1, taken=F("taken") + int(taken))
        Opening.objects.filter(pk=opening.pk).update(
            counted=F("counted") + 1, counted_taken=F("counted_taken") + int(taken)
        )


def trace(candidate: int, trait: str) -> str:
    """By what an answer about a trait is found again, to be counted or erased: a keyed hash. Without the application's
    own key, which lies outside the database, it leads to nobody."""
    told = f"clearbar.choosing.trait:{candidate}:{trait}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, sha256).hexdigest()
