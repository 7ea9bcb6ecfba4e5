"""Writes to cycles: begun, ended, drawn, and what is drawn in the place of another."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.access import demand
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Organisation, Person
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.reviews.actions.cards import Refused
from clearbar.web.reviews.drawing import Stratum, share_out, strata, twice
from clearbar.web.reviews.models import Assignment, Card, Cycle, Round
from clearbar.web.reviews.permits import Permits, Whom, runs


@transaction.atomic
def begin_cycle(*, scope: Scope, at: datetime, **chosen: Any) -> Cycle:
    """A new cycle over teams that one leads; an administrator over any."""
    demand(bool(chosen["teams"]) and all(runs(scope, team) for team in chosen["teams"]))
    cycle = Cycle.objects.create(by=scope.person, **chosen)
    values = {name: str(value) for name, value in chosen.items()}
    record(actor=scope.person, verb="began", thing=("cycle", cycle.pk), at=at, subject=scope.person, values=values)
    return cycle


@transaction.atomic
def end_cycle(*, scope: Scope, cycle: Cycle, at: datetime) -> None:
    """Ends a cycle: nothing more is drawn; what was drawn stays to be done."""
    demand(all(runs(scope, team) for team in cycle.teams))
    if Cycle.objects.filter(pk=cycle.pk, ended_at=None).update(ended_at=at):
        record(actor=scope.person, verb="ended", thing=("cycle", cycle.pk), at=at)


def last_period(cycle: Cycle, today: date) -> tuple[date, date]:
    """The first and last day of the last week, or month, that is over."""
    if cycle.every == Cycle.Every.WEEK:
        first = today - timedelta(days=today.weekday() + 7)
        return first, first + timedelta(days=6)
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def draw(*, cycle: Cycle, at: datetime, scope: Scope | None = None) -> Round | None:
    """Draws the round of the last week or month that is over; None where that was done, or lies before the cycle.

    `scope` is whoever asked for it; None for the job. All is read and reckoned before the transaction begins: a period
    may hold a million interactions, and nobody else can write meanwhile.
    """
    demand(scope is None or all(runs(scope, team) for team in cycle.teams))
    zone = ZoneInfo(Organisation.the().timezone)
    today = at.astimezone(zone).date()
    first, last = last_period(cycle, today)
    if cycle.ended_at or last < cycle.since or cycle.rounds.filter(first=first).exists():
        return None
    seed = token_hex(16)
    begin, end = (datetime.combine(day, time(), zone) for day in (max(first, cycle.since), last + timedelta(days=1)))
    parts = strata(_offered(cycle, begin, end), cycle.quota, seed)
    drawn = Round(cycle=cycle, first=first, last=last, drawn_at=at, due=at + timedelta(days=cycle.days), seed=seed)
    drawn.strata = [
        {
            "stratum": one.name,
            "eligible": one.size,
            "order": list(one.order),
            "quota": one.quota,
            "inclusion": one.inclusion(),
        }
        for one in parts
    ]
    given, drawn.notes = _shared(drawn, parts, today)
    return _keep_round(drawn, given, scope.person if scope else SYSTEM)


@transaction.atomic
def _keep_round(drawn: Round, given: list[Assignment], actor: str) -> Round | None:
    """Keeps a round with its assignments; None where another drew it at the same moment."""
    try:
        with transaction.atomic():
            drawn.save()
    except IntegrityError:
        return None
    Assignment.objects.bulk_create(given)
    values = {"seed": drawn.seed, "given": len(given)}
    record(
        actor=actor, verb="drew", thing=("round", drawn.pk), at=drawn.drawn_at, subject=drawn.cycle.by, values=values
    )
    return drawn


def _offered(cycle: Cycle, begin: datetime, end: datetime) -> dict[str, list[str]]:
    """The interactions that may be drawn, by person or team."""
    found = Interaction.objects.filter(at__gte=begin, at__lt=end, team__in=cycle.teams).exclude(source="watched")
    groups: dict[str, list[str]] = {}
    for name, interaction in found.values_list("person" if cycle.per == Cycle.Per.PERSON else "team", "id").iterator():
        if name:
            groups.setdefault(name, []).append(interaction)
    return groups


def _shared(drawn: Round, parts: list[Stratum], today: date) -> tuple[list[Assignment], list[str]]:
    """Who is given what; and what must be told of those that nobody may look at."""
    chosen = {one: part for part in parts for one in part.drawn}
    found = Interaction.objects.defer("messages").in_bulk(list(chosen), field_name="id")
    able = able_reviewers(drawn.cycle, list(found.values()), today)
    second = twice(chosen, drawn.cycle.overlap, drawn.seed)
    given, nobody, alone = share_out(list(found), second, able, drawn.seed)
    assignments = [
        Assignment(
            round=drawn, stratum=chosen[one.interaction].name, interaction=one.interaction,
            person=found[one.interaction].person, reviewer=one.reviewer, look=one.look,
            inclusion=chosen[one.interaction].inclusion(), due=drawn.due,
        )
        for one in given
    ]  # fmt: skip
    notes = []
    if nobody:
        notes.append(f"{len(nobody)} of those drawn may be reviewed by none of the reviewers: name another reviewer.")
    if alone:
        notes.append(f"{len(alone)} of those that two should see may be seen by one of the reviewers only.")
    return assignments, notes


def able_reviewers(cycle: Cycle, interactions: list[Interaction], today: date) -> dict[str, list[str]]:
    """Who of a cycle's reviewers may look at each interaction."""
    permits = Permits.now()
    persons = Person.objects.filter(pk__in=cycle.reviewers, left_on=None, user__is_active=True)
    scopes = [scope_of(one, today) for one in persons]
    return {
        one.id: [scope.person for scope in scopes if permits.speaks_as(scope, Whom.of(one), drawn=True)]
        for one in interactions
    }


@transaction.atomic
def replace(*, scope: Scope, assignment: Assignment, reason: str, at: datetime) -> Assignment | None:
    """Draws the next interaction of the same stratum in the place of one that cannot be reviewed; None where all were
    drawn. The one replaced stays in the count, with its reason; its draft goes. Raises Refused once it is done."""
    demand(assignment.reviewer == scope.person)
    moved = Assignment.objects.filter(pk=assignment.pk, state=Assignment.State.OPEN)
    if not moved.update(state=Assignment.State.REPLACED, reason=reason):
        raise Refused("This review is done, or was replaced already.")
    Card.objects.filter(assignment=assignment, submitted_at=None).delete()
    values = {"reason": reason}
    record(
        actor=scope.person, verb="replaced", thing=("assignment", assignment.pk), at=at, subject=scope.person,
        values=values,
    )  # fmt: skip
    return _next(assignment, at)


def _next(assignment: Assignment, at: datetime) -> Assignment | None:
    """The next in the order drawn that has no assignment yet. Its probability is that of standing among the first so
    many of its stratum, those replaced counted."""
    drawn = Round.objects.select_for_update().select_related("cycle").get(pk=assignment.round_id)
    kept = next(one for one in drawn.strata if one["stratum"] == assignment.stratum)
    part = Stratum(kept["stratum"], tuple(kept["order"]), kept["quota"], kept["eligible"])
    taken = set(drawn.assignments.filter(stratum=part.name).values_list("interaction", flat=True)) | set(part.drawn)
    left = [one for one in part.order if one not in taken]
    found = {one.id: one for one in Interaction.objects.filter(id__in=left)}
    able = able_reviewers(drawn.cycle, list(found.values()), house_today(at))
    for name in left:
        if name not in found or not able[name]:
            continue
        mine = assignment.reviewer in able[name]
        place = part.order.index(name) + 1
        return Assignment.objects.create(
            round=drawn, stratum=part.name, interaction=name, person=found[name].person,
            reviewer=assignment.reviewer if mine else able[name][0], look=assignment.look,
            inclusion=part.inclusion(place - part.quota), due=max(assignment.due, at + timedelta(days=1)),
            instead_of=assignment,
        )  # fmt: skip
    return None
