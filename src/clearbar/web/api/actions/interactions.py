"""Interactions that programs send, without their words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from clearbar.web.api.actions.known import Checks, site_of, zone_of
from clearbar.web.api.door import Caller
from clearbar.web.api.problems import Problem, Reason
from clearbar.web.api.shapes import InteractionIn
from clearbar.web.audit.actions import record
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import Person, Role, Site, Team


def keep_interactions(caller: Caller, sent: Sequence[InteractionIn], now: datetime) -> dict[str, int]:
    """Keeps interactions, all or none. One that is known with the same content changes nothing. In a transaction."""
    demand_known(caller, [(f"body.interactions[{number}]", one) for number, one in enumerate(sent)])
    names = [one.interaction for one in sent]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Problem("conflict", reasons=[Reason("body.interactions", f"{twice[0]} stands twice")])
    there = {one.id: one for one in Interaction.objects.filter(id__in=names)}
    rows = [(number, row_of(one)) for number, one in enumerate(sent)]
    reasons = [
        Reason(f"body.interactions[{number}]", "is known with other content", "an interaction is sent once")
        for number, row in rows
        if row.id in there and not _same(row, there[row.id])
    ]
    if reasons:
        raise Problem("conflict", "Something is known with other content.", reasons)
    new = [row for _, row in rows if row.id not in there]
    Interaction.objects.bulk_create(new)
    if new:
        values = {"interactions": [row.id for row in new]}
        record(actor=caller.scope.person, verb="sent", thing=("interactions", len(new)), at=now, values=values)
    return {"new": len(new), "known": len(rows) - len(new)}


_COLUMNS = ("site", "team", "person", "customer", "channel", "topic", "at", "seconds", "recording")


def _same(one: Interaction, other: Interaction) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _COLUMNS)


def row_of(one: InteractionIn) -> Interaction:
    """The row of the ledger."""
    site = one.site or site_of(one.team)
    values = {name: getattr(one, name) for name in _COLUMNS} | {"site": site}
    return Interaction(id=one.interaction, timezone=zone_of(site), source="api", **values)


def demand_known(caller: Caller, sent: Sequence[tuple[str, InteractionIn]]) -> None:
    """Raises Problem for what is unknown here, or belongs to teams that are not the caller's to write of."""
    checks = Checks([])
    for kind, name in ((Person, "person"), (Team, "team"), (Site, "site")):
        checks.known(kind, [(f"{place}.{name}", getattr(one, name)) for place, one in sent])
    checks.end()
    scope = caller.scope
    if not all(scope.over(Role.LEADER, one.team) or scope.over(Role.ADMINISTRATOR, one.team) for _, one in sent):
        raise Problem("right", "It sends interactions of teams that its person does not lead.")
