"""Walks that come from phones: taken in exactly once, whatever became of the network.

A phone gives each thing that it sends an id, and each walk one of its own, made when it is begun. Both are known again:
a walk that two windows of the same phone send, or one that was sent from a copy of its store, is still one walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from clearbar.text.zones import local_date
from clearbar.web.audit.actions import ANONYMOUS, record
from clearbar.web.bridge import walking
from clearbar.web.ledger.models import Synced
from clearbar.web.ledger.sync import Item, Refused, taker
from clearbar.web.people.access import demand
from clearbar.web.people.models import Person, Site
from clearbar.web.people.scope import Scope
from clearbar.web.walks.actions import walk as actions
from clearbar.web.walks.models.plans import Assignment, Place
from clearbar.web.walks.models.shopping import Shopper
from clearbar.web.walks.models.walk import Walk, Walking
from clearbar.web.walks.queries.walk_book import held

WALK = "walk"
SHOP = "shop"
"""The same of a shopper: only what was assigned to them is taken."""
NO_JOURNEY = "The book knows this journey no more, so the walk could not be taken."
NO_SITE = "This site is not there any more, so the walk could not be taken."
NOT_ASSIGNED = "This is not one of your walks any more."


@taker(WALK)
def take_walk(*, scope: Scope, item: Item, now: datetime) -> Mapping[str, Any]:
    """A walk of somebody of the house."""
    demand(Person.objects.filter(pk=scope.person).exists())
    return _take(scope, item, now, Walk.By.HOUSE)


@taker(SHOP)
def take_shopped(*, scope: Scope, item: Item, now: datetime) -> Mapping[str, Any]:
    """A walk of a mystery shopper, of an assignment of theirs that is open."""
    demand(Shopper.objects.filter(pk=shopper_of(scope), revoked_at=None, adult_at__isnull=False).exists())
    return _take(scope, item, now, Walk.By.SHOPPER)


def shopper_of(scope: Scope) -> int:
    """The key of the shopper whose scope this is; -1 for anybody else."""
    kind, _, key = scope.person.partition("-")
    return int(key) if kind == "shopper" and key.isdecimal() else -1


def _take(scope: Scope, item: Item, now: datetime, by: Walk.By) -> Mapping[str, Any]:
    body = item.body
    if _came_before(scope, item, now):
        return {}
    place = _place(body)
    assigned = _assigned(scope, body.get("assignment"), place, by)
    if by == Walk.By.SHOPPER and assigned is None:
        raise Refused(NOT_ASSIGNED)
    try:
        walked = walking.read(body, place.journey, now=now)
    except walking.NoWalk as fault:
        raise Refused(str(fault)) from None
    actions.keep(scope=scope, by=by, place=place, walked=walked, at=now, written=body.get("written") is True)
    if assigned is not None:
        finish(assignment=assigned, day=local_date(walked.begun, place.site.timezone), at=now)
    return {}


@transaction.atomic
def finish(*, assignment: Assignment, day: date, at: datetime) -> None:
    """An assignment was walked: it counts at its place. Of an employee nothing else stays of it."""
    Place.objects.filter(pk=assignment.place_id).update(walked=F("walked") + 1)
    if assignment.person_id:
        assignment.delete()
    else:
        assignment.done_on = day
        assignment.save(update_fields=["done_on"])
    record(actor=ANONYMOUS, verb="walked at", thing=("walk place", assignment.place_id), at=at, anonymous=True)


def _came_before(scope: Scope, item: Item, now: datetime) -> bool:
    """Whether this very walk is here already. Asked and noted in one: of two at once the second waits, and is told
    to come again."""
    try:
        walk = str(UUID(str(item.body.get("walk"))))
    except ValueError:
        raise Refused("This walk does not say which it is.") from None
    if walk == item.id:
        return False  # known by that alone, and just noted
    if Synced.objects.filter(person=scope.person, item=walk).exists():
        return True
    Synced.objects.create(person=scope.person, item=walk, kind=WALK, at=now, answer={"state": "kept"})
    return False


def _place(body: Mapping[str, Any]) -> actions.Place:
    number = body.get("version")
    found = held(number) if isinstance(number, int) and not isinstance(number, bool) else None
    journey = found.journey(str(body.get("journey"))) if found else None
    if found is None or journey is None:
        raise Refused(NO_JOURNEY)
    site = Site.objects.filter(pk=str(body.get("site"))[:64]).first()
    if site is None:
        raise Refused(NO_SITE)
    return actions.Place(found, journey, site, _conditions(body.get("conditions")))


def _conditions(told: object) -> tuple[str, ...]:
    """Those of the organisation's conditions, and of its plans'; what else a phone says is not kept."""
    wanted = [one for one in told if isinstance(one, str)][: actions.MOST_CONDITIONS] if isinstance(told, list) else []
    known = set(Walking.the().conditions)
    known |= set(Place.objects.filter(condition__in=wanted).values_list("condition", flat=True))
    return tuple(one for one in dict.fromkeys(wanted) if one in known)


def _assigned(scope: Scope, told: object, place: actions.Place, by: Walk.By) -> Assignment | None:
    """The assignment that this walk is, where it is their own, of this journey and site, and still open."""
    if not isinstance(told, int) or isinstance(told, bool):
        return None
    mine = {"person": scope.person} if by == Walk.By.HOUSE else {"shopper": shopper_of(scope)}
    found = Assignment.objects.select_for_update().filter(pk=told, done_on=None, place__site=place.site, **mine)
    return found.filter(place__plan__journey=place.journey.id).select_related(None).first()
