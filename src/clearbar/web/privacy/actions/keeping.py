"""Writes about how long things are kept, and the forgetting itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.people.access import demand
from clearbar.web.people.holding import holders
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope
from clearbar.web.privacy.models.keeping import Span
from clearbar.web.privacy.queries.keeping import keepings

LEAST_DAYS, MOST_DAYS = 30, 36_500


@transaction.atomic
def choose(*, scope: Scope, days: Mapping[str, int | None], at: datetime) -> int:
    """Chooses for each kind after how many days it is forgotten, None for never; how many were changed."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    changed = {one.kind: days[one.kind] for one in keepings() if one.kind in days and days[one.kind] != one.days}
    for kind, chosen in changed.items():
        Span.objects.update_or_create(kind=kind, defaults={"days": chosen, "by": scope.person, "at": at})
        record(actor=scope.person, verb=_verb(chosen), thing=("kept data", kind), at=at)
    return len(changed)


def _verb(days: int | None) -> str:
    return f"chose to keep {days} days" if days is not None else "chose to keep without end"


def forget(*, now: datetime) -> int:
    """Forgets what is older than its span, in small transactions, each kind with a line of its own; how many rows. Done
    by the clock."""
    count, by_name = 0, dict(holders())
    for one in keepings():
        before = one.before(now)
        gone = by_name[one.holder].forget(one.kind, before) if before is not None else 0
        if gone:
            count += gone
            with transaction.atomic():
                record(actor=SYSTEM, verb=f"forgot {gone} rows in time", thing=("kept data", one.kind), at=now)
    return count
