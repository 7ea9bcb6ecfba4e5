"""Writes of what people say of a rehearsal: asked for, taken back, given; and of a sheet, what its player heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.model.book import Source
from clearbar.model.scenario import Scenario
from clearbar.text.redact import storable
from clearbar.web.audit.actions import record
from clearbar.web.book.scorecards import Scorecard
from clearbar.web.bridge import rehearsing
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Mark
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions.rehearse import Refused
from clearbar.web.practice.actions.rehearse_ends import Result, answer_about, interaction_of, keep_end
from clearbar.web.practice.models.rehearse import Opinion, Rehearsal
from clearbar.web.practice.news import practised
from clearbar.web.practice.queries.held import held_as
from clearbar.web.practice.queries.rehearse_permits import askable, speaks_as


@transaction.atomic
def ask(*, scope: Scope, rehearsal: Rehearsal, person: str, at: datetime) -> Opinion:
    """Asks a coach, or a colleague at the same site, for their view of a rehearsal of one's own that ended. They can
    read it from then on. Asked twice, it is one invitation."""
    demand(rehearsal.person == scope.person and rehearsal.ended_at is not None and not rehearsal.is_trial)
    known = {one.person: one for one in askable(scope.person, house_today(at))}
    demand(person in known)
    source = Source.COACH if known[person].is_coach else Source.PEER
    asked, is_new = Opinion.objects.get_or_create(
        rehearsal=rehearsal, by=person, defaults={"source": source.value, "asked_at": at}
    )
    if is_new:
        _line(scope, "asked for a view of", rehearsal, at, {"asked": person})
    return asked


@transaction.atomic
def take_back(*, scope: Scope, rehearsal: Rehearsal, person: str, at: datetime) -> None:
    """Takes an invitation back, as long as nothing was said on it."""
    demand(rehearsal.person == scope.person)
    if Opinion.objects.filter(rehearsal=rehearsal, by=person, submitted_at=None).delete()[0]:
        _line(scope, "took an invitation back to", rehearsal, at, {"asked": person})


@transaction.atomic
def give(
    *, scope: Scope, rehearsal: Rehearsal, scorecard: Scorecard, levels: Mapping[str, int], comment: str, at: datetime
) -> Opinion:
    """Says how far a rehearsal went, by the scorecard of its journey, once; the ratings carry who speaks and that it
    was a rehearsal. What one says of oneself is said before one sees what the checks saw. Raises Refused for what was
    said already."""
    source = speaks_as(scope, rehearsal)
    demand(source is not None and rehearsal.ended_at is not None)
    asked = {"source": str(source), "asked_at": at}
    Opinion.objects.get_or_create(rehearsal=rehearsal, by=scope.person, defaults=asked)
    opinion = Opinion.objects.select_for_update().get(rehearsal=rehearsal, by=scope.person)
    has_seen = Rehearsal.objects.filter(pk=rehearsal.pk, seen_at__isnull=False).exists()
    if source is Source.SELF and has_seen and opinion.submitted_at is None:
        raise Refused("What the checks saw was shown already. Say how it went before you look, next time.")
    if opinion.submitted_at is not None:
        raise Refused("You have said already how it went.")
    lines = [line for line in scorecard.lines if line.standard in levels]
    opinion.marks = {
        line.standard: {"level": levels[line.standard], "cleared": levels[line.standard] >= line.bar} for line in lines
    }
    opinion.comment = storable(comment)
    opinion.source, opinion.submitted_at = str(source), at
    marks = [Mark(line.standard, line.edition, levels[line.standard]) for line in lines]
    if marks and not rehearsal.is_trial:
        answer = answer_about(rehearsal, Source(opinion.source), scope.person, at)
        opinion.response = ledger.keep_answer(answer=answer, marks=marks, actor=scope.person)
    opinion.save()
    if source is Source.SELF:
        Rehearsal.objects.filter(pk=rehearsal.pk).update(seen_at=at)
    _line(scope, "gave a view of", rehearsal, at, {"standards": sorted(opinion.marks), "source": str(source)})
    practised(person=rehearsal.person, at=at)
    return opinion


@transaction.atomic
def play(
    *, scope: Scope, rehearsal: Rehearsal, scenario: Scenario, heard: Collection[str], end: str, at: datetime
) -> Rehearsal:
    """The colleague who played the customer says what they heard, and how it ended. Raises Refused where that was said
    already."""
    demand(rehearsal.partner == scope.person and rehearsal.way == Rehearsal.Way.SHEET)
    talk = rehearsing.played(scenario, rehearsing.talk_of(rehearsal.talk), heard, end)
    mine = Rehearsal.objects.filter(pk=rehearsal.pk, ended_at=None, stopped_at=None)
    if not mine.update(talk=rehearsing.kept(talk)):
        raise Refused("This rehearsal is over already.")
    held = held_as(rehearsal.version_id)
    known = interaction_of(rehearsal)
    shown = rehearsing.shown_by_stakes(held.book, scenario, talk, interaction=known, at=at) if held else []
    answer = answer_about(rehearsal, Source.CHECK, None, at)
    keep_end(rehearsal=rehearsal, result=Result(end, shown, {}, answer), at=at)
    _line(scope, "played", rehearsal, at, {"end": end})
    return rehearsal


def _line(scope: Scope, verb: str, one: Rehearsal, at: datetime, values: dict[str, Any]) -> None:
    record(actor=scope.person, verb=verb, thing=("rehearsal", one.pk), at=at, subject=one.person, values=values)
