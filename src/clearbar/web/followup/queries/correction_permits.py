"""Who takes part in corrective action: who decides, who settles an objection, who reads which part of a file."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from clearbar.model.correction import Rung
from clearbar.web.followup.models.correction import Correction, CorrectionStep
from clearbar.web.people.models import Grant, Membership, Person, Role
from clearbar.web.people.scope import Scope


def leads(scope: Scope, person: str) -> bool:
    """Whether they lead a team of this person, or the house; never oneself, and no coach as such."""
    return person != scope.person and (person in scope.led or scope.over(Role.LEADER, None))


def decides(scope: Scope, person: str, rung: Rung) -> bool:
    """Whether they decide a step of the ladder about somebody."""
    return leads(scope, person) and (not rung.house or scope.over(Role.LEADER, None))


def sets_ladder(scope: Scope) -> bool:
    """Whether they set the steps: who leads the house."""
    return scope.over(Role.LEADER, None)


def leaders_of(person: str, today: date) -> frozenset[str]:
    """Everybody here who leads a team of this person, or the house, but themself. Two queries."""
    teams = Membership.objects.filter(Membership.on(today), person=person).values("team")
    here = Person.present(today, "person__")
    found = Grant.objects.filter(here, Q(team=None) | Q(team__in=teams), role=Role.LEADER, person__user__is_active=True)
    return frozenset(found.values_list("person_id", flat=True)) - {person}


def settlers(file: Correction, step: CorrectionStep | None, today: date) -> frozenset[str]:
    """Who may settle an objection: leaders over the person who did not take the step; where there is nobody else, who
    took it, and the file says so."""
    able = leaders_of(file.person_id, today)
    return able - {step.by if step else file.opened_by} or able


def readable_steps(scope: Scope, file: Correction) -> frozenset[int] | None:
    """Which steps of a file they read: None for all of it, as the person and who leads them; a coach of the person
    those at which they were present; an empty set for nothing."""
    if scope.person == file.person_id or leads(scope, file.person_id):
        return None
    if file.person_id not in scope.coached:
        return frozenset()
    return frozenset(one.pk for one in file.steps.all() if scope.person in one.present)


def team_of(person: str, today: date) -> str:
    """The team that somebody belongs to; the first of several, empty for none."""
    return Membership.objects.filter(Membership.on(today), person=person).values_list("team", flat=True).first() or ""


def present_choices(person: str, leader: str, today: date) -> list[tuple[str, str]]:
    """Who of the house may have been present: who belongs to a team of the person, and who leads or coaches it."""
    teams = list(Membership.objects.filter(Membership.on(today), person=person).values_list("team", flat=True))
    there = Membership.objects.filter(Membership.on(today), team__in=teams)
    granted = Grant.objects.filter(Q(team=None) | Q(team__in=teams), role__in=(Role.LEADER, Role.COACH))
    found = Person.objects.filter(
        Q(pk__in=there.values("person")) | Q(pk__in=granted.values("person")), left_on=None, kind=Person.Kind.HUMAN
    ).exclude(pk__in=[person, leader])
    return [(one.pk, one.name) for one in found]
