"""Writes of walk plans: drawn, drawn on, taken back, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count

from clearbar.model.walk import WalkPlace
from clearbar.web.audit.actions import record
from clearbar.web.bridge import walking
from clearbar.web.notices.models import Topic
from clearbar.web.notices.telling import tell
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person, Site
from clearbar.web.people.scope import Scope
from clearbar.web.walks.actions.walk import Refused
from clearbar.web.walks.models.plans import Assignment, Place, WalkPlan
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.queries.plans import askable, may_plan, plan_of, shoppers_of

MOST = 500
SENT_TWICE = timedelta(minutes=1)
"""Walks that are asked for at once."""


@dataclass(frozen=True)
class Wanted:
    """What a plan is made of; names as in `WalkPlan`. An empty condition is a walk under none."""

    name: str
    journey: str
    sites: Sequence[Site]
    conditions: Sequence[str]
    first: date
    last: date


@dataclass(frozen=True)
class Walkers:
    """Whom a plan asks."""

    persons: Sequence[Person]
    shoppers: Sequence[Shopper]


@transaction.atomic
def make(*, scope: Scope, wanted: Wanted, walkers: Walkers, count: int, seed: int, at: datetime) -> WalkPlan:
    """Makes a plan and draws its walks. The same plan sent twice within a minute is one."""
    demand(may_plan(scope, [site.pk for site in wanted.sites]))
    told = {
        "name": wanted.name, "journey": wanted.journey, "conditions": list(wanted.conditions), "first": wanted.first,
        "last": wanted.last, "by": scope.person,
    }  # fmt: skip
    Person.objects.select_for_update().get(pk=scope.person)  # the second waits for the first
    if sent := WalkPlan.objects.filter(**told, at__gt=at - SENT_TWICE, ended_at=None).first():
        return sent
    plan = WalkPlan.objects.create(**told, seed=seed, at=at)
    plan.sites.set(wanted.sites)
    conditions = list(wanted.conditions) or [""]
    Place.objects.bulk_create(
        Place(plan=plan, site=site, condition=condition) for site in wanted.sites for condition in conditions
    )
    _line(scope, "planned", plan, at)
    ask(scope=scope, plan=plan, walkers=walkers, count=count, days=(wanted.first, wanted.last), at=at)
    return plan


@transaction.atomic
def ask(*, scope: Scope, plan: WalkPlan, walkers: Walkers, count: int, days: tuple[date, date], at: datetime) -> int:
    """Draws so many walks more, the least walked places first, and tells who is asked; how many were drawn. Raises
    Refused for a plan that ended."""
    known = plan_of(scope, plan.pk)
    demand(known is not None)
    may = set(askable(scope, house_today(at)).values_list("pk", flat=True))
    demand(may >= {one.pk for one in walkers.persons})
    demand(set(shoppers_of(scope).values_list("pk", flat=True)) >= {one.pk for one in walkers.shoppers})
    held = WalkPlan.objects.select_for_update().get(pk=plan.pk)
    if held.ended_at:
        raise Refused("This plan has ended. Make a new one.")
    drawn = walking.draw(
        _places(held), _by_name(walkers), min(count, MOST), days=days, seed=held.seed + _asked_so_far(held)
    )  # fmt: skip
    Assignment.objects.bulk_create(
        Assignment(place_id=one.place, due=one.due, **_whose(one.walker)) for one in drawn
    )  # fmt: skip
    persons = {one.walker[2:] for one in drawn if one.walker.startswith("p:")}
    name = f"walk-plan-{held.pk}-{at.isoformat()}"  # not by count: taken back and asked again, they are told again
    text = "You are asked to walk a journey as a customer. What and until when stands in Walks."
    tell(persons, "A walk is asked of you", text, path="/walks/", name=name, at=at, topic=Topic.WALK)
    _line(scope, "asked for walks of", held, at)
    return len(drawn)


@transaction.atomic
def take_back(*, scope: Scope, assignment: Assignment, at: datetime) -> None:
    """Takes back a walk that was asked for, as long as nobody has walked it."""
    plan = plan_of(scope, assignment.place.plan_id)
    demand(plan is not None)
    if Assignment.objects.filter(pk=assignment.pk, done_on=None).delete()[0] and plan:
        _line(scope, "took back a walk of", plan, at)


@transaction.atomic
def end(*, scope: Scope, plan: WalkPlan, at: datetime) -> None:
    """Ends a plan: what is open is asked for no more. Ended twice, it is ended."""
    demand(plan_of(scope, plan.pk) is not None)
    if WalkPlan.objects.filter(pk=plan.pk, ended_at=None).update(ended_at=at):
        Assignment.objects.filter(place__plan=plan, done_on=None).delete()
        _line(scope, "ended", plan, at)


def _places(plan: WalkPlan) -> list[WalkPlace]:
    """Walked or asked for: both count."""
    rows = Place.objects.filter(plan=plan).annotate(asked=Count("assignments")).order_by("pk")
    found = []
    for one in rows:
        done = Assignment.objects.filter(place=one, done_on__isnull=False).count()
        found.append(WalkPlace(one.pk, one.site_id, one.walked + one.asked - done))
    return found


def _asked_so_far(plan: WalkPlan) -> int:
    return sum(one.walked for one in _places(plan))


def _by_name(walkers: Walkers) -> Mapping[str, frozenset[str] | None]:
    """Somebody of the house may walk anywhere; a shopper at their sites."""
    found: dict[str, frozenset[str] | None] = {f"p:{one.pk}": None for one in walkers.persons}
    for one in walkers.shoppers:
        found[f"s:{one.pk}"] = frozenset(one.sites.values_list("pk", flat=True))
    return found


def _whose(walker: str) -> dict[str, str | int]:
    kind, _, key = walker.partition(":")
    return {"person_id": key} if kind == "p" else {"shopper_id": int(key)}


def _line(scope: Scope, verb: str, plan: WalkPlan, at: datetime) -> None:
    # Not whom it asks for what: beside the walk of that week it would say who walked it.
    record(actor=scope.person, verb=verb, thing=("walk plan", plan.pk), at=at)
