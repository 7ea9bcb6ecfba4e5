"""Taking conversations in: lines of docs/conversations.md → interactions, and ratings given with them or by checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db import transaction

from clearbar.flow.check import Rated, rate
from clearbar.model.book import Book
from clearbar.model.conversation import Conversation
from clearbar.model.evidence import Rating as Row
from clearbar.model.evidence import Rejection
from clearbar.text.redact import BEFORE_STORAGE, redact
from clearbar.web.audit.actions import record
from clearbar.web.ledger.jobs import nudge
from clearbar.web.ledger.models import Interaction, Rating

BATCH = 500
"""Conversations of one transaction: short enough that others wait for less than a tenth of a second."""


@dataclass
class Taken:
    """What taking conversations in came to. What was there already, with the same content, is counted as `same`;
    a rating that came again with other content is refused and told in `conflicts`."""

    interactions: int = 0
    ratings: int = 0
    same: int = 0
    conflicts: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)


def take(book: Book, lines: Iterable[bytes | str], *, actor: str, at: datetime, file: str = "conversations") -> Taken:
    """Keeps conversations, with their ratings, in the ledger. The same lines again change nothing; a conversation that
    went on has its messages replaced. Card and health numbers are taken out before anything is kept."""
    taken = Taken()
    key = settings.SECRET_KEY.encode()
    arriving = rate(book, lines, new_id=lambda: token_hex(16), key=key, file=file)
    while batch := list(islice(arriving, BATCH)):
        taken.rejections += [one for one in batch if isinstance(one, Rejection)]
        _keep([one for one in batch if isinstance(one, Rated)], taken, actor, at)
    return taken


@transaction.atomic
def _keep(rated: list[Rated], taken: Taken, actor: str, at: datetime) -> None:
    rows = [_interaction(one.conversation) for one in rated]
    known = set(Interaction.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
    changing = [name.name for name in Interaction._meta.fields if name.name not in {"key", "id"}]
    Interaction.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=changing)
    kept = _ratings([row for one in rated for row in one.ratings], taken)
    taken.interactions += len({row.id for row in rows} - known)
    if rows and (kept or len(known) < len(rows)):
        values = {"interactions": len(rows), "ratings": kept}
        record(actor=actor, verb="took in", thing=("interactions", rows[0].id), at=at, subject=actor, values=values)
        nudge("mirror", at)


def _ratings(rows: list[Row], taken: Taken) -> int:
    """Keeps those that are new; how many."""
    there = Rating.objects.in_bulk([row.rating for row in rows], field_name="rating")
    new = {row.rating: row for row in rows if row.rating not in there}
    for row in rows:
        if row.rating in there:
            _compare(row, there[row.rating], taken)
    Rating.objects.bulk_create([Rating(**asdict(row)) for row in new.values()])
    taken.ratings += len(new)
    return len(new)


_DRAWN = frozenset({"response", "disputed"})
"""What is drawn at random each time, or decided here."""


def _compare(row: Row, there: Rating, taken: Taken) -> None:
    if all(getattr(there, name) == value for name, value in asdict(row).items() if name not in _DRAWN):
        taken.same += 1
    else:
        taken.conflicts.append(row.rating)


def _interaction(one: Conversation) -> Interaction:
    began = one.messages[0].at if one.messages else min((g.at for g in one.ratings if g.at), default=one.seen_at)
    return Interaction(
        id=one.interaction,
        site=one.site,
        team=one.team_of(one.owner),
        person=one.owner,
        customer=one.customer,
        channel=one.channel,
        topic=one.topic,
        timezone=one.timezone,
        at=began,
        messages=[*_messages(one)] or None,
        source="import",
    )


def _messages(one: Conversation) -> Iterator[Mapping[str, Any]]:
    for said in one.messages:
        text = redact(said.text, kinds=BEFORE_STORAGE).text
        yield {
            "role": said.role.value,
            "author": said.author,
            "at": said.at.isoformat(),
            "text": text,
            "public": said.public,
            "step": said.step,
        }
