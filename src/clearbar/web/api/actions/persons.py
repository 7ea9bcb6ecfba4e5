"""Persons that programs add, or say the last day of: what the pages of people do, in one step."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError

from clearbar.web.api.actions.known import Checks
from clearbar.web.api.problems import Problem
from clearbar.web.api.shapes import PersonEnd, PersonIn
from clearbar.web.people.access import demand
from clearbar.web.people.actions.persons import add_person, leave
from clearbar.web.people.actions.places import join
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person, Role, Team
from clearbar.web.people.scope import Scope


def add(scope: Scope, sent: PersonIn, now: datetime) -> Person:
    """A new person, in a team if one is named. In a transaction."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    checks = Checks([])
    checks.known(Team, [("body.team", sent.team)])
    checks.end()
    person = add_person(scope=scope, at=now, name=sent.name, kind=sent.kind, language=sent.language)
    if sent.team:
        since = sent.since or house_today(now)
        join(scope=scope, person=person, team=Team.objects.get(pk=sent.team), since=since, at=now, shift=sent.shift)
    return person


def end(scope: Scope, person: Person, sent: PersonEnd, now: datetime) -> Person:
    """Says the last day of a person. In a transaction; Problem where the day cannot be."""
    first = min((one.since for one in person.memberships.all()), default=sent.on)
    if sent.on < first:
        raise Problem("conflict", "The last day lies before the first day in a team.")
    try:
        leave(scope=scope, person=person, day=sent.on, at=now)
    except ValidationError as fault:
        raise Problem("conflict", " ".join(fault.messages)) from None
    return Person.objects.prefetch_related("memberships").get(pk=person.pk)
