"""Reads of walk plans: who plans where, whom they may ask, and how a plan stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from clearbar.web.people.models import Membership, Person, Role, Site
from clearbar.web.people.scope import Scope
from clearbar.web.walks.models.plans import Assignment, Place, WalkPlan
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.queries.walk import led_sites


def planned_sites(scope: Scope) -> QuerySet[Site]:
    """The sites that somebody plans walks at."""
    sites = led_sites(scope)
    return Site.objects.all() if sites is None else Site.objects.filter(pk__in=sites)


def may_plan(scope: Scope, sites: Iterable[str]) -> bool:
    """Whether they plan walks at all of these sites."""
    led = led_sites(scope)
    return led is None or set(sites) <= led


def plans_of(scope: Scope) -> QuerySet[WalkPlan]:
    """The plans that they see: those whose sites are all theirs."""
    sites = led_sites(scope)
    found = WalkPlan.objects.prefetch_related("sites").annotate(
        open=Count("places__assignments", filter=Q(places__assignments__done_on=None), distinct=True)
    )
    if sites is None:
        return found
    there = WalkPlan.sites.through.objects
    # Not ~Q(sites__in=…), which asks whether none of its sites is theirs.
    return found.filter(pk__in=there.values("walkplan")).exclude(
        pk__in=there.exclude(site__in=sites).values("walkplan")
    )


def plan_of(scope: Scope, key: int) -> WalkPlan | None:
    """One of them."""
    return plans_of(scope).filter(pk=key).first()


def askable(scope: Scope, today: date) -> QuerySet[Person]:
    """The people whom they may ask for a walk: those of the teams that they lead, and themself; everybody for who
    leads the house."""
    there = Membership.objects.filter(Membership.on(today))
    if not scope.rules_house:
        held = scope.roles.get(Role.LEADER) or frozenset()
        there = there.filter(Q(team__in=held) | Q(person=scope.person))
    humans = Person.objects.filter(pk__in=there.values("person"), kind=Person.Kind.HUMAN, user__is_active=True)
    return humans.filter(Person.present(today))


def places_of(plan: WalkPlan) -> QuerySet[Place]:
    """The conditions of a plan at each site, with how many walks are asked for there."""
    asked = Count("assignments", filter=Q(assignments__done_on=None))
    return Place.objects.filter(plan=plan).select_related("site").annotate(asked=asked)


def asked_for(plan: WalkPlan) -> QuerySet[Assignment]:
    """The walks of a plan that nobody has walked yet."""
    found = Assignment.objects.filter(place__plan=plan, done_on=None)
    return found.select_related("place__site", "person", "shopper")


def shoppers_of(scope: Scope) -> QuerySet[Shopper]:
    """The shoppers whom they see and ask: those whose sites are all theirs."""
    sites = led_sites(scope)
    found = Shopper.objects.prefetch_related("sites").annotate(
        open=Count("assignments", filter=Q(assignments__done_on=None), distinct=True),
        walked=Count("assignments", filter=~Q(assignments__done_on=None), distinct=True),
    )
    if sites is None:
        return found
    there = Shopper.sites.through.objects
    return found.filter(pk__in=there.values("shopper")).exclude(pk__in=there.exclude(site__in=sites).values("shopper"))
