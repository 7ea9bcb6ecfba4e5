"""Writes of notes: what one of the two writes for both, and the answer to it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal
from clearbar.web.followup.actions.coaching import Refused
from clearbar.web.followup.actions.coaching_told import hear
from clearbar.web.followup.models.coaching import Coaching, CoachingNote
from clearbar.web.followup.queries.coaching_permits import part_of
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope

MOST = 500
"""Notes of one coaching."""


@transaction.atomic
def note(
    *, scope: Scope, coaching: Coaching, text: str, form: str, at: datetime, answers: CoachingNote | None = None
) -> CoachingNote | None:
    """Keeps a note, or an answer to one, sealed for the person; None where this form was kept already with
    these words. It can be
    written in every state: an answer to what was said is never too late. Raises Refused where there is nothing to
    keep, or no end of it."""
    demand(bool(part_of(scope, coaching)))
    told = storable(text)
    if not told:
        raise Refused("There is nothing to keep yet.")
    if coaching.notes.count() >= MOST:
        raise Refused(f"A coaching holds {MOST} notes. Please begin another one.")
    if answers is not None and answers.coaching_id != coaching.pk:
        raise Refused("That note belongs to another coaching.")
    try:
        with transaction.atomic():
            kept = CoachingNote.objects.create(
                coaching=coaching, by=scope.person, at=at, text=seal(coaching.person, told), answers=answers,
                form=sha256(f"{form}:{scope.person}:{told}".encode()).hexdigest()[:32],
            )  # fmt: skip
    except IntegrityError:
        return None
    record(actor=scope.person, verb="coaching: note", thing=("coaching note", kept.pk), at=at, subject=coaching.person)
    hear(coaching, "note", at, to={coaching.person, coaching.coach} - {scope.person}, once=f"{kept.pk}")
    return kept
