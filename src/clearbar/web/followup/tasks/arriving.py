"""What comes by itself of the ways in which complaints come: the inbox is read every minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.web.followup.actions.arriving_poll import poll
from clearbar.web.followup.inbox import account
from clearbar.web.ledger.jobs import task


@task("followup.read-inbox", every=timedelta(minutes=1))
def read_inbox(*, now: datetime) -> None:
    """Takes what is new in the inbox that the environment names."""
    named = account()
    if named:
        poll(account=named, at=now)
