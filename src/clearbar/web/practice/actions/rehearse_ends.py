"""What a rehearsal that ended came to: what it showed of each standard, its ratings by checks, its event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.model.book import Book, Setting, Source
from clearbar.model.scenario import Scenario, Talk
from clearbar.text.zones import local_date
from clearbar.web.audit.actions import record
from clearbar.web.bridge import rehearsing
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.people.models import Membership, Organisation
from clearbar.web.practice.models.rehearse import Rehearsal
from clearbar.web.practice.news import practised
from clearbar.web.practice.queries.held import held_as


@dataclass(frozen=True)
class Result:
    """How a talk ended, what it showed, and as what its ratings by checks are kept."""

    end: str
    shown: list[dict[str, Any]]
    editions: dict[str, str]
    answer: Answer


def result_of(rehearsal: Rehearsal, scenario: Scenario, talk: Talk, at: datetime) -> Result:
    """What a talk that ended showed, by the version of the book that held when it began; nothing where there was none.

    It is worked out before the transaction that keeps it.
    """
    held, answer = held_as(rehearsal.version_id), answer_about(rehearsal, Source.CHECK, None, at)
    if held is None:
        return Result(talk.end, [], {}, answer)
    shown = rehearsing.shown(
        held.book, scenario, talk, interaction=interaction_of(rehearsal), at=at, person=rehearsal.person
    )
    return Result(talk.end, shown, editions_of(held.book), answer)


def editions_of(book: Book) -> dict[str, str]:
    """The edition of each standard."""
    return {one.standard.id: one.standard.edition for one in book.placed()}


def interaction_of(rehearsal: Rehearsal) -> str:
    """What a rehearsal is called among interactions."""
    return f"rehearsal-{rehearsal.pk}"


@transaction.atomic
def keep_end(*, rehearsal: Rehearsal, result: Result, at: datetime) -> None:
    """Keeps that a talk ended, once: what it showed, the ratings by checks, and that it was rehearsed. Tried-out ones
    leave no ratings."""
    mine = Rehearsal.objects.filter(pk=rehearsal.pk, ended_at=None, stopped_at=None)
    if not mine.update(ended_at=at, end=result.end, shown=result.shown):
        return
    rehearsal.ended_at, rehearsal.end, rehearsal.shown = at, result.end, result.shown
    record(
        actor=rehearsal.person, verb="ended", thing=("rehearsal", rehearsal.pk), at=at, subject=rehearsal.person,
        values={"end": result.end},
    )  # fmt: skip
    if rehearsal.is_trial or rehearsal.setting != Setting.REHEARSAL.value:
        return
    marks = [
        Mark(one["standard"], result.editions[one["standard"]], one["level"])
        for one in result.shown
        if one["standard"] in result.editions
    ]
    answer = result.answer
    if marks and rehearsal.way == Rehearsal.Way.CHAT:  # of a sheet people rate: there are no words to check
        rehearsal.response = ledger.keep_answer(answer=answer, marks=marks, actor=rehearsal.person)
        Rehearsal.objects.filter(pk=rehearsal.pk).update(response=rehearsal.response)
    ledger.happened(kind="rehearsed", person=rehearsal.person, standards=rehearsal.pinned.stakes, day=answer.day, at=at)
    practised(person=rehearsal.person, at=at)


def answer_about(rehearsal: Rehearsal, source: Source, rater: str | None, at: datetime) -> Answer:
    """The answer that ratings of a rehearsal are kept as: its setting, the true source, the scenario's edition as the
    instrument, and where the person works."""
    house = Organisation.the().timezone
    place = (
        Membership.objects.filter(Membership.on(local_date(at, house)), person=rehearsal.person)
        .select_related("team__site")
        .order_by("since", "pk")
        .first()
    )
    pinned = rehearsal.pinned
    return Answer(
        source=source,
        setting=Setting.REHEARSAL,
        at=at,
        timezone=place.team.site.timezone if place else house,
        instrument=f"rehearsal/{pinned.scenario}/{pinned.edition[:12]}"[:128],
        interaction=interaction_of(rehearsal),
        rater=rater,
        person=rehearsal.person,
        team=place.team_id if place else None,
        site=place.team.site_id if place else None,
        channel="chat" if rehearsal.way == Rehearsal.Way.CHAT else "visit",
        inclusion=1.0 if source is Source.CHECK else None,
    )
