"""Interactions to be reviewed, and assignments of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from clearbar.web.book.models import Version
from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.reviews.models import Assignment, Card, Cycle, Round
from tests.web.conftest import NOW

LogIn = Callable[[str], Client]
Assigned = Callable[..., Assignment]
Done = Callable[..., Card]

SAID = [
    {"role": role, "author": author, "text": text, "at": f"2026-11-10T09:0{minute}:00+00:00"}
    for minute, (role, author, text) in enumerate(
        (
            ("customer", "c1", "My frame broke 😀 again, mail me at kim@example.test please."),
            ("agent", "finn", "I am sorry to hear that. What could we do to make it right?"),
            ("customer", "c1", "A new one by Friday."),
        )
    )
]
LAST_WEEK = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)

# Of the demo's journey about repairs, reviewers rate these two; the whole comes last.
BLAME, CHOICE, WHOLE = "s0", "s1", "s2"
FULL = {f"{BLAME}-level": "4", f"{CHOICE}-level": "3", f"{WHOLE}-level": "4", "changed": "0", "act": "submit"}


def happened(id_: str, **told: Any) -> Interaction:
    """A chat with finn about a repair, unless told otherwise."""
    known: dict[str, Any] = {
        "site": "s-north", "team": "north", "person": "finn", "customer": "c1", "channel": "chat", "topic": "repair",
        "timezone": "Europe/Berlin", "at": LAST_WEEK, "messages": SAID,
    }  # fmt: skip
    return Interaction.objects.create(id=id_, **(known | told))


def copied(one: Rating, **other: Any) -> None:
    """Another rating like this one, but for what is told."""
    fields = {field.name: getattr(one, field.name) for field in Rating._meta.fields if not field.primary_key}
    Rating.objects.create(**(fields | other))


def settled(at: datetime) -> None:
    """All jobs that are due at this time are done."""
    jobs.settle(lambda: at)


@pytest.fixture
def assigned(book: Version) -> Assigned:
    """An interaction that was drawn for somebody to review."""
    del book
    cycle = Cycle.objects.create(
        name="one each", quota=1, teams=["north"], reviewers=["rita"], since=date(2026, 11, 1), by="lea"
    )
    drawn = Round.objects.create(
        cycle=cycle, first=date(2026, 11, 9), last=date(2026, 11, 15), drawn_at=NOW, due=NOW, seed="s",
        strata=[{"stratum": "finn", "eligible": 4, "order": ["i1", "i2", "i3", "i4"], "quota": 1, "inclusion": 0.25}],
    )  # fmt: skip

    def to(reviewer: str = "rita", id_: str = "i1", inclusion: float = 0.25, **told: Any) -> Assignment:
        interaction = Interaction.objects.filter(id=id_).first() or happened(id_, **told)
        return Assignment.objects.create(
            round=drawn, stratum=interaction.person or "", interaction=id_, person=interaction.person,
            reviewer=reviewer, inclusion=inclusion, due=NOW + timedelta(days=7),
        )  # fmt: skip

    return to


@pytest.fixture
def done(log_in: LogIn, assigned: Assigned, now: datetime) -> Done:
    """A review of finn that was submitted: blame 4, choice 3, the whole 4."""
    del now

    def by(reviewer: str = "rita", id_: str = "i1", **said: str) -> Card:
        assignment = assigned(reviewer, id_)
        answer = log_in(reviewer).post(f"/reviews/{assignment.pk}/", FULL | said)
        assert answer.status_code == 302, answer.content
        return Card.objects.get(assignment=assignment)

    return by
