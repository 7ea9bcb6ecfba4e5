"""Complaints that somebody sends in: at the counter, or from another system. Each opens a case at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal
from clearbar.web.followup.actions.arriving import TURNS, words_of
from clearbar.web.followup.actions.recovery import arrived_after_all, open_case
from clearbar.web.followup.models.arriving import Arrival, Taken
from clearbar.web.followup.models.recovery import CameBy, Case
from clearbar.web.followup.queries.arriving import keyed, letters, may_decide, subject_of
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope

OVERTAKEN = "Somebody decided on this letter meanwhile."


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@dataclass(frozen=True)
class Complaint:
    """What somebody says that a customer said. `contact` reaches the customer; empty where nothing does."""

    came_by: CameBy
    words: str
    wish: str = ""
    contact: str = ""
    severity: str = ""
    site: str | None = None
    team: str | None = None
    person: str | None = None
    standard: str = ""
    interaction: str | None = None
    customer: str | None = None
    language: str = ""


@transaction.atomic
def file_complaint(*, scope: Scope, complaint: Complaint, at: datetime, form: str = "") -> Case | None:
    """Opens a case for what a customer said, with an owner and a clock. Everybody of the house may: no complaint waits
    for somebody with more rights. None where this `form` was sent before."""
    demand(bool(scope.person))
    if form and not Taken.objects.get_or_create(hash=keyed("form", form))[1]:
        return None
    subject = subject_of(complaint.contact) if complaint.contact else ""
    told = asdict(complaint) | ({"subject": subject} if subject else {})
    case = open_case(at=at, actor=scope.person, **told)
    record(actor=scope.person, verb="filed a complaint", thing=("case", case.pk), at=at, subject=case.subject)
    return case


@transaction.atomic
def open_letter(*, scope: Scope, letter: Arrival, words: str, contact: str, team: str | None, at: datetime) -> Case:
    """Makes a case of a letter that fitted nowhere, or stood apart. Raises Refused where somebody decided meanwhile."""
    kept = _taken_up(scope, letter, Arrival.State.CASE)
    case = open_case(
        at=at, actor=scope.person, came_by=CameBy.MAIL, words=words, contact=contact, team=team,
        subject=subject_of(contact) if contact else kept.subject,
    )  # fmt: skip
    kept.case = case
    _decided(scope, kept, Arrival.State.CASE, at, "")
    return case


@transaction.atomic
def discard(*, scope: Scope, letter: Arrival, reason: str, at: datetime) -> Arrival:
    """Puts a letter away, with a reason. Raises Refused where somebody decided meanwhile."""
    kept = _taken_up(scope, letter, Arrival.State.DISCARDED)
    _decided(scope, kept, Arrival.State.DISCARDED, at, reason)
    if kept.case and kept.why == Arrival.Why.BOUNCE:
        arrived_after_all(case=kept.case)
    return kept


def _taken_up(scope: Scope, letter: Arrival, to: Arrival.State) -> Arrival:
    kept = Arrival.objects.select_for_update().get(pk=letter.pk)
    demand(may_decide(scope, kept))
    if to not in TURNS[Arrival.State(kept.state)]:
        raise Refused(OVERTAKEN)
    return kept


def _decided(scope: Scope, kept: Arrival, state: Arrival.State, at: datetime, reason: str) -> Arrival:
    kept.state, kept.by, kept.settled_at = state, scope.person, at
    told = storable(reason)
    kept.reason = seal(kept.subject, told) if told else None
    kept.save()
    values = {"state": state} | ({"reason": told} if told else {})
    record(actor=scope.person, verb="decided on a letter", thing=("letter", kept.pk), at=at, subject=kept.subject,
           values=values)  # fmt: skip
    return kept


def beginning_of(letter: Arrival) -> tuple[str, str]:
    """Words and contact with which a letter would become a case."""
    (read,) = letters([letter])
    return words_of(read.subject, read.text), read.sender
