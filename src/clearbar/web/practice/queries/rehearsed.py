"""Reads of what somebody has rehearsed: how often, how often at the bar.

Counted are talks that ended and were scored, by checks or by a coach or colleague; none that was begun again from a
line, because the person knew by then what comes, and none that was tried out by who writes the scenario. Of one
standard a coach's word goes before a colleague's, and theirs before a check's. A talk was at the bar where every
standard of which anything was said was cleared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from clearbar.model.book import OVERALL, Setting, Source
from clearbar.web.practice.models.rehearse import Opinion, Rehearsal

SAID_BY = (Source.PEER.value, Source.COACH.value)
"""Whose word counts, the weightier last."""


@dataclass(frozen=True)
class Rehearsed:
    """What somebody has rehearsed of a journey: how many talks, how many of them at the bar, in how many different
    scenarios, and when last."""

    times: int
    at_bar: int
    scenarios: int
    last: datetime


def rehearsed(persons: Collection[str]) -> dict[tuple[str, str], Rehearsed]:
    """By person and journey; without who rehearsed nothing of it. Two queries."""
    found: dict[tuple[str, str], list[tuple[bool, str, datetime]]] = {}
    for one in _counted(persons):
        verdicts = verdicts_of(one)
        if verdicts and one.ended_at:
            row = (all(verdicts.values()), one.pinned.scenario, one.ended_at)
            found.setdefault((one.person, one.pinned.journey), []).append(row)
    return {
        key: Rehearsed(len(rows), sum(row[0] for row in rows), len({row[1] for row in rows}), max(r[2] for r in rows))
        for key, rows in found.items()
    }


def verdicts_of(one: Rehearsal) -> dict[str, bool]:
    """Whether each standard was cleared, by the weightiest word on it; the verdict on the whole is none of them.

    `one` was read through `with_opinions`.
    """
    said = {each["standard"]: bool(each["cleared"]) for each in one.shown}
    in_order = sorted(opinions_in(one), key=lambda opinion: SAID_BY.index(opinion.source))
    for opinion in in_order:
        said |= {standard: bool(mark["cleared"]) for standard, mark in marks_of(opinion).items()}
    said.pop(OVERALL, None)
    return said


def opinions_in(one: Rehearsal) -> list[Opinion]:
    """The submitted opinions of others that were read with it."""
    return [each for each in getattr(one, "opinions_read", []) if each.source in SAID_BY]


def marks_of(opinion: Opinion) -> Mapping[str, Mapping[str, Any]]:
    """standard → {level, cleared}."""
    marks: Mapping[str, Mapping[str, Any]] = opinion.marks
    return marks


def with_opinions(found: QuerySet[Rehearsal]) -> QuerySet[Rehearsal]:
    """Rehearsals with what was said of them; one query more for however many."""
    given = Opinion.objects.filter(submitted_at__isnull=False)
    return found.prefetch_related(Prefetch("opinions", queryset=given, to_attr="opinions_read"))


def _counted(persons: Collection[str]) -> Iterable[Rehearsal]:
    ended = Rehearsal.objects.filter(
        person__in=list(persons), ended_at__isnull=False, setting=Setting.REHEARSAL.value, is_trial=False, line=None
    )
    told = ended.select_related("pinned").defer("talk", "pinned__text").order_by("ended_at")
    return with_opinions(told)
