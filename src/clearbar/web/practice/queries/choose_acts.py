"""What choosing asks of somebody: interviews that they have not sent their marks of yet."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.choose import Interview
from clearbar.web.practice.queries.choose_permits import RATING, is_on


def acts(scope: Scope, now: datetime) -> list[Act]:
    """How many interviews wait for them. It names nobody: home pages are read over shoulders. Two queries at most."""
    del now
    if not scope.has(*RATING) or not is_on():
        return []
    count = Interview.objects.filter(rater=scope.person, submitted_at=None).count()
    if not count:
        return []
    says = f"You were asked to speak with {count} candidate{'' if count == 1 else 's'}."
    return [Act(says, reverse("interviews"), "Speak with them")]
