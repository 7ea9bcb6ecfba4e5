"""Which day it is: for the house, and where somebody works."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from clearbar.text.days import date_of
from clearbar.text.zones import day_and_week, local_date
from clearbar.web.people.models import Membership, Organisation


def house_today(at: datetime) -> date:
    """The house's local date."""
    return local_date(at, Organisation.the().timezone)


def house_days() -> Callable[[datetime], date]:
    """What tells the house's local date of any time, for many of them: the house is asked where it is once."""
    return partial(local_date, timezone=Organisation.the().timezone)


def today_of(person: str, at: datetime) -> date:
    """The date where somebody works; that of the house for who is in no team."""
    return date_of(day_and_week_of(person, at)[0])


def day_and_week_of(person: str, at: datetime) -> tuple[int, int]:
    """The day (yyyymmdd) and week (yyyyww) that it is there."""
    house = Organisation.the().timezone
    own = Membership.objects.filter(Membership.on(local_date(at, house)), person=person)
    zone = own.order_by("since", "pk").values_list("team__site__timezone", flat=True).first()
    return day_and_week(at, zone or house)
