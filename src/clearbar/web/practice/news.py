"""News of practice, for those parts that wait for it."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.ledger import jobs


def practised(*, person: str, at: datetime) -> None:
    """Somebody has signed, learned or rehearsed something: they may be ready now. Part of the act that did it."""
    jobs.publish("practised", name=f"{person}:{at.isoformat()}", at=at, person=person)
