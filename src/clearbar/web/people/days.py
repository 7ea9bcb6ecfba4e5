"""Which day it is: for the house, and where somebody works."""

from __future__ import annotations

from datetime import date, datetime

from clearbar.text.days import date_of
from clearbar.text.zones import day_and_week, local_date
from clearbar.web.people.models import Membership, Organisation


def house_today(at: datetime) -> date:
    """The house's local date."""
    return local_date(at, Organisation.the().timezone)


def today_of(person: str, at: datetime) -> date:
    """The date where somebody works; that of the house for who is in no team."""
    return date_of(day_and_week_of(person, at)[0])


def day_and_week_of(person: str, at: datetime) -> tuple[int, int]:
    """The day (yyyymmdd) and week (yyyyww) that it is there."""
    house = Organisation.the().timezone
    own = Membership.objects.filter(Membership.on(local_date(at, house)), person=person)
    zone = own.order_by("since", "pk").values_list("team__site__timezone", flat=True).first()
    return day_and_week(at, zone or house)
