"""Calls over the wire that were tried: heard, to be tried again, or given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F

from clearbar.web.ledger.jobs import MOST_ATTEMPTS
from clearbar.web.ledger.wire import Told


class NotHeard(Exception):
    """A call that must come again: the job of it fails, and is done later."""


def attempt(call: Any, send: Callable[[], Told], now: datetime) -> None:
    """Tries a call once, and keeps what came of it. Raises NotHeard where it must come again.

    `call`: a row with `tries`, `told_at`, `given_up_at` and `said`. A try counts before it is made: a process that is
    killed within it has tried. It is given up with every eighth try.
    """
    rows = type(call)._default_manager.filter(pk=call.pk)
    rows.update(tries=F("tries") + 1)
    told = send()
    if told.heard:
        rows.update(told_at=now, given_up_at=None, said=told.said)
        return
    is_last = (call.tries + 1) % MOST_ATTEMPTS == 0
    rows.update(said=told.said, given_up_at=now if is_last else None)
    raise NotHeard
