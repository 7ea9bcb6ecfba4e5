"""After it was made right: how the customer rates it now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.bridge import recovery as bridge
from clearbar.web.followup.actions.recovery import level_of, reopen
from clearbar.web.followup.actions.recovery_turns import Turn, taken_up
from clearbar.web.followup.models.recovery import Case


@transaction.atomic
def rated_again(*, case: Case, response: str, at: datetime) -> None:
    """Keeps the level after it was made right, once; below good the customer says that it is not right, and the case is
    opened again."""
    level = level_of(response)
    kept = Case.objects.select_for_update().get(pk=case.pk)
    if level is None or kept.after is not None:
        return
    kept.after = level
    kept.save(update_fields=["after"])
    record(
        actor=kept.subject, verb="case: rated again", thing=("case", kept.pk), at=at, subject=kept.subject,
        values={"level": level},
    )  # fmt: skip
    if level < bridge.BAR and kept.is_over:
        reopen(taken_up(kept, Turn.HEAR), Turn.HEAR, by=kept.subject, at=at)
