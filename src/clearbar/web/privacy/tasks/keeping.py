"""What comes by itself of how long things are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.ledger.jobs import ask_now, task
from clearbar.web.privacy.actions import keeping


@task("forget", every=timedelta(days=1))
def forget(*, now: datetime) -> None:
    """Forgets what is older than the organisation keeps it; the files are swept of it after that."""
    if keeping.forget(now=now):
        ask_now("privacy.sweep", name=f"privacy.sweep:{now:%Y-%m-%d}", at=now)
