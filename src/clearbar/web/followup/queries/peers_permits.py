"""Who may be asked for a peer review, and who may be recognised by whom."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from clearbar.web.people.conflicts import conflicts_of
from clearbar.web.people.models import Grant, Membership, Person, Role
from clearbar.web.people.scope import Scope


def askable(scope: Scope, today: date) -> list[Person]:
    """Colleagues at one's site who may be asked to look at an interaction: not who leads or coaches one (they have
    reviews for that), nor anybody with a conflict of interest."""
    found = {one.pk: one for one in _at_sites(scope, today).filter(user__is_active=True)}
    over = Q(team=None) | Q(team__in=scope.teams)
    above = Grant.objects.filter(over, role__in=(Role.LEADER, Role.COACH)).values_list("person_id", flat=True)
    team = next(iter(sorted(scope.teams)), None)
    barred = {*above, *conflicts_of(set(found), scope.person, team)}
    return [one for pk, one in found.items() if pk not in barred]


def recognisable(scope: Scope, today: date) -> list[Person]:
    """Whom somebody may recognise: humans at their site, and those whom they lead or coach; never themself."""
    near = set(_at_sites(scope, today).values_list("pk", flat=True)) | scope.led | scope.coached
    here = Person.present(today)
    return list(Person.objects.filter(here, pk__in=near - {scope.person}, kind=Person.Kind.HUMAN))


def _at_sites(scope: Scope, today: date) -> QuerySet[Person]:
    there = Membership.objects.filter(Membership.on(today), team__site__in=scope.sites)
    here = Person.present(today)
    return Person.objects.filter(here, pk__in=there.values("person"), kind=Person.Kind.HUMAN).exclude(pk=scope.person)
