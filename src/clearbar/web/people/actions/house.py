"""Writes to what the organisation chose."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.people.access import demand
from clearbar.web.people.models import Organisation, Role
from clearbar.web.people.scope import Scope


@transaction.atomic
def change_organisation(*, scope: Scope, at: datetime, **told: Any) -> Organisation:
    """Changes what the organisation chose; `told` are fields of `Organisation`."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    kept = Organisation.objects.select_for_update().get_or_create(pk=1)[0]
    changed = {name: value for name, value in told.items() if getattr(kept, name) != value}
    if not changed:
        return kept
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(changed))
    record(actor=scope.person, verb="changed", thing=("organisation", 1), at=at, values=changed)
    if "individual_view" in changed:
        verb = (
            "opened figures of persons to leaders" if kept.individual_view else "closed figures of persons to leaders"
        )
        record(actor=scope.person, verb=verb, thing=("organisation", 1), at=at)
    return kept
