"""Writes: what leaders guess."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.boards.models import Guess
from clearbar.web.boards.queries.about import About
from clearbar.web.boards.queries.guesses import Month, may_guess
from clearbar.web.people.access import demand


@transaction.atomic
def keep_guess(*, about: About, month: Month, share: int | None, at: datetime) -> Guess:
    """Keeps what somebody guesses of a month, or that they would rather not. The first word holds: it was given before
    looking."""
    demand(may_guess(about))
    kept, is_new = Guess.objects.get_or_create(
        person_id=about.scope.person, place=about.place, month=month.key, defaults={"share": share, "at": at}
    )
    if is_new:
        record(
            actor=about.scope.person,
            verb="guessed",
            thing=("guess", str(kept.pk)),
            at=at,
            subject=about.scope.person,
            values={"place": about.place, "month": month.key, "share": share},
        )
    return kept
