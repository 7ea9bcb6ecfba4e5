"""Writes of readiness: rules, and what a person decides where somebody is not ready yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from clearbar.model.readiness import Rule
from clearbar.text.redact import storable
from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.book.queries import current
from clearbar.web.ledger.actions import happened
from clearbar.web.people.access import demand
from clearbar.web.people.days import day_and_week_of
from clearbar.web.people.models import Team
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.duties import Duty
from clearbar.web.practice.models.ready import Became, HeldBack, ReadyRule
from clearbar.web.practice.queries.permits import holds_back, rules_house
from clearbar.web.practice.queries.readiness import Standing, standings

MOST_DAYS = 90
"""So long somebody can be held back before it must be decided anew."""


class Refused(Exception):
    """What was asked for cannot be done; its words are for the one who asked."""


@transaction.atomic
def write_rule(*, scope: Scope, journey: str, role: str, rule: Rule, at: datetime) -> ReadyRule:
    """Writes the rule of a journey and role; the one there was is replaced."""
    demand(rules_house(scope))
    asked = {"signed": rule.signed, "learned": rule.learned, "times": rule.times, "scenarios": rule.scenarios}
    kept, _ = ReadyRule.objects.update_or_create(
        journey=journey, role=role, defaults={**asked, "by": scope.person, "at": at}
    )
    values = {"journey": journey, "role": role, **asked}
    record(actor=scope.person, verb="wrote a rule", thing=("ready rule", kept.pk), at=at, values=values)
    return kept


@transaction.atomic
def drop_rule(*, scope: Scope, rule: ReadyRule, at: datetime) -> None:
    """Drops a rule; the next nearest holds again."""
    demand(rules_house(scope))
    values = {"journey": rule.journey, "role": rule.role}
    record(actor=scope.person, verb="dropped a rule", thing=("ready rule", rule.pk), at=at, values=values)
    rule.delete()


@transaction.atomic
def give_duties(*, scope: Scope, journey: str, teams: Collection[str], at: datetime) -> None:
    """Says which teams perform a journey; none for all of them. Raises Refused for what is not in the book."""
    demand(rules_house(scope))
    book = current()
    if book is None or journey not in {one.id for one in book.journeys}:
        raise Refused("The book has no such journey.")
    known = set(Team.objects.filter(pk__in=teams).values_list("pk", flat=True))
    Duty.objects.filter(journey=journey).exclude(team__in=known).delete()
    Duty.objects.bulk_create([Duty(journey=journey, team_id=one) for one in sorted(known)], ignore_conflicts=True)
    values = {"journey": journey, "teams": sorted(known)}
    record(actor=scope.person, verb="gave duties", thing=("journey", journey), at=at, values=values)


@transaction.atomic
def hold_back(*, scope: Scope, standing: Standing, reason: str, until: date, at: datetime, today: date) -> HeldBack:
    """A person decides that somebody does not perform a journey yet. The rule must propose it. Raises Refused where it
    does not, where they are held back already, and for a day that is past or too far."""
    person = standing.performer.person
    demand(holds_back(scope, standing.performer))
    if standing.readiness.ready:
        raise Refused("They fulfil the rule of this journey, so nobody holds them back by it.")
    if not today < until <= today + timedelta(days=MOST_DAYS):
        raise Refused(f"Choose a day from tomorrow on, and no more than {MOST_DAYS} days ahead.")
    HeldBack.objects.filter(person=person, journey=standing.journey.id, ended_at=None, until__lt=today).update(
        ended_at=at, ended_by=SYSTEM
    )
    try:
        with transaction.atomic():
            kept = HeldBack.objects.create(
                person_id=person, journey=standing.journey.id, until=until, by=scope.person, at=at,
                reason=storable(reason),
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused("They are held back already.") from clash
    values = {"journey": kept.journey, "until": f"{until}"}
    record(actor=scope.person, verb="held back", thing=("held", kept.pk), at=at, subject=person, values=values)
    return kept


@transaction.atomic
def let_perform(*, scope: Scope, held: HeldBack, standing: Standing, at: datetime) -> None:
    """Ends it: they perform again. Raises Refused where it ended meanwhile."""
    demand(holds_back(scope, standing.performer))
    if not HeldBack.objects.filter(pk=held.pk, ended_at=None).update(ended_at=at, ended_by=scope.person):
        raise Refused("This ended meanwhile.")
    values = {"journey": held.journey}
    record(
        actor=scope.person, verb="let perform", thing=("held", held.pk), at=at, subject=held.person_id, values=values
    )


def look_who_is_ready(*, at: datetime, today: date, persons: Collection[str] | None = None) -> int:
    """Notes who fulfils the rule of a journey since today, with the event of it, and who no longer does; how many
    changed. Those who are ready are held back no more. Of these persons only, where they are named. Done by the clock,
    and after what somebody practised: mostly nothing changed, and then nobody waits for a transaction of it."""
    found = standings(None, today, persons=persons)
    ready = {(one.performer.person, one.journey.id): one for one in found if one.readiness.ready}
    standing = Became.objects.filter(until=None)
    if persons is not None:
        standing = standing.filter(person__in=persons)
    before = {(one.person_id, one.journey): one.pk for one in standing}
    new = [one for key, one in ready.items() if key not in before]
    gone = [pk for key, pk in before.items() if key not in ready]
    if new or gone:
        _keep_who_is_ready(new, gone, at, today)
    return len(new) + len(gone)


@transaction.atomic
def _keep_who_is_ready(new: Sequence[Standing], gone: Sequence[int], at: datetime, today: date) -> None:
    for one in new:
        person = one.performer.person
        Became.objects.get_or_create(person_id=person, journey=one.journey.id, until=None, defaults={"since": today})
        standards = [each.id for step in one.journey.steps for each in step.standards]
        day = day_and_week_of(person, at)[0]
        happened(kind="ready", person=person, standards=standards, day=day, at=at, actor=SYSTEM)
        _release(one, at)
    if Became.objects.filter(pk__in=gone, until=None).update(until=today):
        record(actor=SYSTEM, verb="looked who is ready", thing=("ready", 0), at=at, values={"no longer": len(gone)})


def _release(standing: Standing, at: datetime) -> None:
    if standing.held:
        HeldBack.objects.filter(pk=standing.held.pk, ended_at=None).update(ended_at=at, ended_by=SYSTEM)
