"""What waits for somebody about findings."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.followup.models.findings import FindingState
from clearbar.web.followup.queries.findings import mine
from clearbar.web.people.acts import Act
from clearbar.web.people.days import house_today
from clearbar.web.people.scope import Scope


def acts(scope: Scope, now: datetime) -> list[Act]:
    """One line for all that waits: how many, how many of them late, and how many they took on."""
    today, address = house_today(now), reverse("findings")
    rows = list(mine(scope).values_list("state", "due"))
    if not rows:
        return []
    late = sum(due < today for _, due in rows)
    taken = sum(state == FindingState.TAKEN for state, _ in rows)
    many = f"{len(rows)} finding{'' if len(rows) == 1 else 's'} wait{'s' if len(rows) == 1 else ''} for you to act on"
    more = [f"{taken} of them taken on"] if taken else []
    more += [f"{late} beyond the day"] if late else []
    return [Act(f"{many}{': ' + ', '.join(more) if more else ''}.", address, "See what to do")]
