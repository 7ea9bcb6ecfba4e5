"""What waits about complaints that come in: letters that fit nowhere, and an inbox that cannot be read."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.followup.queries.arriving import inbox_state, waiting
from clearbar.web.followup.queries.recovery_permits import led, rules
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope


def acts(scope: Scope, now: datetime) -> list[Act]:
    """For who decides on letters."""
    del now
    if not (rules(scope) or led(scope)):
        return []
    found = []
    if count := waiting(scope).count():
        says = "A letter fits nowhere yet." if count == 1 else f"{count} letters fit nowhere yet."
        found.append(Act(f"{says} It may be a complaint." if count == 1 else f"{says} They may be complaints.",
                         "/followup/letters/", "Look at them" if count > 1 else "Look at it"))  # fmt: skip
    if rules(scope) and inbox_state().fault:
        found.append(Act("The inbox for complaints cannot be read.", "/followup/letters/", "See why"))
    return found
