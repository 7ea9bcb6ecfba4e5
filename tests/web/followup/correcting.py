"""A house in which finn misses a standard that he signed, and what leads to a file about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from clearbar.model.book import Source
from clearbar.web.book.models import Version
from clearbar.web.book.queries import current
from clearbar.web.followup.models.correction import Correction
from clearbar.web.ledger.actions import happened
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Rating
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW

STANDARD = "right.choice"
TAUGHT = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
AGREED = "I say what I will do before I do anything else, walnut-coloured-agreement"
NOTES = "He was glad that we spoke, heather-coloured-note"
WHY = "Three customers in a row were asked what they had done to it, saffron-coloured-reason"


def scope(who: str, at: datetime = NOW) -> Scope:
    """What somebody may do."""
    return scope_of(Person.objects.get(pk=who), house_today(at))


def publish_earlier() -> None:
    """The book was published before anybody was taught."""
    Version.objects.update(published_at=TAUGHT - timedelta(days=30))


def taught(person: str = "finn", standard: str = STANDARD, at: datetime = TAUGHT) -> None:
    """Somebody signed a standard."""
    happened(kind="signed", person=person, standards=[standard], day=int(f"{at:%Y%m%d}"), at=at)


def rated(
    levels: list[int], *, person: str = "finn", standard: str = STANDARD, source: Source = Source.CUSTOMER,
    rater: str | None = None, last: datetime = NOW - timedelta(days=2), name: str = "visit",
) -> list[Rating]:  # fmt: skip
    """One rating a day, the last of them on `last`."""
    book = current()
    assert book
    placed = book.find(standard)
    assert placed
    rows: list[Rating] = []
    for place, level in enumerate(levels):
        at = last - timedelta(days=len(levels) - 1 - place)
        answer = Answer(
            source=source, at=at, timezone="Europe/Berlin", instrument="link/en/1", interaction=f"{name}-{place}",
            rater=rater, person=person, team="north", site="s-north", channel="visit", inclusion=1.0,
        )  # fmt: skip
        rows += answer.ratings((Mark(standard, placed.standard.edition, level),), f"{name}-response-{place}")
    return Rating.objects.bulk_create(rows)


def house() -> list[Rating]:
    """finn signed the standard in September and missed it in 20 of 24 visits since the end of October."""
    publish_earlier()
    taught()
    return rated([2] * 10 + [5] * 4 + [2] * 10)


def opening(**told: object) -> dict[str, object]:
    """What a leader writes to open a file."""
    return {
        "person": "finn",
        "standards": [STANDARD],
        "why": WHY,
        "outside": "",
        "outside_why": "",
        "finding": "",
    } | told


def step(file: Correction, events: list[Rating], **told: object) -> dict[str, object]:
    """What a leader writes of a step that took place today."""
    return {
        "day": "2026-11-18", "until": "2026-12-16", "events": [one.rating for one in events], "commitments": AGREED,
        "notes": NOTES, "others": "", "changed": file.changed,
    } | told  # fmt: skip
