"""Coachings for tests: ratings of the cast, mirrored into the evidence, and a coaching brought to a state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from clearbar.model.book import Source
from clearbar.web.book.models import Version
from clearbar.web.bridge.mirroring import mirror_whole
from clearbar.web.followup.actions import coaching as actions
from clearbar.web.followup.actions import coaching_agree as agreeing
from clearbar.web.followup.actions.coaching_agree import Promise
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.followup.queries.coaching_evidence import laid_for
from clearbar.web.ledger.actions import keep_answer
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import Membership, Person
from clearbar.web.people.scope import Scope, scope_of
from tests.web.conftest import NOW, SINCE

TODAY = NOW.date()
STANDARD = "choose.listened"
ZONE = "Europe/Berlin"
SAID = "asked nothing and showed the dearest frame"


def scope(person: str, on: date = TODAY) -> Scope:
    return scope_of(Person.objects.get(pk=person), on)


def rated(
    book: Version, person: str, level: int, at: datetime, *, name: str, standard: str = STANDARD,
    source: Source = Source.REVIEWER, text: str = "", happened: datetime | None = None, rater: str = "rita",
) -> None:  # fmt: skip
    """One rating of an interaction of that name, which is kept with its words."""
    when = f"{at:%Y-%m-%dT%H:%M:%S+00:00}"
    messages = [
        {"role": "customer", "text": "I look for glasses.", "at": when},
        {"role": "agent", "text": text or f"Hello, this is {person}.", "at": when},
    ]
    Interaction.objects.get_or_create(
        id=name,
        defaults={
            "site": "s-north", "team": "north", "person": person, "channel": "chat", "timezone": ZONE,
            "at": happened or at, "messages": messages,
        },
    )  # fmt: skip
    answer = Answer(
        source=source, at=at, timezone=ZONE, instrument="review/x", interaction=name, rater=rater, person=person,
        team="north", site="s-north", channel="chat",
    )  # fmt: skip
    keep_answer(answer=answer, marks=[Mark(standard, book.editions[standard], level)], actor=rater)


def colleagues(book: Version, count: int = 6) -> None:
    """So many further people of the north, each with ten ratings of which seven or so reach the bar."""
    for number in range(count):
        person = Person.objects.create(id=f"colleague-{number}", name=f"Colette{number} Colleague{number}")
        Membership.objects.create(person=person, team_id="north", since=SINCE)
        for turn in range(10):
            level = 4 if turn < 6 + number % 3 else 2
            at = NOW - timedelta(days=20 + turn)
            rated(book, person.pk, level, at, name=f"of-{person.pk}-{turn}", text=f"Good day, {person.name} speaking.")


def history(book: Version, person: str = "finn", hits: int = 3, n: int = 12) -> None:
    """Ratings of somebody from before: `hits` of `n` reach the bar."""
    for number in range(n):
        at = NOW - timedelta(days=10 + number)
        rated(book, person, 4 if number < hits else 2, at, name=f"before-{person}-{number}", text=f"{SAID} {number}")


def afterwards(book: Version, person: str = "finn", hits: int = 10, n: int = 10, days: int = 2) -> datetime:
    """Fresh ratings of the days after NOW; the time after the last."""
    for number in range(n):
        at = NOW + timedelta(days=days + number)
        rated(book, person, 5 if number < hits else 2, at, name=f"after-{person}-{days}-{number}")
    return NOW + timedelta(days=days + n)


def mirrored() -> None:
    mirror_whole()


def begun(person: str = "finn", coach: str = "cora", **further: Any) -> Coaching:
    by = scope(coach)
    look = further.get("kind") == Coaching.Kind.LOOK
    laid = laid_for(by, person, STANDARD, NOW.date(), 1, look=look)
    return actions.begin(scope=by, person=person, standard=STANDARD, prepared=laid, at=NOW, **further)


def shared(person: str = "finn", coach: str = "cora", **further: Any) -> Coaching:
    held = begun(person, coach, **further)
    actions.rate(scope=scope(person), coaching=held, level=4, words="I do ask, mostly.", at=NOW)
    return actions.share(scope=scope(person), coaching=held, at=NOW)


def proposed(person: str = "finn", coach: str = "cora", **further: Any) -> Coaching:
    held = shared(person, coach, **further)
    promises = [Promise("Ask two questions before I show anything", "person", NOW.date() + timedelta(days=7))]
    return agreeing.propose(
        scope=scope(coach), coaching=held, promises=promises, check_on=NOW.date() + timedelta(days=28),
        seen=held.changed, at=NOW,
    )  # fmt: skip


def agreed(person: str = "finn", coach: str = "cora", **further: Any) -> Coaching:
    held = proposed(person, coach, **further)
    return agreeing.agree(scope=scope(person), coaching=held, seen=held.changed, at=NOW)


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


MIDNIGHT_IN_BERLIN = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
"""The 19th there, the 18th by UTC."""
