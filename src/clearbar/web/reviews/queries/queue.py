"""Reads of what is to be done, and of what was said of somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clearbar.model.book import Source
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.models import Assignment, Calibration, Card
from clearbar.web.reviews.permits import names

MOST_SHOWN = 30
SPOKEN = (Source.REVIEWER.value, Source.COACH.value, Source.PEER.value)
"""Sources that review a person, whom the person may answer."""


@dataclass(frozen=True)
class Due:
    """A review to be done."""

    assignment: Assignment
    who: str
    interaction: Interaction | None
    draft: Card | None
    overdue: bool


def to_do(scope: Scope, now: datetime) -> list[Due]:
    """What this reviewer is to review, the most urgent first."""
    found = list(Assignment.objects.filter(reviewer=scope.person, state=Assignment.State.OPEN).order_by("due", "pk"))
    interactions = Interaction.objects.defer("messages").in_bulk({one.interaction for one in found}, field_name="id")
    drafts = {one.assignment_id: one for one in Card.objects.filter(assignment__in=found)}
    called = names({one.person for one in found})
    return [
        Due(one, called.get(one.person or "", ""), interactions.get(one.interaction), drafts.get(one.pk), one.due < now)
        for one in found
    ]


def seats(scope: Scope, now: datetime) -> list[Calibration]:
    """Calibrations that wait for one's marks."""
    waiting = Calibration.objects.filter(seats__person=scope.person, deadline__gt=now, concluded_at=None)
    own = Card.objects.filter(rater=scope.person, submitted_at__isnull=False, calibration__in=waiting)
    done: dict[int | None, int] = {}
    for one in own.values_list("calibration_id", flat=True):
        done[one] = done.get(one, 0) + 1
    return [one for one in waiting.order_by("deadline") if done.get(one.pk, 0) < len(one.interactions)]


@dataclass(frozen=True)
class Said:
    """A review of somebody: by whom, when, and whether it is disputed."""

    response: str
    source: str
    by: str
    about: str
    at: datetime | None
    disputed: bool


def said_of(person: str) -> list[Said]:
    """Reviews of a person, the newest first."""
    return _said(Rating.objects.filter(person=person, source__in=SPOKEN, setting="live").exclude(rated_at=None))


def said_by(person: str) -> list[Said]:
    """Reviews that somebody submitted, the newest first."""
    own = Card.objects.filter(rater=person, submitted_at__isnull=False).exclude(response=None)
    recent = own.order_by("-submitted_at").values_list("response", flat=True)[:MOST_SHOWN]
    return _said(Rating.objects.filter(response__in=list(recent)))


def _said(ratings: object) -> list[Said]:
    rows = list(
        ratings.order_by("-rated_at").values_list(  # type: ignore[attr-defined]
            "response", "source", "rater", "person", "rated_at", "disputed"
        )[: MOST_SHOWN * 12]
    )
    called = names({row[2] for row in rows} | {row[3] for row in rows})
    found: dict[str, Said] = {}
    for response, source, rater, person, at, disputed in rows:
        earlier = found.get(response)
        is_disputed = disputed or (earlier is not None and earlier.disputed)
        found[response] = Said(response, source, called.get(rater, ""), called.get(person, ""), at, is_disputed)
    return list(found.values())[:MOST_SHOWN]
