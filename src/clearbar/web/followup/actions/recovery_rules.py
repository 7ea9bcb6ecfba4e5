"""What the organisation says about cases: clocks, opening hours, who is on duty, offers, templates, root causes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.followup.models.recovery_rules import (
    AnswerTemplate,
    CaseOwner,
    Cause,
    OfferKind,
    OpenHours,
    RecoveryRules,
)
from clearbar.web.followup.queries.recovery_permits import leads, rules
from clearbar.web.people.access import demand
from clearbar.web.people.models import Site, Team
from clearbar.web.people.scope import Scope

_Row = TypeVar("_Row", OfferKind, AnswerTemplate, Cause)


@transaction.atomic
def set_clocks(
    *, scope: Scope, clocks: Mapping[str, Mapping[str, float]], reply_address: str, at: datetime
) -> RecoveryRules:  # fmt: skip
    """Says how soon an answer is due, by severity. Cases that are open keep the clock that they were given."""
    demand(rules(scope))
    kept = RecoveryRules.the()
    kept.clocks = {severity: dict(hours) for severity, hours in clocks.items()}
    kept.reply_address = reply_address
    kept.save()
    values = {"clocks": kept.clocks, "reply_address": reply_address}
    record(actor=scope.person, verb="set clocks of cases", thing=("recovery", 1), at=at, values=values)
    return kept


@transaction.atomic
def set_hours(*, scope: Scope, site: Site, days: Sequence[Sequence[Sequence[int]]] | None, at: datetime) -> None:
    """Says when a site is open; None for around the clock."""
    demand(rules(scope))
    if days is None:
        OpenHours.objects.filter(site=site).delete()
    else:
        OpenHours.objects.update_or_create(site=site, defaults={"days": [[list(one) for one in day] for day in days]})
    record(actor=scope.person, verb="set opening hours", thing=("site", site.pk), at=at, values={"days": days})


@transaction.atomic
def set_owner(*, scope: Scope, team: Team, person: str, at: datetime) -> None:
    """Says who is on duty for the cases of a team; nobody, so that whoever leads it gets them."""
    demand(leads(scope, team.pk))
    if person:
        CaseOwner.objects.update_or_create(team=team, defaults={"person": person})
    else:
        CaseOwner.objects.filter(team=team).delete()
    record(
        actor=scope.person, verb="set who gets cases", thing=("team", team.pk), at=at, subject=person,
        values={"person": person},
    )  # fmt: skip


@transaction.atomic
def keep(*, scope: Scope, row: _Row, values: Mapping[str, Any], at: datetime) -> _Row:
    """Keeps a kind of offer, a template or a root cause, new or changed. What is not used any more is kept beside the
    cases that it was used in."""
    demand(rules(scope))
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    kind = type(row).__name__.lower()
    record(actor=scope.person, verb=f"kept {kind}", thing=(kind, row.pk), at=at, values=dict(values))
    return row
