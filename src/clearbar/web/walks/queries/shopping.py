"""Reads of mystery shoppers: who a link is of, and their walks."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.audit.tokens import hash_of
from clearbar.web.people.scope import Scope, narrowest
from clearbar.web.walks.models.shopping import Shopper


def shopper_by(token: str, now: datetime) -> Shopper | None:
    """Whose link this is; None where it opens nothing, or nothing any more."""
    return Shopper.objects.filter(hash=hash_of(token), revoked_at=None, expires__gt=now).first()


def scope_of_shopper(shopper: Shopper) -> Scope:
    """What a shopper may do: what is asked of them, and nothing about anybody."""
    return narrowest(shopper.subject)
