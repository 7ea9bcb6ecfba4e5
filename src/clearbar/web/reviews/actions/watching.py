"""What somebody watched, as they say it: an interaction with its ratings, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from django.db import transaction

from clearbar.model.book import Journey
from clearbar.web.audit.actions import record
from clearbar.web.book.models import Version
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.actions.cards import Marks, cleaned, keep
from clearbar.web.reviews.models import Card
from clearbar.web.reviews.permits import Permits, Watchable


@dataclass(frozen=True)
class Seen:
    """What somebody watched: whom, and through which channel. `once` tells one sending of a form from another."""

    whom: Watchable
    channel: str
    once: str


@transaction.atomic
def watched(*, scope: Scope, seen: Seen, version: Version, scorecard: Scorecard, marks: Marks, at: datetime) -> Card:
    """Keeps an interaction that somebody just watched, and what they say of it. Who was watched was chosen by the one
    who watched: the probability is unknown. The same form sent twice is kept once."""
    watched = seen.whom
    source = Permits.now().speaks_as(scope, watched.whom)
    demand(source is not None)
    response = sha256(f"{scope.person}:{seen.once}".encode()).hexdigest()[:32]
    if earlier := Card.objects.filter(response=response).first():
        return earlier
    interaction = Interaction.objects.create(
        id=f"watched-{token_hex(12)}", site=watched.whom.site, team=watched.whom.team, person=watched.person,
        channel=seen.channel or None, topic=_topic(scorecard.journey), timezone=watched.timezone, at=at,
        source="watched",
    )  # fmt: skip
    card = Card.objects.create(
        kind=Card.Kind.WATCHED, interaction=interaction.id, rater=scope.person, person=watched.person,
        source=str(source), version=version, journey=scorecard.journey.id if scorecard.journey else "",
        marks={name: cleaned(mark) for name, mark in marks.items() if mark}, begun_at=at, changed_at=at,
        submitted_at=at,
        response=response,
    )  # fmt: skip
    keep(card, scorecard, interaction, None, response, at)
    values = {"interaction": interaction.id, "channel": seen.channel}
    record(actor=scope.person, verb="watched", thing=("card", card.pk), at=at, subject=watched.person, values=values)
    return card


def _topic(journey: Journey | None) -> str | None:
    """What it was about, where the journey says it without a doubt."""
    return journey.topics[0] if journey and len(journey.topics) == 1 else None
