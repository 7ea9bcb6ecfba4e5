"""Which ratings, interactions and persons a caller may read."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from clearbar.web.api.door import Caller
from clearbar.web.api.models import Wrote
from clearbar.web.ledger import confiding
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Person, Role
from clearbar.web.practice.queries.permits import sees_of

BY_NAME = frozenset({"reviewer", "coach", "self", "shopper", "check"})
"""Sources that stand to what they say by their name."""


def ratings(caller: Caller) -> QuerySet[Rating]:
    """The single ratings that a caller may read: those that speak of persons whose figures they may see, and those that
    they gave or sent. What was said anonymously is told once the evidence holds it: told at once, who asks again and
    again would know the minute."""
    own = Wrote.objects.filter(token=caller.token).values("rating") if caller.serves_the_house else None
    mine = Q(rater=caller.scope.person) if own is None else Q(rating__in=own)
    about = Q(person__in=caller.scope.readable_persons) & ~Q(rated_at=None, mirrored=0)
    for person, source in confiding.confided():
        about &= ~Q(person=person, source=source)
    return Rating.objects.filter(about | mine)


def own_ratings(caller: Caller) -> QuerySet[Rating]:
    """Those that they gave or sent."""
    if caller.serves_the_house:
        return Rating.objects.filter(rating__in=Wrote.objects.filter(token=caller.token).values("rating"))
    return Rating.objects.filter(rater=caller.scope.person)


def interactions(caller: Caller) -> QuerySet[Interaction]:
    """The interactions of the teams that a caller may read, and of the persons."""
    teams = caller.scope.readable_teams
    if teams is None:
        return Interaction.objects.all()
    return Interaction.objects.filter(Q(team__in=teams) | Q(person__in=caller.scope.readable_persons))


def performers(caller: Caller) -> QuerySet[Person]:
    """The people whose readiness a caller may know: those they answer for, and themself."""
    teams = sees_of(caller.scope)
    here = Person.present(house_today(timezone.now()))
    people = Person.objects.filter(here, kind=Person.Kind.HUMAN)
    if teams is None:
        return people
    return people.filter(Q(memberships__team__in=teams) | Q(pk=caller.scope.person)).distinct()


def persons(caller: Caller) -> QuerySet[Person]:
    """The persons whom a caller may know: who administers or leads the house all, others those of their teams."""
    found = Person.objects.prefetch_related("memberships")
    if caller.scope.over(Role.ADMINISTRATOR, None) or caller.scope.over(Role.LEADER, None):
        return found
    teams = caller.scope.readable_teams or frozenset()
    there = Membership.objects.filter(team__in=teams).values("person")
    return found.filter(Q(pk__in=there) | Q(pk=caller.scope.person))
