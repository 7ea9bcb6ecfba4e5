"""Scope: what somebody may do, and about whom. Every permission of the web is read off this value."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from clearbar.web.people.models import Grant, Membership, Organisation, Person, Role


@dataclass(frozen=True)
class Scope:
    """What a person may do on a day.

    `roles` maps each role to the teams that it holds in, None for the whole house. `teams` are the person's own.
    `coached` are the persons whose coach they are; `led` those of the teams they lead. A coach of the whole house
    coaches everybody but themself.
    """

    person: str
    roles: Mapping[Role, frozenset[str] | None]
    teams: frozenset[str]
    sites: frozenset[str]
    coached: frozenset[str]
    led: frozenset[str]
    individual_view: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether they have any of these roles, in whichever team."""
        return any(role in self.roles for role in roles)

    def over(self, role: Role, team: str | None) -> bool:
        """Whether they have this role over a team; over the whole house, where `team` is None."""
        if role not in self.roles:
            return False
        held = self.roles[role]
        return held is None or (team is not None and team in held)

    @property
    def rules_house(self) -> bool:
        """Whether they lead or administer the whole house."""
        return self.over(Role.LEADER, None) or self.over(Role.ADMINISTRATOR, None)

    @property
    def readable_teams(self) -> frozenset[str] | None:
        """The teams whose figures they may read, as groups; None for all."""
        if self.rules_house:
            return None
        held = [self.roles[role] or frozenset() for role in (Role.LEADER, Role.COACH) if role in self.roles]
        return self.teams.union(*held) if held else self.teams

    @property
    def readable_persons(self) -> frozenset[str]:
        """The persons whose own figures they may read: themself and those they coach; those they lead where the
        organisation switched that on."""
        found = self.coached | {self.person}
        return found | self.led if self.individual_view else found


def narrowest(person: str) -> Scope:
    """What anybody with a log-in may do about themself alone."""
    nobody: frozenset[str] = frozenset()
    return Scope(person, {Role.FRONTLINE: nobody}, teams=nobody, sites=nobody, coached=nobody, led=nobody)


def scope_of(person: Person, today: date) -> Scope:
    """What a person may do today. Four queries."""
    roles: dict[Role, frozenset[str] | None] = {Role.FRONTLINE: frozenset()}
    for grant in Grant.objects.filter(person=person):
        role = Role(grant.role)
        held = roles.get(role, frozenset())
        roles[role] = None if grant.team_id is None or held is None else held | {grant.team_id}
    now = Membership.objects.filter(Membership.on(today))
    own = list(now.filter(person=person).values_list("team_id", "team__site_id"))
    return Scope(
        person=person.pk,
        roles=roles,
        teams=frozenset(team for team, _ in own),
        sites=frozenset(site for _, site in own),
        coached=_members(roles.get(Role.COACH, frozenset()), today) - {person.pk},
        led=_members(roles.get(Role.LEADER, frozenset()), today) - {person.pk},
        individual_view=Organisation.the().individual_view,
    )


def _members(teams: Collection[str] | None, today: date) -> frozenset[str]:
    if teams is not None and not teams:
        return frozenset()
    now = Membership.objects.filter(Membership.on(today))
    chosen = now if teams is None else now.filter(team__in=teams)
    return frozenset(chosen.values_list("person_id", flat=True))
