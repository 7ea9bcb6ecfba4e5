"""What waits for somebody about walking: the first month, each month of a leader, and what they are asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Min
from django.urls import reverse
from django.utils import formats

from clearbar.text.days import day_of
from clearbar.web.ledger.models import Happened
from clearbar.web.people.acts import Act
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Role
from clearbar.web.people.scope import Scope
from clearbar.web.walks.queries.walk_book import held
from clearbar.web.walks.queries.walk_data import assigned_to

FIRST_MONTH = timedelta(days=30)
REMINDED = timedelta(days=90)
"""So long after they came somebody who has not walked yet is asked; later the question has lost its sense."""


def acts(scope: Scope, now: datetime) -> list[Act]:
    """What they are asked to walk, the most pressing first."""
    found = [
        Act(
            f"You are asked for a walk as a customer at {one.place.site.name}, by {_said(one.due)}.",
            reverse("walk-go"), "Walk it",
        )
        for one in assigned_to(person=scope.person)
    ]  # fmt: skip
    if found or held() is None:
        return found
    today = house_today(now)
    return _first_month(scope, today) or _each_month(scope, today)


def _first_month(scope: Scope, today: date) -> list[Act]:
    since = Membership.objects.filter(person=scope.person).aggregate(first=Min("since"))["first"]
    if since is None or not since <= today <= since + REMINDED or has_walked(scope.person):
        return []
    until = since + FIRST_MONTH
    when = f"by {_said(until)}" if today <= until else "soon: your first month is over"
    return [Act(f"Walk one journey yourself, as a customer, {when}.", reverse("walk-go"), "Walk it")]


def _each_month(scope: Scope, today: date) -> list[Act]:
    if not scope.has(Role.LEADER) or has_walked(scope.person, since=today.replace(day=1)):
        return []
    month = formats.date_format(today, "F")
    return [Act(f"You have not walked a journey as a customer in {month} yet.", reverse("walk-go"), "Walk one")]


def has_walked(person: str, *, since: date = date.min) -> bool:
    """Whether somebody walked, since a day."""
    return Happened.objects.filter(kind="walked", person=person, day__gte=day_of(since)).exists()


def _said(day: date) -> str:
    return formats.date_format(day, "j F")
