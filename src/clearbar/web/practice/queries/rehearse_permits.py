"""Who may read a rehearsal, and who may say what of it.

The words of a rehearsal are for the person who said them and for their coach; a colleague reads one that they were
invited to, or played the customer in. Who leads reads none: they see who is ready, not how somebody practised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clearbar.model.book import Setting, Source
from clearbar.web.people.models import Membership, Person, Role
from clearbar.web.people.queries import coaches_of
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.rehearse import Opinion, Rehearsal


def speaks_as(scope: Scope, one: Rehearsal) -> Source | None:
    """The source of what they may say of a rehearsal that ended; None where they may say, and read, nothing."""
    if one.setting != Setting.REHEARSAL.value:
        return None
    if one.person == scope.person:
        return Source.SELF
    if one.ended_at is None or one.is_trial:
        return None
    if one.person in scope.coached:
        return Source.COACH
    invited = scope.person == one.partner or Opinion.objects.filter(rehearsal=one, by=scope.person).exists()
    return Source.PEER if invited else None


def writes_scenarios(scope: Scope) -> bool:
    """Whether they write scenarios: leads, coaches and administrators."""
    return scope.has(Role.LEADER, Role.COACH, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Askable:
    """Somebody who can be asked for their view, or to play the customer."""

    person: str
    name: str
    is_coach: bool


def askable(person: str, today: date) -> list[Askable]:
    """Who can be asked: their coaches first, then colleagues at the same site, by name; never themself."""
    asker = Person.objects.filter(pk=person).first()
    if asker is None:
        return []
    coaches = {one.pk: Askable(one.pk, one.name, is_coach=True) for one in coaches_of(asker, today)}
    sites = Membership.objects.filter(Membership.on(today), person=person).values("team__site")
    there = Membership.objects.filter(Membership.on(today), team__site__in=sites).values("person")
    here = Person.present(today)
    near = Person.objects.filter(here, pk__in=there, kind=Person.Kind.HUMAN).exclude(pk__in=[person, *coaches])
    peers = [Askable(one.pk, one.name, is_coach=False) for one in near.order_by("name", "pk")]
    return [*coaches.values(), *peers]
