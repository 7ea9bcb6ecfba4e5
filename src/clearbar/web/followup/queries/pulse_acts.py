"""What waits about the pulse of staff: three questions, once a quarter."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.followup import quarters
from clearbar.web.followup.queries.pulse import has_answered
from clearbar.web.people.acts import Act
from clearbar.web.people.days import house_today
from clearbar.web.people.scope import Scope


def acts(scope: Scope, now: datetime) -> list[Act]:
    """The pulse of this quarter, where they have not answered it."""
    quarter = quarters.quarter_of(house_today(now))
    if has_answered(scope.person, quarter):
        return []
    says = f"Three questions about working here, anonymously, until {quarters.last_day(quarter):%-d %B}."
    return [Act(says, "/followup/pulse/", "Answer them")]
