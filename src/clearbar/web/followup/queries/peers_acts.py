"""What waits for somebody about peers and their own compass."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from clearbar.web.followup.models.peers import OwnRating
from clearbar.web.followup.queries.peers import asked_of, others_of
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope


def acts(scope: Scope, now: datetime) -> list[Act]:
    """Colleagues who ask one to look at their work; differences that one has not looked at yet."""
    del now
    found = [
        Act(f"{one.who} asks you to look at one interaction.", reverse("peer-give", args=[one.invitation.pk]), "Look")
        for one in asked_of(scope.person)
    ]
    unseen = set(OwnRating.objects.filter(person=scope.person, seen_at=None).values_list("interaction", flat=True))
    if unseen and others_of(unseen).exists():
        says = "Others have said how they saw what you rated yourself."
        found.append(Act(says, reverse("own"), "See where you differ"))
    return found
