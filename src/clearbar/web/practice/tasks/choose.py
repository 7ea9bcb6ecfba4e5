"""What comes by itself: candidates whose day has come are erased."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.ledger.jobs import task
from clearbar.web.people.days import house_today
from clearbar.web.practice.actions.choose_erase import erase_due


@task("practice.erase-candidates", every=timedelta(hours=6))
def erase_candidates(*, now: datetime) -> None:
    """Erases everything of candidates on their day, whether choosing is switched on or not. It comes four times a day,
    so that a machine that was off at midnight does it by noon."""
    erase_due(today=house_today(now), at=now)
