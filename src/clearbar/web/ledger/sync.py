"""Sync: what was done on a phone without a network, taken in exactly once.

A phone gives each thing that is done an id, keeps it, and sends it until it has an answer. Here (person, id) is kept
in the same transaction as what the thing causes: sent again, it gets the answer that it got, and causes nothing. Each
item stands by itself, so that one that is refused keeps none of the others back; who may do it is asked again when it
comes, not when it was done.

An app names who takes a kind of item:

    @taker("review")
    def take(*, scope: Scope, item: Item, now: datetime) -> Mapping[str, Any]: ...

which demands, writes, leaves its audit line, and returns what the phone is to know of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import getLogger
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from clearbar.web.ledger.jobs import task
from clearbar.web.ledger.models import Synced
from clearbar.web.people.scope import Scope

log = getLogger("clearbar.sync")

MOST_ITEMS = 100
"""In one request; a phone that has more sends them one batch after the other."""
LONGEST_BODY = 20_000
"""Characters of one item, as JSON."""
OLDEST = timedelta(days=60)
"""An earlier time is not believed."""
REMEMBERED = timedelta(days=400)
"""So long an item is known again."""

NOT_YOURS = "This is not yours to do any more, so it was not taken."
NO_SUCH_KIND = "This cannot be taken here."


class Refused(Exception):
    """An item that cannot be taken, now or later; its words are for who did it."""


@dataclass(frozen=True)
class Item:
    """Something done: its id, what kind it is, when it was done (never in the future), and what was done."""

    id: str
    kind: str
    at: datetime
    body: Mapping[str, Any]


Taker = Callable[..., Mapping[str, Any]]
_TAKERS: dict[str, Taker] = {}


def taker(kind: str) -> Callable[[Taker], Taker]:
    """Names who takes items of a kind."""

    def named(function: Taker) -> Taker:
        _TAKERS[kind] = function
        return function

    return named


def is_too_long(raw: object) -> bool:
    """Whether an item is longer than one may be; a letter is one, in whatever script."""
    return len(json.dumps(raw, ensure_ascii=False)) > LONGEST_BODY


def read(raw: object, now: datetime) -> Item | None:
    """An item as a phone sent it: {id, kind, at, body}; None where it is none."""
    if not isinstance(raw, dict) or not isinstance(raw.get("body"), dict):
        return None
    try:
        id = str(UUID(str(raw.get("id"))))
        at = datetime.fromisoformat(str(raw.get("at")))
    except ValueError:
        return None
    sound = at.tzinfo is not None and now - OLDEST <= at <= now
    return Item(id, str(raw.get("kind"))[:24], at if sound else now, raw["body"])


def take_all(*, scope: Scope, items: Sequence[Item], now: datetime) -> list[dict[str, Any]]:
    """What each item is answered with: {id, state, …}. `state` is "kept", "refused" with `why`, or "later" where it is
    to be sent again."""
    return [{"id": one.id, **_taken(scope, one, now)} for one in items]


def _taken(scope: Scope, item: Item, now: datetime) -> Mapping[str, Any]:
    try:
        return _known(scope, item) or _new(scope, item, now)
    except IntegrityError:  # the same item came twice at once, and the other was quicker
        return _known(scope, item) or {"state": "later"}
    except Exception as fault:  # one that breaks keeps none of the others back
        log.warning("an item of kind %s was not taken: %s", item.kind, type(fault).__name__)
        return {"state": "later"}


def _known(scope: Scope, item: Item) -> Mapping[str, Any] | None:
    found = Synced.objects.filter(person=scope.person, item=item.id).values_list("answer", flat=True).first()
    return found or None


def _new(scope: Scope, item: Item, now: datetime) -> Mapping[str, Any]:
    try:
        with transaction.atomic():
            # First, so that of two at once the second waits here, and then finds the first.
            kept = Synced.objects.create(person=scope.person, item=item.id, kind=item.kind, at=now)
            told: dict[str, Any] = {"state": "kept", **_told(scope, item, now)}
            kept.answer = told
            kept.save(update_fields=["answer"])
            return told
    except (Refused, PermissionDenied) as refusal:
        said = {"state": "refused", "why": str(refusal) if isinstance(refusal, Refused) else NOT_YOURS}
        with transaction.atomic():
            Synced.objects.create(person=scope.person, item=item.id, kind=item.kind, at=now, answer=said)
        return said


def _told(scope: Scope, item: Item, now: datetime) -> Mapping[str, Any]:
    if item.kind not in _TAKERS:
        raise Refused(NO_SUCH_KIND)
    return _TAKERS[item.kind](scope=scope, item=item, now=now)


@task("sweep synced", every=timedelta(days=1))
def sweep_synced(*, now: datetime) -> None:
    """Forgets what came so long ago that no phone sends it any more."""
    Synced.objects.filter(at__lt=now - REMEMBERED).delete()
