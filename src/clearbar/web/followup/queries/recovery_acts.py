"""What waits for somebody about cases."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.followup.models.recovery import Case, CaseOffer, State
from clearbar.web.followup.queries.recovery import clock_of
from clearbar.web.followup.queries.recovery_permits import led, may_decide, rules, visible
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope

MOST = 5


def acts(scope: Scope, now: datetime) -> list[Act]:
    """Their own open cases, what is due first first, then what a second person or a leader is to decide."""
    return [*_own(scope, now), *_decisions(scope)]


def _own(scope: Scope, now: datetime) -> list[Act]:
    own = Case.objects.filter(owner=scope.person, due__isnull=False).exclude(state=State.SILENT).order_by("due", "key")
    found = list(own[: MOST + 1])
    told = [
        Act(f"A customer's case is yours: {clock_of(one, now)}.", reverse("case", args=[one.pk]), "Make it right")
        for one in found[:MOST]
    ]
    if len(found) > MOST:
        told.append(Act("More cases are yours.", reverse("cases") + "?show=mine", "See all of them"))
    return told


def _decisions(scope: Scope) -> list[Act]:
    if not (rules(scope) or led(scope)):
        return []
    others = visible(scope).exclude(silent_by=scope.person).exclude(person=scope.person)
    silent = others.filter(state=State.SILENT).order_by("due", "key")[:MOST]
    asked = CaseOffer.objects.filter(state=CaseOffer.State.ASKED, case__in=visible(scope)).select_related(
        "case", "kind"
    )
    offers = [one for one in asked[: 4 * MOST] if may_decide(scope, one.kind, one.amount, one.case, one.by)][:MOST]
    return [
        *(
            Act(
                "Somebody says that there is no way to reply to a customer.",
                reverse("case", args=[one.pk]),
                "Agree or not",
            )
            for one in silent
        ),
        *(
            Act("Somebody wants to offer a customer more than they may.", reverse("case", args=[one.case_id]), "Decide")
            for one in offers
        ),
    ]
