"""What waits for an administrator about erasures."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.people.acts import Act
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries.others import others


def acts(scope: Scope, now: datetime) -> list[Act]:
    """Erasures that another administrator asked for and that somebody else has to confirm. They name nobody."""
    if not scope.over(Role.ADMINISTRATOR, None):
        return []
    waits = Erasure.objects.filter(state=Erasure.State.ASKED, until__gte=now)
    if others(scope, now):
        waits = waits.exclude(asked_by=scope.person)
    first = waits.order_by("until").first()
    if first is None:
        return []
    count = waits.count()
    what = "An erasure waits" if count == 1 else f"{count} erasures wait"
    lapses = f"{first.until.day} {first.until:%B}"
    says = f"{what} for a second administrator; {'it' if count == 1 else 'the first'} lapses on {lapses}."
    return [Act(says, reverse("erasures"), "Look at it" if count == 1 else "Look at them")]
