"""Whether there is a second administrator."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from clearbar.web.people import queries as people
from clearbar.web.people.scope import Scope


def others(scope: Scope, at: datetime) -> bool:
    """Whether somebody else administers, who could confirm."""
    return people.administrators(timezone.localdate(at)).exclude(pk=scope.person).exists()
