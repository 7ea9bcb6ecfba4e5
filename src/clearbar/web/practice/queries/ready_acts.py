"""What waits for somebody about readiness."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from clearbar.web.people.scope import Scope
from clearbar.web.practice.queries.readiness import Standing, standings


def mine(scope: Scope, now: datetime) -> list[Standing]:
    """How somebody stands to each journey that they perform."""
    if not scope.teams:
        return []
    return standings(scope.teams, timezone.localdate(now), persons=[scope.person])
