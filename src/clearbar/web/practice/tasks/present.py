"""What comes by itself: what is critical is heard from who decides on it."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.ledger.jobs import task
from clearbar.web.practice.actions.present import hear_critical


@task("practice.hear-critical", hears=("standard critical",))
def critical(*, now: datetime, standard: str, why: str, **told: object) -> None:
    """Keeps it for the plan."""
    del told
    hear_critical(standard=standard, why=why, at=now)
