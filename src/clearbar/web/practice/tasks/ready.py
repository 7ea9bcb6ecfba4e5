"""What comes by itself: who became ready is noted."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.ledger.jobs import task
from clearbar.web.people.days import house_today
from clearbar.web.practice.actions.ready import look_who_is_ready


@task("practice.who-is-ready", every=timedelta(hours=1), hears=("book published",))
def who_is_ready(*, now: datetime, **told: object) -> None:
    """Looks who became ready and who no longer is; also as soon as a book is published."""
    del told
    look_who_is_ready(at=now, today=house_today(now))


@task("practice.is-ready", hears=("practised",))
def is_ready(*, now: datetime, person: str, **told: object) -> None:
    """Looks whether somebody who has just signed, learned or rehearsed is ready now."""
    del told
    look_who_is_ready(at=now, today=house_today(now), persons=[person])
