"""Doors: what an address of a survey opens, and whether it still does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.core import signing
from django.db.models import Q

from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.surveys.models import Invite, Survey, Way
from clearbar.web.surveys.tasks import SCAN_LASTS

LATE = timedelta(days=1)
"""Who opened their link in time may send it this much later."""


class State(StrEnum):
    """What stands behind an address."""

    OPEN = "open"
    SPENT = "spent"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Door:
    """An address, as it stands now. `kind` is link or that of a way."""

    kind: str
    state: State
    survey: Survey | None = None
    invite: Invite | None = None
    way: Way | None = None


def by_link(token: str, now: datetime, sending: bool = False) -> Door:
    """What a personal link opens."""
    key = hash_of(token)
    found = Invite.objects.select_related("survey__site", "survey__team__site").filter(Q(hash=key) | Q(reminder=key))
    invite = found.first()
    if invite is None:
        return Door("link", State.UNKNOWN)
    if invite.spent:
        state = State.SPENT
    else:
        last = invite.expires + LATE if sending else invite.expires
        state = State.OPEN if invite.survey.open and now < last else State.ENDED
    return Door("link", state, invite.survey, invite=invite)


def by_way(kind: Way.Kind, address: str) -> Door:
    """What the address of a poster, a kiosk or an embedded survey opens."""
    found = Way.objects.select_related("survey__site", "survey__team__site").filter(address=address, kind=kind)
    way = found.first() if "\0" not in address else None  # PostgreSQL takes no NUL, not even to say that it is unknown
    if way is None:
        return Door(kind, State.UNKNOWN)
    return Door(kind, State.OPEN if way.open and way.survey.open else State.ENDED, way.survey, way=way)


def ticket(way: Way) -> str:
    """A fresh one-use token for one scan. It is signed and written nowhere until it is spent."""
    return signing.dumps(new_token(), salt=f"clearbar.surveys.scan.{way.pk}")


def token_in(way: Way, told: str) -> str:
    """The token in a ticket; empty where it is none of this way, or too old."""
    try:
        return str(signing.loads(told, salt=f"clearbar.surveys.scan.{way.pk}", max_age=SCAN_LASTS))
    except (signing.BadSignature, ValueError):
        return ""
