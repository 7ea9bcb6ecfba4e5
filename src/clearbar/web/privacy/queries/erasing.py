"""Reads of erasures: what waits, what would be taken, what stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from clearbar.web.people.held import LEFT
from clearbar.web.people.holding import SubjectKind, holders
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries.others import others
from clearbar.web.privacy.queries.own import held
from clearbar.web.privacy.queries.subjects import subject_of

KEPT = 100
"""So many that are over are shown."""


@dataclass(frozen=True)
class Preview:
    """What an erasure would take: who it is, how many rows of what, and what stays, with why."""

    who: str
    takes: Sequence[tuple[str, int]]
    stays: Sequence[str]


@dataclass(frozen=True)
class Waiting:
    """An erasure that waits, whether the reader is who may confirm it, and what would stay."""

    erasure: Erasure
    who: str
    asked_by: str
    mine_to_confirm: bool
    stays: Sequence[str]


def preview(kind: str, id: str, reached: str, now: datetime) -> Preview:
    """What an erasure would take, and what stays."""
    subject = subject_of(kind, id, reached)
    takes = [(one.says, len(one.rows)) for one in held(subject) if one.holder != "audit"]
    return Preview(_called(kind, id), takes, _stays(kind, id, now))


def _stays(kind: str, id: str, now: datetime) -> list[str]:
    subject = subject_of(kind, id)
    return [says for _, holder in holders() for says in holder.stays(subject, now)]


def waiting(scope: Scope, now: datetime) -> list[Waiting]:
    """Those that wait, the oldest first."""
    found = list(Erasure.objects.filter(state=Erasure.State.ASKED, until__gte=now).order_by("asked_at"))
    names = dict(Person.objects.filter(pk__in={one.asked_by for one in found}).values_list("id", "name"))
    alone = not others(scope, now) if found else True
    return [
        Waiting(
            one,
            _called(one.kind, one.subject),
            names.get(one.asked_by, "?"),
            alone or one.asked_by != scope.person,
            _stays(one.kind, one.subject, now),
        )
        for one in found
    ]


def over() -> list[Erasure]:
    """Those that are over, the newest first. They name nobody."""
    return list(Erasure.objects.exclude(state=Erasure.State.ASKED)[:KEPT])


def who_left(today: date) -> list[Person]:
    """Persons who left and were not erased yet."""
    return list(Person.objects.filter(left_on__lt=today).exclude(name=LEFT))


def _called(kind: str, id: str) -> str:
    if kind == SubjectKind.PERSON:
        return Person.objects.filter(pk=id).values_list("name", flat=True).first() or id
    return f"customer {id}"
