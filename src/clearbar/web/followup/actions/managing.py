"""Writes of the standards of managers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.followup.models.managing import ManagerStandards
from clearbar.web.followup.queries.managing import sets_standards
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope

FIELDS = ("coached_days", "walks", "recognitions", "finding_days")


@transaction.atomic
def set_standards(
    *, scope: Scope, coached_days: int, walks: int, recognitions: int, finding_days: int, at: datetime
) -> ManagerStandards:
    """Sets what is asked of everybody who leads or coaches."""
    demand(sets_standards(scope))
    ManagerStandards.the()
    held = ManagerStandards.objects.select_for_update().get(pk=1)
    told = dict(zip(FIELDS, (coached_days, walks, recognitions, finding_days), strict=True))
    changed = {name: value for name, value in told.items() if getattr(held, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(held, name, value)
        held.save(update_fields=list(changed))
        record(actor=scope.person, verb="set", thing=("manager standards", 1), at=at, values=changed)
    return held
