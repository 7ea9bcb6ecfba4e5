"""Writes to sites, teams, and who belongs or may do what in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from clearbar.web.audit.actions import record
from clearbar.web.people import queries
from clearbar.web.people.access import demand
from clearbar.web.people.actions.persons import LAST_ADMINISTRATOR, one_at_a_time
from clearbar.web.people.days import house_today
from clearbar.web.people.ids import free_id
from clearbar.web.people.models import Grant, Membership, Person, Role, Site, Team
from clearbar.web.people.scope import Scope


@transaction.atomic
def keep_site(*, scope: Scope, at: datetime, site: Site | None = None, **told: Any) -> Site:
    """A new site, or a changed one; `told` are name, timezone, language and whether it is a clinic."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    kept = site or Site(pk=free_id(Site, told["name"]))
    for name, value in told.items():
        setattr(kept, name, value)
    kept.save()
    verb = "changed" if site else "added"
    record(actor=scope.person, verb=verb, thing=("site", kept.pk), at=at, values=told)
    return kept


@transaction.atomic
def keep_team(*, scope: Scope, at: datetime, name: str, site: Site, team: Team | None = None) -> Team:
    """A new team, or a changed one."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    kept = team or Team(pk=free_id(Team, name))
    kept.name, kept.site = name, site
    kept.save()
    verb = "changed" if team else "added"
    record(actor=scope.person, verb=verb, thing=("team", kept.pk), at=at, values={"name": name, "site": site.pk})
    return kept


@transaction.atomic
def join(
    *,
    scope: Scope,
    person: Person,
    team: Team,
    since: date,
    at: datetime,
    until: date | None = None,
    shift: str = "",
) -> Membership:
    """Puts a person into a team. Raises ValidationError where the days are none, or overlap other days of the same
    person in the same team."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    made = _checked(Membership(person=person, team=team, since=since, until=until, shift=shift))
    made.save()
    _told(scope, "put into a team", made, at)
    return made


@transaction.atomic
def change_membership(*, scope: Scope, membership: Membership, at: datetime, **told: Any) -> None:
    """Changes a membership, or ends it; `told` are team, since, until and shift. Raises ValidationError as `join`
    does."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    for name, value in told.items():
        setattr(membership, name, value)
    _checked(membership).save()
    _told(scope, "changed the membership of", membership, at)


@transaction.atomic
def grant(*, scope: Scope, person: Person, role: Role, team: Team | None, at: datetime) -> None:
    """Gives a role in a team, or in the whole house (`team` None). Raises ValidationError where the role does not go
    with a team or with the person."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    if role is Role.ADMINISTRATOR and team is not None:
        raise ValidationError({"team": "An administrator is one for the whole house."})
    if person.kind == Person.Kind.AGENT:
        raise ValidationError({"role": "An AI agent serves; it has no other role."})
    _, made = Grant.objects.get_or_create(person=person, role=role, team=team)
    if made:
        _told_role(scope, "gave a role to", person, {"role": role, "team": team and team.pk}, at)


@transaction.atomic
def withdraw(*, scope: Scope, grant: Grant, at: datetime) -> None:
    """Takes a role back. Raises ValidationError for that of the last administrator."""
    demand(scope.over(Role.ADMINISTRATOR, None))
    one_at_a_time()
    last = not queries.administrators(house_today(at)).exclude(pk=grant.person_id).exists()
    if grant.role == Role.ADMINISTRATOR and last:
        raise ValidationError(LAST_ADMINISTRATOR)
    values = {"role": grant.role, "team": grant.team_id}
    grant.delete()
    _told_role(scope, "took a role from", grant.person, values, at)


def _checked(one: Membership) -> Membership:
    person, until = one.person, one.until
    if until and until < one.since:
        raise ValidationError({"until": "The last day lies before the first."})
    if person.left_on and (until is None or until > person.left_on):
        raise ValidationError({"until": "This person leaves earlier. Give a last day, or let them come back first."})
    Person.objects.select_for_update().get(pk=person.pk)  # two who write at once see each other
    others = Membership.objects.filter(person=person, team=one.team).exclude(pk=one.pk)
    if any(other.overlaps(one.since, until) for other in others):
        raise ValidationError({"since": "They are in this team in some of these days already."})
    return one


def _told(scope: Scope, verb: str, one: Membership, at: datetime) -> None:
    values = {"team": one.team_id, "since": one.since, "until": one.until, "shift": one.shift}
    person = one.person_id
    record(actor=scope.person, verb=verb, thing=("person", person), at=at, subject=person, values=values)


def _told_role(scope: Scope, verb: str, person: Person, values: dict[str, Any], at: datetime) -> None:
    record(actor=scope.person, verb=verb, thing=("person", person.pk), at=at, subject=person.pk, values=values)
