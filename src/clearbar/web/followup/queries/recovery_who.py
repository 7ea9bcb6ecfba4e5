"""Who answers for a case: nobody's case there is none, as long as anybody can log in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q

from clearbar.web.followup.models.recovery import Case
from clearbar.web.followup.models.recovery_rules import CaseOwner
from clearbar.web.people.models import Grant, Membership, Person, Role


def here(today: date) -> Q:
    """The humans who are here today and can log in."""
    return Person.present(today) & Q(user__is_active=True, kind=Person.Kind.HUMAN)


def can_act(person: str, today: date) -> bool:
    """Whether somebody is here today and can log in."""
    return Person.objects.filter(here(today), pk=person).exists()


def leads_team(team: str | None, today: date) -> frozenset[str]:
    """Who leads a team, and not only the house."""
    return _holding(Q(role=Role.LEADER, team=team), today) if team else frozenset()


def leads_house(today: date) -> frozenset[str]:
    """Who leads the house; its administrators where nobody does."""
    found = _holding(Q(role=Role.LEADER, team=None), today)
    return found or _holding(Q(role=Role.ADMINISTRATOR, team=None), today)


def may_agree(team: str | None, today: date) -> frozenset[str]:
    """Who may agree to what a case asks for: who leads the team or the house, and administrators."""
    rules = _holding(Q(role__in=(Role.LEADER, Role.ADMINISTRATOR), team=None), today)
    return rules | leads_team(team, today)


def second_persons(case: Case, today: date) -> frozenset[str]:
    """Who may agree that a customer cannot be answered: never whom they complained about."""
    return may_agree(case.team, today) - {case.person or ""}


def keeps_away(case: Case, person: str, today: date) -> bool:
    """Whether somebody is no second person of a case that waits for one: who said that there is no way, and whom the
    customer complained about, as long as somebody else is left who could agree."""
    others = second_persons(case, today) - {case.silent_by}
    return bool(others) and person in {case.silent_by, case.person}


def owner_for(team: str | None, today: date, *, but: Collection[str | None] = ()) -> str:
    """Who gets a case: whom the team chose for duty, else who leads it, else who leads the house, else an
    administrator; of several the one with the fewest open cases. Those of `but` only where there is nobody else: a
    complaint about somebody is not theirs to answer first. Empty where nobody can log in."""
    rules = _holding(Q(role=Role.ADMINISTRATOR, team=None), today)
    circles = [_on_duty(team, today), leads_team(team, today), leads_house(today), rules]
    for circle in [*(one - frozenset(but) for one in circles), *circles]:
        if circle:
            return _freest(circle)
    return ""


def _on_duty(team: str | None, today: date) -> frozenset[str]:
    chosen = CaseOwner.objects.filter(team=team).values_list("person", flat=True).first() if team else None
    return frozenset({chosen}) if chosen and can_act(chosen, today) else frozenset()


def _holding(grant: Q, today: date) -> frozenset[str]:
    granted = Grant.objects.filter(grant).values("person")
    return frozenset(Person.objects.filter(here(today), pk__in=granted).values_list("pk", flat=True))


def _freest(persons: Collection[str]) -> str:
    if len(persons) == 1:
        return next(iter(persons))
    held = Case.objects.filter(owner__in=persons).exclude(due=None).values("owner").annotate(n=Count("key"))
    counts = {one["owner"]: one["n"] for one in held}
    return min(persons, key=lambda one: (counts.get(one, 0), one))


def who_can_take(case: Case, today: date) -> list[tuple[str, str]]:
    """To whom a case can be handed over, by name: who is in its team or leads it, and who leads the house."""
    team = Membership.objects.filter(Membership.on(today), team=case.team).values("person")
    found = Person.objects.filter(here(today)).filter(Q(pk__in=team) | Q(pk__in=may_agree(case.team, today)))
    return [(one.pk, one.name) for one in found.exclude(pk=case.owner).order_by("name", "pk")]
