"""What waits for somebody about rehearsals."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.rehearse import Rehearsal
from clearbar.web.practice.queries.held import held
from clearbar.web.practice.queries.rehearse_next import next_scenario
from clearbar.web.practice.queries.talks import asked_of, offered, to_play


def acts(scope: Scope, now: datetime) -> list[Act]:
    """Customers they are to play, views that they were asked for, a rehearsal to look back on, and what to rehearse
    next."""
    del now
    found = [
        Act(f"{name} rehearses face to face and asks you to play the customer.", _to("customer_sheet", one.pk), "Play")
        for one, name in to_play(scope.person)
    ]
    found += [
        Act(f"{name} asks for your view of a rehearsal.", _to("talk_view", one.rehearsal_id), "Look at it")
        for one, name in asked_of(scope.person)
    ]
    unseen = Rehearsal.objects.filter(
        person=scope.person, ended_at__isnull=False, seen_at=None, is_trial=False, setting="rehearsal"
    )
    for key in unseen.order_by("-ended_at").values_list("pk", flat=True)[:1]:
        found.append(Act("Your last rehearsal has ended: see how it went.", _to("talk_feedback", key), "See it"))
    if nearest := _next(scope):
        found.append(nearest)
    return found


def _next(scope: Scope) -> Act | None:
    now = held()
    chosen = next_scenario(scope, now.book, offered(scope, now.book)) if now and scope.teams else None
    if chosen is None:
        return None
    pinned = chosen.offered.pinned
    return Act(
        f"Rehearse “{pinned.title}”. {chosen.why}", reverse("rehearse_scenario", args=[pinned.scenario]), "Begin"
    )


def _to(name: str, key: int) -> str:
    return reverse(name, args=[key])
