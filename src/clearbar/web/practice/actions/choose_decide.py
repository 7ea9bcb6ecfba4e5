"""Writes about candidates by people: who speaks with them, what two heard, what is decided; a place is closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal
from clearbar.web.bridge.choosing import kept
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions.choose import Refused
from clearbar.web.practice.actions.choose_erase import tally
from clearbar.web.practice.models.choose import RATERS, Candidate, Interview, Opening, Tally, TraitAnswer
from clearbar.web.practice.queries.choose_permits import decides, is_on, raters


@transaction.atomic
def ask_raters(*, scope: Scope, candidate: Candidate, persons: Sequence[str], at: datetime) -> None:
    """Asks two people to speak with a candidate, never one. Raises Refused where it is not two who may, or where
    somebody has sent their marks already and would be left out."""
    demand(is_on() and decides(scope, candidate.opening))
    asked = set(persons)
    if len(asked) != RATERS or not asked <= {person for person, _ in raters()}:
        raise Refused("Choose two different people.")
    there = candidate.interviews.exclude(rater__in=asked)
    if there.filter(submitted_at__isnull=False).exists():
        raise Refused("Somebody has sent their marks already and stays one of the two.")
    there.delete()
    for one in sorted(asked):
        Interview.objects.get_or_create(candidate=candidate, rater=one)
    _line(scope.person, "asked two raters for", candidate, at)


@transaction.atomic
def mark(
    *, scope: Scope, interview: Interview, marks: Sequence[int], notes: Mapping[str, str], at: datetime
) -> None:  # fmt: skip
    """A rater sends what they heard, once. Raises Refused where they have, and before the candidate has agreed."""
    demand(is_on() and interview.rater == scope.person and len(marks) == len(interview.candidate.opening.questions))
    demand(all(1 <= one <= 5 for one in marks))
    candidate = interview.candidate
    if candidate.consented_at is None:
        raise Refused("They have not agreed yet, and nothing is asked before. They do so on the page of their link.")
    told = {name: storable(text) for name, text in notes.items() if text.strip()}
    waiting = Interview.objects.filter(pk=interview.pk, submitted_at=None)
    if not waiting.update(marks=list(marks), notes=seal(candidate.subject, told), submitted_at=at):
        raise Refused("You have sent your marks already. They stay as they are, so that the two stay independent.")
    _line(scope.person, "sent marks of", candidate, at)


@transaction.atomic
def decide(*, scope: Scope, candidate: Candidate, decision: str, reason: str, at: datetime) -> None:
    """A person decides on a candidate, and says why. Raises Refused where one of two interviews is still missing, and
    where the place is closed."""
    demand(is_on() and decides(scope, candidate.opening))
    demand(decision in {Candidate.Decision.TAKEN.value, Candidate.Decision.NOT.value} and bool(reason.strip()))
    opening = Opening.objects.select_for_update().get(pk=candidate.opening_id)
    if opening.closed_at:
        raise Refused("This place is closed: what was decided stays as it is.")
    states = [bool(one) for one in candidate.interviews.values_list("submitted_at", flat=True)]
    if any(states) and not all(states):
        raise Refused("One of the two interviews is still missing. Nobody is decided on by one rater.")
    told = storable(reason)
    Candidate.objects.filter(pk=candidate.pk).update(
        decision=decision, reason=seal(candidate.subject, told), decided_by=scope.person, decided_at=at
    )
    _line(scope.person, "decided on", candidate, at)


@transaction.atomic
def close(*, scope: Scope, opening: Opening, at: datetime) -> None:
    """Closes a place for good. What was said of traits is counted, and its rows are deleted: before this nobody can
    watch a count move with a single decision. Raises Refused while somebody who took part is not decided on."""
    demand(is_on() and decides(scope, opening))
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    if opening.closed_at:
        return
    waiting = opening.candidates.filter(consented_at__isnull=False, decision=Candidate.Decision.OPEN).count()
    if waiting:
        raise Refused(f"{waiting} who took part {'waits' if waiting == 1 else 'wait'} for a decision.")
    tally(opening, opening.candidates.exclude(decision=Candidate.Decision.OPEN))
    TraitAnswer.objects.filter(opening=opening).delete()
    for trait in opening.traits:
        rows = Tally.objects.filter(opening=opening, trait=trait["name"])
        rows.exclude(value__in=kept(dict(rows.values_list("value", "invited")))).delete()
    Opening.objects.filter(pk=opening.pk).update(closed_at=at)
    record(actor=scope.person, verb="closed", thing=("opening", opening.pk), at=at)


def _line(actor: str, verb: str, candidate: Candidate, at: datetime) -> None:
    # Neither marks nor reasons: they stand sealed in rows that can be erased.
    record(actor=actor, verb=verb, thing=("candidate", candidate.pk), at=at, subject=candidate.subject)
