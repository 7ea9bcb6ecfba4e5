"""A walker's own walks. Only their key opens the mark of a walk, so whoever asks finds theirs and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from clearbar.web.audit.seals import unseal_all
from clearbar.web.walks.models.walk import Walk, WalkStep

CORRECTABLE = timedelta(days=1)
"""So long after a walk came, who walked may correct it."""


@dataclass(frozen=True)
class OwnWalk:
    """A walk of one's own, and when it came."""

    walk: Walk
    at: datetime

    def is_correctable(self, now: datetime) -> bool:
        """Whether it can still be corrected."""
        return now - self.at <= CORRECTABLE


def own_walks(subject: str) -> list[OwnWalk]:
    """All walks of a person or a shopper, the newest first. Two queries, and one try of their key for each walk."""
    rows = list(Walk.objects.values_list("pk", "own"))
    marks = unseal_all([(subject, own) for _, own in rows])
    mine = {key: datetime.fromisoformat(mark["at"]) for (key, _), mark in zip(rows, marks, strict=True) if mark}
    found = Walk.objects.filter(pk__in=mine).select_related("site") if mine else Walk.objects.none()
    return sorted((OwnWalk(one, mine[one.pk]) for one in found), key=lambda one: one.at, reverse=True)


def own_walk(subject: str, key: int) -> OwnWalk | None:
    """One of them; None where it is somebody else's."""
    walk = Walk.objects.filter(pk=key).select_related("site").first()
    mark = unseal_all([(subject, walk.own)])[0] if walk else None
    return OwnWalk(walk, datetime.fromisoformat(mark["at"])) if walk and mark else None


def notes_on(walk: Walk) -> Mapping[int, str]:
    """The notes of one's own walk, by the order of its steps."""
    rows = list(WalkStep.objects.filter(walk=walk).values_list("order", "note"))
    words = unseal_all([(walk.subject, note) for _, note in rows])
    return {order: said or "" for (order, _), said in zip(rows, words, strict=True)}
