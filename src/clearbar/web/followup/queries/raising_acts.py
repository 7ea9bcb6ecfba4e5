"""What raising the bar leaves to be done."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.followup.queries.raising import decides, waiting
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope


def acts(scope: Scope, now: datetime) -> list[Act]:
    """For who writes the book: proposals of this quarter that nobody has decided on."""
    number = waiting(now) if decides(scope) else 0
    if not number:
        return []
    says = "One proposal" if number == 1 else f"{number} proposals"
    return [Act(f"{says} for the book of standards this quarter", reverse("raising"), "Raise the bar")]
