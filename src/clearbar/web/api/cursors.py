"""Cursors: where a list goes on. They are signed, and say nothing to who holds them."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.db.models import Model, QuerySet

from clearbar.web.api.problems import Problem

SALT = "clearbar.api.cursor"


def page(
    rows: QuerySet[Any, Any], *, of: str, cursor: str, limit: int, order: str = "pk"
) -> tuple[list[Any], str | None]:
    """At most `limit` rows after the cursor, and the cursor of those that follow; None after the last.

    `of` says whose list of what under which filters it is: a cursor of another one is no cursor. The order is that of
    `order`, a unique column. Where that is a random key it gives no time away.
    """
    after = _read(cursor, of)
    chosen = rows.order_by(order)
    found = list((chosen.filter(**{f"{order}__gt": after}) if after is not None else chosen)[: limit + 1])
    if len(found) <= limit:
        return found, None
    last: Model = found[limit - 1]
    return found[:limit], signing.dumps([of, getattr(last, order)], salt=SALT)


def _read(cursor: str, of: str) -> Any:
    if not cursor:
        return None
    try:
        whose, after = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        whose, after = None, None
    if whose != of:
        raise Problem("missing", "This cursor belongs to no list. Begin again without one.")
    return after
