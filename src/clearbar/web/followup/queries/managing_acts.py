"""What waits about the standards of managers: those of one's own that are not kept yet."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.followup.queries.managing import MANAGE, own_promises
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope


def acts(scope: Scope, now: datetime) -> list[Act]:
    """One act, where something that is asked of a manager waits."""
    if not scope.has(*MANAGE):
        return []
    open_ = [one for one in own_promises(scope, now) if one.kept is False]
    if not open_:
        return []
    says = (
        f"{open_[0].says}: {open_[0].done} of {open_[0].of}."
        if len(open_) == 1
        else f"{len(open_)} of your own standards as a manager are not kept yet."
    )
    return [Act(says, f"/followup/managers/{scope.person}/", "See what waits")]
