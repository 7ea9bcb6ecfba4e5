"""What waits for somebody about signatures."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from clearbar.web.people.acts import Act
from clearbar.web.people.days import house_today
from clearbar.web.people.scope import Scope
from clearbar.web.practice.queries.signing import desk, raised


def acts(scope: Scope, now: datetime) -> list[Act]:
    """What they are asked to sign, and the objections that they are to answer."""
    today = timezone.localdate(now)
    found = []
    if waiting := len(desk(scope.person, scope.teams, today).waiting):
        says = f"{waiting} standard{' waits' if waiting == 1 else 's wait'} for your signature."
        found.append(Act(says, reverse("sign"), "Read and sign"))
    if objections := [one for raised_ in raised(scope, today) for one in raised_.objections]:
        soonest = house_today(min(one.due for one in objections))
        count = len(objections)
        says = f"{count} objection{' waits' if count == 1 else 's wait'} for your answer, by {soonest:%-d %B}."
        found.append(Act(says, reverse("aware"), "Answer"))
    return found
