"""Who belongs to a coaching, and what day it is where the person works."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.followup.coaching_turns import COACH, PERSON
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person
from clearbar.web.people.queries import coaches_of
from clearbar.web.people.scope import Scope


def part_of(scope: Scope, coaching: Coaching) -> str:
    """Which of the two somebody is, empty for everybody else. Who no longer coaches the person is nobody there."""
    if scope.person == coaching.person:
        return PERSON
    if scope.person == coaching.coach and coaches(scope, coaching.person):
        return COACH
    return ""


def coaches(scope: Scope, person: str) -> bool:
    """Whether somebody coaches this person today."""
    return person in scope.coached


def may_be_coached_by(person: str, coach: str, at: datetime) -> bool:
    """Whether this is one of the coaches whom somebody has on that day of the house."""
    found = Person.objects.filter(pk=person).first()
    return found is not None and any(one.pk == coach for one in coaches_of(found, house_today(at)))
