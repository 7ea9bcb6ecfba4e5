"""Writes of walks: kept, corrected within a day, deleted; by who walked, and beside nobody's name.

Two lines are left, and nothing joins them: that somebody walked on a day (so that they are not asked again), and that
a journey was walked at a site in a week. So the second one is written as anonymous acts are, with its week only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from clearbar.model.book import Dimension, Journey, Setting, Source, Standard
from clearbar.model.walk import StepWalked, Times, Walked
from clearbar.text.days import monday
from clearbar.text.zones import day_and_week
from clearbar.web.audit.actions import ANONYMOUS, record
from clearbar.web.audit.seals import destroy, seal
from clearbar.web.bridge import walking
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.jobs import nudge
from clearbar.web.ledger.models import Gone, Rating
from clearbar.web.people.access import demand
from clearbar.web.people.models import Site
from clearbar.web.people.scope import Scope
from clearbar.web.walks.models.walk import Walk, WalkStep
from clearbar.web.walks.queries.walk_book import Held, held
from clearbar.web.walks.queries.walk_own import own_walk
from clearbar.web.walks.unnamed import unnamed

INSTRUMENT, WRITTEN = "walk-1", "walk-written-1"
"""The page that asked: with its clock running, or afterwards. Another number where it asks otherwise."""
MOST_CONDITIONS = 5


class Refused(Exception):
    """What cannot be done; its words are for who asked."""


@dataclass(frozen=True)
class Place:
    """What was walked where: by which version of the book, and under which conditions."""

    held: Held
    journey: Journey
    site: Site
    conditions: tuple[str, ...] = ()


@transaction.atomic
def keep(
    *, scope: Scope, by: Walk.By, place: Place, walked: Walked, at: datetime, written: bool = False
) -> Walk:  # fmt: skip
    """Keeps a walk of who asks: a person of the house, or a shopper (their scope holds nothing but their name)."""
    demand(bool(scope.person))
    day, week = day_and_week(walked.begun, place.site.timezone)
    walk = Walk.objects.create(
        journey=place.journey.id, version=place.held.number, site=place.site, week=week, by=by,
        conditions=list(place.conditions[:MOST_CONDITIONS]), own=seal(scope.person, {"at": at.isoformat()}),
        written=written, response=_rate(place, walked.steps, walked.begun, written),
    )  # fmt: skip
    WalkStep.objects.bulk_create([_row(walk, number, one) for number, one in enumerate(walked.steps)])
    _line("walked", walk, walked.begun)
    if by == Walk.By.HOUSE:
        ledger.happened(kind="walked", person=scope.person, standards=(), day=day, at=at)
    return walk


@dataclass(frozen=True)
class Said:
    """What may be corrected of a step: the feeling, the levels and the note. Times are what they were."""

    feeling: int | None
    levels: Mapping[str, int]
    note: str


@transaction.atomic
def correct(*, scope: Scope, walk: Walk, said: Sequence[Said], at: datetime) -> None:
    """Corrects one's own walk. Its ratings go and come anew: anonymous ratings are never changed. Raises Refused when
    the day is over."""
    own = own_walk(scope.person, walk.pk)
    demand(own is not None)
    if own is None or not own.is_correctable(at):
        raise Refused("A walk can be corrected for a day after it came. You can still delete it.")
    kept = Walk.objects.select_for_update().get(pk=walk.pk)
    rows = list(kept.steps.all())
    for row, one in zip(rows, said, strict=True):
        row.feeling, row.levels = one.feeling, dict(one.levels)
        row.note = _sealed(kept, one.note)
    WalkStep.objects.bulk_update(rows, ["feeling", "levels", "note"])
    found = held(kept.version)
    journey = found.journey(kept.journey) if found else None
    _unrate(kept.response)
    kept.response = ""
    if found is not None and journey is not None:
        place = Place(found, journey, kept.site)
        kept.response = _rate(place, [_as_walked(one) for one in rows], _within(kept, own.at), kept.written)
    kept.save(update_fields=["response"])
    nudge("mirror", at)
    _line("corrected", kept, at)


@transaction.atomic
def remove(*, scope: Scope, walk: Walk, at: datetime) -> None:
    """Deletes one's own walk, its ratings, notes and pictures; deleted twice, it is gone. That somebody walked on that
    day stays."""
    own = own_walk(scope.person, walk.pk)
    if own is None and not Walk.objects.filter(pk=walk.pk).exists():
        return
    demand(own is not None)
    erase(walk=walk, at=at)
    _line("deleted", walk, at)


@transaction.atomic
def erase(*, walk: Walk, at: datetime) -> None:
    """Takes out a walk, here and in the evidence. Called by who may: the walker, an erasure, and the clock."""
    key, subject = walk.pk, walk.subject
    _unrate(walk.response)
    Walk.objects.filter(pk=key).delete()
    destroy(subject)
    nudge("mirror", at)
    record(actor=ANONYMOUS, verb="erased", thing=("walk", key), at=at, anonymous=True)


def _row(walk: Walk, number: int, one: StepWalked) -> WalkStep:
    times = one.times
    return WalkStep(
        walk=walk, step=one.step, order=number, arrived=times.arrived, noticed=times.noticed, served=times.served,
        done=times.done, gave_up=times.gave_up, jumped=one.jumped, feeling=one.feeling,
        note=_sealed(walk, one.note), levels=dict(one.levels),
    )  # fmt: skip


def _as_walked(row: WalkStep) -> StepWalked:
    times = Times(row.arrived, row.noticed, row.served, row.done, row.gave_up)
    return StepWalked(row.step, times, row.jumped, row.feeling, "", row.levels)


def _within(walk: Walk, came: datetime) -> datetime:
    """A moment of the walk's week: it may have come later, when there was a network again."""
    if day_and_week(came, walk.site.timezone)[1] == walk.week:
        return came
    return datetime.combine(monday(walk.week) + timedelta(days=3), time(12), UTC)


def _sealed(walk: Walk, note: str) -> bytes | None:
    words = unnamed(note, walk.site)
    return seal(walk.subject, words) if words else None


def _rate(place: Place, steps: Sequence[StepWalked], at: datetime, written: bool) -> str:
    """The ratings of a walk: by a shopper, whoever walked; nobody's, since a walk names neither who served nor who
    walked. A standard of promptness carries the wait. The id of the response; empty where nothing was rated."""
    known = {step.id: step for step in place.journey.steps}
    marks = [_mark(walked, one) for walked in steps for one in known[walked.step].standards if one.id in walked.levels]
    if not marks:
        return ""
    answer = Answer(
        source=Source.SHOPPER, at=at, timezone=place.site.timezone,
        instrument=WRITTEN if written else INSTRUMENT, setting=Setting.WALK, site=place.site.pk, anonymous=True,
    )  # fmt: skip
    return ledger.keep_answer(answer=answer, marks=marks, actor=ANONYMOUS)


def _mark(walked: StepWalked, standard: Standard) -> Mark:
    waited = walking.waited(walked.times) if standard.dimension is Dimension.PROMPTNESS else None
    level = walked.levels[standard.id]
    if waited is None:
        return Mark(standard.id, standard.edition, level)
    return Mark(standard.id, standard.edition, level, millis=waited.millis, censored=waited.censored)


def _unrate(response: str) -> None:
    """Takes the ratings of a response out, here and in the evidence."""
    if response:
        found = Rating.objects.filter(response=response)
        Gone.objects.bulk_create([Gone(rating=one) for one in found.values_list("rating", flat=True)])
        found.delete()


def _line(verb: str, walk: Walk, at: datetime) -> None:
    record(actor=ANONYMOUS, verb=verb, thing=("walk", walk.pk), at=at, anonymous=True)
