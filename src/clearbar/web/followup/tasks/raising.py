"""What comes by itself of raising the bar: proposals are looked for every day, and told once a quarter."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.followup.actions.raising import look, tell_deciders
from clearbar.web.ledger.jobs import task


@task("followup.raise-the-bar", every=timedelta(days=1))
def raise_the_bar(*, now: datetime) -> None:
    """Looks for the quarter's proposals anew, and tells those who decide as soon as there are some."""
    look(at=now)
    tell_deciders(at=now)
