"""Who may perform what: for schedules."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ninja import Query

from clearbar.web.api import reading
from clearbar.web.api.cursors import page
from clearbar.web.api.door import Call
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import Id, Paged, ReadinessPage
from clearbar.web.api.v1 import get
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership
from clearbar.web.practice.queries.readiness import Standing, standings


class WantedReadiness(Paged):
    """Whose readiness."""

    team: Id | None = None
    journey: Id | None = None


@get("/readiness", Right.READINESS_READ, "Readiness", ReadinessPage)
def list_readiness(request: Call, wanted: Query[WantedReadiness]) -> Any:
    """Who is ready for what by its rule, what is missing, and whom a person holds back until when.

    For schedules: `ready` is a proposal; only `may_perform` is a decision. Who works in no team performs nothing.
    """
    today = house_today(request.now)
    rows = reading.performers(request.auth)
    if wanted.team:
        there = Membership.objects.filter(Membership.on(today), team=wanted.team).values("person")
        rows = rows.filter(pk__in=there)
    of = f"{request.auth.token.pk} readiness {wanted.team} {wanted.journey}"
    found, after = page(rows, of=of, cursor=wanted.cursor, limit=wanted.limit)
    standing: dict[str, list[Standing]] = defaultdict(list)
    for one in standings(None, today, persons=[one.pk for one in found]):
        if wanted.journey in (None, one.journey.id):
            standing[one.performer.person].append(one)
    items = [
        {"person": one.pk, "name": one.name, "journeys": [_told(each) for each in standing[one.pk]]} for one in found
    ]
    return {"items": items, "next": after}


def _told(one: Standing) -> dict[str, Any]:
    return {
        "journey": one.journey.id,
        "ready": one.readiness.ready,
        "missing": [each.lack.value for each in one.readiness.missing],
        "may_perform": one.may_perform,
        "held_until": one.held.until if one.held else None,
    }
