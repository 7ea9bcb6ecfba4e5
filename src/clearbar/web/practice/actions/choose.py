"""Writes to choosing: the switch, places that people try for, and their candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.audit.seals import seal
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions.choose_erase import erase
from clearbar.web.practice.models.choose import Candidate, Choosing, Opening
from clearbar.web.practice.queries.choose_permits import decides, decides_for, is_on
from clearbar.web.practice.queries.permits import rules_house


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@transaction.atomic
def switch(*, scope: Scope, is_on: bool, traits: Sequence[Mapping[str, Any]], erases: bool, at: datetime) -> Choosing:
    """Switches choosing on or off for the whole house, and says what candidates may be asked of themselves.

    Off, their links open nothing, so nothing of anybody may be left: raises Refused while there is, unless `erases`.
    """
    demand(rules_house(scope))
    kept = Choosing.the()
    kept = Choosing.objects.select_for_update().get(pk=kept.pk)
    left = list(Candidate.objects.all()) if kept.is_on and not is_on else []
    if left and not erases:
        raise Refused(
            f"{len(left)} candidates could not have their data erased any more. Tick that all of it is erased now, "
            "or leave it on until they are decided and erased."
        )
    for one in left:
        erase(candidate=one, actor=scope.person, verb="erased", at=at, counts=True)
    was, kept.is_on, kept.traits = kept.is_on, is_on, list(traits)
    kept.save(update_fields=["is_on", "traits"])
    verb = "changed" if was == is_on else "switched choosing on" if is_on else "switched choosing off"
    record(actor=scope.person, verb=verb, thing=("choosing", 1), at=at, values={"on": is_on, "traits": kept.traits})
    return kept


@dataclass(frozen=True)
class Place:
    """What a place is opened with; names as in `Opening`."""

    title: str
    team: str | None
    first: str
    further: str | None
    journey: str
    version: int
    questions: Sequence[Mapping[str, Any]]
    consent: str
    days: int
    open_until: date
    seeds: tuple[int, int]


@transaction.atomic
def open_place(*, scope: Scope, place: Place, at: datetime) -> Opening:
    """Opens a place that people can try for."""
    demand(is_on() and decides_for(scope, place.team))
    made = Opening.objects.create(
        title=place.title, team_id=place.team, journey=place.journey, first_id=place.first, further_id=place.further,
        version_id=place.version, seeds=list(place.seeds), questions=list(place.questions),
        traits=Choosing.the().traits, consent=place.consent, days=place.days, open_until=place.open_until,
        made_by=scope.person, made_at=at,
    )  # fmt: skip
    record(actor=scope.person, verb="opened", thing=("opening", made.pk), at=at, values={"title": place.title})
    return made


@transaction.atomic
def change_place(
    *, scope: Scope, opening: Opening, title: str, consent: str, open_until: date, at: datetime
) -> Opening:  # fmt: skip
    """Changes what a place is called, what later candidates agree to, and how long it is open. What is tried and asked
    stays alike for everybody."""
    demand(is_on() and decides(scope, opening) and opening.closed_at is None)
    opening.title, opening.consent, opening.open_until = title, consent, open_until
    opening.save(update_fields=["title", "consent", "open_until"])
    record(actor=scope.person, verb="changed", thing=("opening", opening.pk), at=at, values={"title": title})
    return opening


@transaction.atomic
def invite(*, scope: Scope, opening: Opening, name: str, contact: str, at: datetime, today: date) -> Candidate:
    """Takes up a candidate. Raises Refused where the place is no longer open."""
    demand(is_on() and decides(scope, opening))
    if opening.closed_at or opening.open_until < today:
        raise Refused("This place is no longer open. Say first until when it is.")
    made = Candidate(opening=opening, erase_on=today + timedelta(days=opening.days))
    made.sealed = seal(made.subject, {"name": name.strip(), "contact": contact.strip()})
    made.save(force_insert=True)
    _line(scope, "took up", made, at)
    return made


@transaction.atomic
def new_link(*, scope: Scope, candidate: Candidate, at: datetime) -> str:
    """The token of a new link of a candidate, told once; an earlier link opens nothing any more."""
    demand(is_on() and decides(scope, candidate.opening))
    token = new_token()
    Candidate.objects.filter(pk=candidate.pk).update(hash=hash_of(token))
    _line(scope, "made a link for", candidate, at)
    return token


@transaction.atomic
def note_withdrawal(*, scope: Scope, candidate: Candidate, at: datetime) -> None:
    """Somebody notes that a candidate withdrew: everything is erased at once, as by themself."""
    demand(is_on() and decides(scope, candidate.opening))
    erase(candidate=candidate, actor=scope.person, verb="noted the withdrawal of", at=at, withdrew=True)


def _line(scope: Scope, verb: str, candidate: Candidate, at: datetime) -> None:
    # No values: who it is, and what was said, stays sealed in rows that can be erased.
    record(actor=scope.person, verb=verb, thing=("candidate", candidate.pk), at=at, subject=candidate.subject)
