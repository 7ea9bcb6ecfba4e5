"""Reads of loops: what a manager began or owns that is still open, and what was closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.models.findings import UNDER_WAY, WAITING, FindingRow, FindingState
from clearbar.web.followup.models.recovery import Case
from clearbar.web.ledger.models import Rating, Revision
from clearbar.web.people.days import house_today

ENDED = (FindingState.SETTLED, FindingState.DISMISSED)
CLOSED_DAYS = 90
"""Closed loops are counted over so many days."""


@dataclass(frozen=True)
class Loop:
    """One kind of thing that ought to come to an end: how many are open, how many of these are late, how many were
    closed in the last days."""

    name: str
    open: int
    late: int
    closed: int
    address: str


def loops(person: str, teams: Collection[str] | None, now: datetime) -> Iterator[Loop]:
    """The loops of a manager: cases, coachings and findings that are theirs, and disputes in the teams that they lead
    or coach."""
    since, today = now - timedelta(days=CLOSED_DAYS), house_today(now)
    cases = Case.objects.filter(owner=person)
    yield Loop(
        "Cases of customers",
        cases.filter(closed_at=None).count(),
        cases.filter(closed_at=None, due__lt=now).count(),
        cases.filter(closed_at__gte=since).count(),
        "/followup/cases/",
    )
    coachings = Coaching.objects.filter(coach=person)
    yield Loop(
        "Coachings",
        coachings.filter(ended_at=None).count(),
        coachings.filter(ended_at=None, check_on__lt=today).count(),
        coachings.filter(ended_at__gte=since, state=Coaching.State.CLOSED).count(),
        "/followup/coaching/",
    )
    found = FindingRow.objects.filter(owner=person)
    yield Loop(
        "Findings",
        found.filter(state__in=UNDER_WAY).count(),
        found.filter(state__in=UNDER_WAY, due__lt=today).count(),
        found.filter(state__in=ENDED, turned_at__gte=since).count(),
        "/followup/findings/",
    )
    yield _disputes(teams, now, since)


def lying(persons: Collection[str], since: datetime) -> dict[str, tuple[int, int]]:
    """How many findings wait for each of these to act on them, and how many of them since before a time. What was taken
    on, or put off with a reason, does not lie there."""
    waits = FindingRow.objects.filter(owner__in=persons, state__in=WAITING).values("owner").order_by("owner")
    told = waits.annotate(n=Count("pk"), late=Count("pk", filter=Q(turned_at__lt=since)))
    return {owner: (n, late) for owner, n, late in told.values_list("owner", "n", "late")}


def _disputes(teams: Collection[str] | None, now: datetime, since: datetime) -> Loop:
    """As the ledger knows them: a rating is disputed until it is decided."""
    here = Q() if teams is None else Q(team__in=teams)
    there = Q() if teams is None else Q(rating__team__in=teams)
    waiting = Rating.objects.filter(here, disputed=True)
    opened = Revision.objects.filter(there, was__disputed=False, at__lt=now - timedelta(days=14))
    late = opened.filter(rating__disputed=True).values("rating").distinct().count()
    closed = Revision.objects.filter(there, was__disputed=True, at__gte=since).values("rating").distinct().count()
    return Loop("Disputes in the team", waiting.count(), late, closed, "/reviews/disputes/")
