"""What waits for somebody in follow-up, of all parts, the most pressing first."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.followup.queries import (
    arriving_acts,
    coaching_acts,
    correction_acts,
    findings_acts,
    managing_acts,
    peers_acts,
    pulse_acts,
    raising_acts,
    recovery_acts,
)
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope

_PARTS = (
    recovery_acts, arriving_acts, correction_acts, coaching_acts, findings_acts, managing_acts, peers_acts,
    raising_acts, pulse_acts,
)  # fmt: skip
"""Customers who wait come before figures."""


def acts(scope: Scope, now: datetime) -> list[Act]:
    """What waits for them."""
    return [act for part in _PARTS for act in part.acts(scope, now)]
