"""Permits of practice: who answers for whose readiness.

Who leads or coaches a team sees who in it is aware of what and ready for what, because they make it so; the figures of
a person stay between that person and their coach (decision 14).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from clearbar.web.people.models import Membership, Role
from clearbar.web.people.scope import Scope
from clearbar.web.practice.queries.duties import Performer


def sees_of(scope: Scope) -> frozenset[str] | None:
    """The teams whose awareness and readiness they see; None for all."""
    if any(scope.over(role, None) for role in (Role.LEADER, Role.ADMINISTRATOR, Role.COACH)):
        return None
    held = [scope.roles.get(role) or frozenset() for role in (Role.LEADER, Role.COACH, Role.ADMINISTRATOR)]
    return frozenset[str]().union(*held)


def settles(scope: Scope, person: str, today: date) -> bool:
    """Whether they answer an objection of this person: who leads them, or the house. Nobody answers their own."""
    return person in answered_by(scope, [person], today)


def answered_by(scope: Scope, persons: Collection[str], today: date) -> frozenset[str]:
    """Those of these persons whose objections they answer. One query at most."""
    if rules_house(scope):
        found = frozenset(persons)
    else:
        led = scope.roles.get(Role.LEADER) or frozenset()
        now = Membership.objects.filter(Membership.on(today), person__in=persons, team__in=led)
        found = frozenset(now.values_list("person_id", flat=True))
    return found - {scope.person}


def rules_house(scope: Scope) -> bool:
    """Whether they write rules for the whole house."""
    return scope.rules_house


def holds_back(scope: Scope, performer: Performer) -> bool:
    """Whether they decide that somebody does not perform yet: who leads one of their teams. Nobody decides of
    themself."""
    if performer.person == scope.person:
        return False
    return any(scope.over(Role.LEADER, team) for team in performer.teams)
