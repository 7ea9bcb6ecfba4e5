"""Writes to what presents the book: people's own words, pages read, huddles held, and the plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from clearbar.model.book import Standard
from clearbar.model.lesson import Lesson, Medium
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.ledger.actions import happened
from clearbar.web.people.access import demand
from clearbar.web.people.days import day_and_week_of
from clearbar.web.people.models import Role, Team
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.present import CriticalHere, HuddleHeld, LessonEdit, LessonRead, TaughtHow
from clearbar.web.practice.queries.present_huddle import there
from clearbar.web.practice.queries.present_permits import presents, presents_to

WORDS = ("why", "example", "question", "note")


@transaction.atomic
def write_lesson(*, scope: Scope, standard: Standard, language: str, words: dict[str, str], at: datetime) -> None:
    """Keeps people's own words for a standard as it stands; nothing but empty ones takes them away."""
    demand(presents(scope))
    about: dict[str, Any] = {"standard": standard.id, "language": language, "edition": standard.edition}
    told = {name: words.get(name, "").strip() for name in WORDS}
    if any(told.values()):
        LessonEdit.objects.update_or_create(**about, defaults={**told, "by": scope.person, "at": at})
    else:
        LessonEdit.objects.filter(**about).delete()
    values = {"language": language, "edition": standard.edition, "written": [name for name in WORDS if told[name]]}
    record(
        actor=scope.person, verb="wrote a lesson", thing=("standard", standard.id), at=at, subject=scope.person,
        values=values,
    )  # fmt: skip


@transaction.atomic
def read_lesson(*, scope: Scope, lesson: Lesson, at: datetime) -> list[str]:
    """Notes that somebody has read a page; the standards that they had not read before as they stand."""
    editions = {part.edition: part.standard for part in lesson.parts}
    before = set(LessonRead.objects.filter(person=scope.person, edition__in=editions).values_list("edition", flat=True))
    fresh = [one for one in editions if one not in before]
    if not fresh:
        return []
    rows = [LessonRead(person=scope.person, standard=editions[one], edition=one, at=at) for one in fresh]
    LessonRead.objects.bulk_create(rows, ignore_conflicts=True)
    standards = [editions[one] for one in fresh]
    happened(kind="taught", person=scope.person, standards=standards, day=day_and_week_of(scope.person, at)[0], at=at)
    return standards


@transaction.atomic
def hold_huddle(
    *, scope: Scope, team: Team, standard: Standard, persons: Collection[str], at: datetime, today: date
) -> HuddleHeld:
    """Notes that a team held its huddle, and who was there: each of them was taught. Said again, who came later is
    added. Who is not of the team is left out."""
    demand(presents_to(scope, team.pk))
    held, _ = HuddleHeld.objects.get_or_create(
        team=team, day=today, standard=standard.id,
        defaults={"edition": standard.edition, "by": scope.person, "at": at},
    )  # fmt: skip
    for one in there(team, today):
        if one.person in persons:
            day = day_and_week_of(one.person, at)[0]
            happened(kind="taught", person=one.person, standards=[standard.id], day=day, at=at, actor=scope.person)
    record(
        actor=scope.person, verb="held a huddle", thing=("team", team.pk), at=at, subject=scope.person,
        values={"standard": standard.id},
    )  # fmt: skip
    return held


@transaction.atomic
def choose_how(
    *, scope: Scope, role: Role, team: Team | None, standard: str, media: Sequence[Medium], every: int, at: datetime
) -> None:
    """Keeps how a standard is taught to a role; without media what is proposed, or holds for the house, holds again."""
    demand(presents_to(scope, team.pk if team else None))
    about: dict[str, Any] = {"role": role, "team": team, "standard": standard}
    if media:
        chosen = {"media": [one.value for one in media], "every": every, "by": scope.person, "at": at}
        TaughtHow.objects.update_or_create(**about, defaults=chosen)
    else:
        TaughtHow.objects.filter(**about).delete()
    values = {"role": str(role), "team": team.pk if team else "", "media": [one.value for one in media], "every": every}
    record(
        actor=scope.person, verb="planned the teaching", thing=("standard", standard), at=at, subject=scope.person,
        values=values,
    )  # fmt: skip


@transaction.atomic
def hear_critical(*, standard: str, why: str, at: datetime) -> None:
    """Keeps that a miss of a standard is critical, as who decides on reviews told it; without a reason, no longer."""
    if why:
        CriticalHere.objects.update_or_create(pk=standard, defaults={"why": why})
    else:
        CriticalHere.objects.filter(pk=standard).delete()
    record(actor=SYSTEM, verb="heard what is critical", thing=("standard", standard), at=at)
