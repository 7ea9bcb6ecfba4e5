"""Reads of notices."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from clearbar.web.notices.models import Channel, Hearing, Notice
from clearbar.web.people.scope import Scope

MOST = 200
"""Notices that a page shows, the newest first."""


def mine(scope: Scope) -> list[Notice]:
    """The newest notices of somebody."""
    return list(Notice.objects.filter(person=scope.person).order_by("-at", "key")[:MOST])


def one(scope: Scope, key: int) -> Notice | None:
    """A notice of theirs; None where there is none."""
    return Notice.objects.filter(person=scope.person, pk=key).first()


def unread(person: str) -> int:
    """How many notices somebody has not followed yet."""
    return Notice.objects.filter(person=person, read_at=None).count()


def hearing(person: str) -> Hearing:
    """How somebody wants to hear of notices."""
    return Hearing.objects.filter(pk=person).first() or Hearing(person=person)


def channels() -> QuerySet[Channel]:
    """All channels, with how many of their announcements were given up."""
    lost = Count("announced", filter=Q(announced__told_at=None) & ~Q(announced__given_up_at=None))
    return Channel.objects.select_related("team").annotate(lost=lost)
