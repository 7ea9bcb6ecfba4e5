"""Work that comes again: reminders, and what is told and forgotten when its time has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from clearbar.text.zones import day_and_week
from clearbar.web.ledger.jobs import task
from clearbar.web.surveys import limits
from clearbar.web.surveys.actions.after import ask_after_case
from clearbar.web.surveys.actions.answering import tell_of_past_weeks
from clearbar.web.surveys.actions.asking import forget_contacts
from clearbar.web.surveys.actions.asking import remind as remind_all
from clearbar.web.surveys.models import Spent

FURTHEST_WEST = timedelta(hours=12)
"""So long after UTC a week ends in the last of all places."""
SCAN_LASTS = timedelta(hours=24)
"""So long a page that was opened by a poster may be sent."""


@task("surveys.remind", every=timedelta(hours=1))
def remind(*, now: datetime) -> None:
    """Reminds those who have not answered."""
    remind_all(now=now)


@task("surveys.tidy", every=timedelta(hours=1))
def tidy(*, now: datetime) -> None:
    """Tells of anonymous answers whose week is over; forgets contacts, salts and tokens that nobody needs any more."""
    tell_of_past_weeks(now=now, last=day_and_week(now - FURTHEST_WEST - timedelta(days=7), "UTC")[1])
    forget_contacts(now=now)
    limits.forget(now)
    Spent.objects.filter(week__lt=day_and_week(now - 2 * SCAN_LASTS, "UTC")[1]).delete()


@task("surveys.made right", hears=("made right",))
def made_right(*, now: datetime, case: str, subject: str, contact: str, **told: Any) -> None:
    """A case was closed with an answer: the customer is asked how it is now."""
    known = {name: told.get(name) for name in ("customer", "team")}
    ask_after_case(case=case, subject=subject, contact=contact, now=now, language=told.get("language", ""), **known)
