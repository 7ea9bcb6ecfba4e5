"""Writes to the ledger. Who may write what is decided by the app that asks; each call belongs into its transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.db import transaction

from clearbar.model.book import Setting
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.jobs import nudge, publish
from clearbar.web.ledger.models import Comment, Happened, Rating, Revision


@transaction.atomic
def keep_answer(*, answer: Answer, marks: Sequence[Mark], actor: str, response: str = "") -> str:
    """Keeps the ratings of one answer, with their audit line and the news of them; the id of the response."""
    response = response or token_hex(16)
    rows = list(answer.ratings(tuple(marks), response))
    Rating.objects.bulk_create(rows)
    record(
        actor=actor,
        verb="rated",
        thing=("response", response),
        at=answer.at,
        values={"standards": [mark.standard for mark in marks], "source": answer.source.value},
        anonymous=answer.anonymous,
    )
    if not answer.anonymous and answer.setting is Setting.LIVE:
        # Who practised when is no news of the house. It is mirrored all the same, when the mirror comes by itself: a
        # thousand who practise at once would else keep it, and a core, busy all the time.
        nudge("mirror", answer.at)
        publish("rated", name=response, at=answer.at, response=response)
    return response


@transaction.atomic
def keep_comment(
    *,
    response: str,
    kind: Comment.Kind,
    text: str,
    week: int,
    standard: str = "",
    person: str | None = None,
    spans: Sequence[Sequence[int]] = (),
) -> Comment | None:
    """Keeps what somebody wrote, without card and health numbers; None where there is nothing to keep."""
    told = storable(text)
    if not told:
        return None
    return Comment.objects.create(
        response=response, kind=kind, text=told, week=week, standard=standard, person=person, spans=list(spans)
    )


@transaction.atomic
def happened(*, kind: str, person: str, standards: Sequence[str], day: int, at: datetime, actor: str = "") -> None:
    """Keeps that somebody was taught, signed, rehearsed, became ready, was coached or walked on a day (yyyymmdd, of
    their site), for each of these standards, or for none of them in particular; once, however often it is told."""
    Happened.objects.bulk_create(
        [
            Happened(
                event=sha256(f"{kind}:{person}:{standard}:{day}".encode()).hexdigest()[:32],
                kind=kind, day=day, standard=standard, person=person,
            )
            for standard in standards or (None,)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    values = {"kind": kind, "standards": list(standards), "day": day}
    record(actor=actor or person, verb=kind, thing=("person", person), at=at, subject=person, values=values)


@transaction.atomic
def revise(*, rating: Rating, changes: Mapping[str, Any], by: str, reason: str, at: datetime) -> Rating:
    """Changes a rating and keeps what it was. Raises ValueError for an anonymous one."""
    if rating.rated_at is None:
        raise ValueError("an anonymous rating is never changed")
    now = Rating.objects.select_for_update().get(pk=rating.pk)
    changed = {name: value for name, value in changes.items() if getattr(now, name) != value}
    if not changed:
        return now
    was = {name: getattr(now, name) for name in changed}
    Revision.objects.create(rating=now, revision=now.revision, at=at, by=by, reason=reason, was=was)
    for name, value in changed.items():
        setattr(now, name, value)
    now.revision += 1
    now.save(update_fields=[*changed, "revision"])
    record(actor=by, verb="revised", thing=("rating", now.rating), at=at, subject=now.person or "", values=changed)
    nudge("mirror", at)
    return now
