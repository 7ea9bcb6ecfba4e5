"""Writing audit lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.text.zones import day_and_week
from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import seal, seal_all

SYSTEM = "system"
"""The actor of what no person did."""

ANONYMOUS = "anonymous"
"""The actor of an act whose author was promised anonymity."""


def record(
    *,
    actor: str,
    verb: str,
    thing: tuple[str, object],
    at: datetime,
    subject: str = "",
    values: Mapping[str, Any] | None = None,
    anonymous: bool = False,
) -> None:
    """One audit line, in the transaction of the act itself; it fails outside of one.

    `thing` is the kind of what was written and its id; `values` what was written: their names stay readable, they
    themselves are sealed for `subject`, and dropped where there is none to seal them for. An `anonymous` act keeps its
    week only.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit line belongs into the transaction of its act")
    kind, name = thing
    Line.objects.create(
        at=None if anonymous else at,
        week=day_and_week(at, "UTC")[1],
        actor=ANONYMOUS if anonymous else actor,
        verb=verb,
        kind=kind,
        thing=str(name),
        subject=subject,
        fields=sorted(values or {}),
        sealed=seal(subject, dict(values)) if values and subject else None,
    )


@dataclass(frozen=True)
class Act:
    """One of many acts: its verb, the kind of what was written and its id, whom it was about, and the values."""

    verb: str
    thing: tuple[str, object]
    subject: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def record_all(*, actor: str, at: datetime, acts: Sequence[Act]) -> None:
    """A line for each of many acts of one person, as `record` writes them; a few queries for however many."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit line belongs into the transaction of its act")
    week = day_and_week(at, "UTC")[1]
    sealed = seal_all([(act.subject, dict(act.values)) for act in acts if act.subject and act.values])
    Line.objects.bulk_create(
        Line(
            at=at,
            week=week,
            actor=actor,
            verb=act.verb,
            kind=act.thing[0],
            thing=str(act.thing[1]),
            subject=act.subject,
            fields=sorted(act.values),
            sealed=sealed.pop(0) if act.subject and act.values else None,
        )
        for act in acts
    )
