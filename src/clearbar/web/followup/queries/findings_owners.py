"""Whose act a finding is: from a duty and a place to one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clearbar.model.finding import Duty, Place
from clearbar.web.people.models import Grant, Membership, Person, Role, Team


@dataclass(frozen=True)
class Owners:
    """Who coaches, leads and belongs where, read once; four queries for however many findings.

    `holders`: by role and team (None for the whole house) the persons, by id. `teams_of`: each person's teams,
    `at_site` the teams of each site. `present`: humans who are here and can log in.
    """

    holders: Mapping[tuple[str, str | None], tuple[str, ...]]
    teams_of: Mapping[str, frozenset[str]]
    at_site: Mapping[str, frozenset[str]]
    present: frozenset[str]

    @classmethod
    def on(cls, today: date) -> Owners:
        """As they stand on a day."""
        here = Person.objects.filter(Person.present(today), user__is_active=True)
        present = frozenset(here.values_list("pk", flat=True))
        holders: dict[tuple[str, str | None], list[str]] = defaultdict(list)
        for person, role, team in Grant.objects.order_by("person").values_list("person_id", "role", "team_id"):
            if person in present:
                holders[role, team].append(person)
        teams_of: dict[str, set[str]] = defaultdict(set)
        for person, team in Membership.objects.filter(Membership.on(today)).values_list("person_id", "team_id"):
            teams_of[person].add(team)
        at_site: dict[str, set[str]] = defaultdict(set)
        for team, site in Team.objects.values_list("pk", "site_id"):
            at_site[site].add(team)
        return cls(
            {key: tuple(ones) for key, ones in holders.items()},
            {person: frozenset(ones) for person, ones in teams_of.items()},
            {site: frozenset(ones) for site, ones in at_site.items()},
            present,
        )

    def of(self, duty: Duty, place: Place) -> str:
        """The one person whose act it is; empty where there is none who may see it. A finding about a person is for
        their coach; who has none looks at it for themself."""
        if duty is Duty.COACH and place.person:
            return self._coach(place.person)
        if place.rater:
            return self._house(without=place.rater)
        if duty is Duty.SITE and place.site:
            return self._leads(place.site) or self._house()
        return self._house()

    def is_theirs(self, owner: str, duty: Duty, place: Place) -> bool:
        """Whether somebody who owns it still has the duty: else it would wait for one who may read it no more."""
        return owner == self.of(duty, place) or owner in self._able(duty, place)

    def _able(self, duty: Duty, place: Place) -> Iterable[str]:
        """Everybody who has the duty."""
        if duty is Duty.COACH and place.person:
            return [one for one in self._coaches(place.person) if one != place.person]
        house = [one for one in self._of_house() if one != place.rater]
        is_led = duty is Duty.SITE and place.site and not place.rater
        return [*house, *self._leaders(place.site)] if is_led else house

    def _coach(self, person: str) -> str:
        others = (one for one in self._coaches(person) if one != person)
        return next(others, person if person in self.present else "")

    def _coaches(self, person: str) -> list[str]:
        own = sorted(self.teams_of.get(person, ()))
        return [one for team in [*own, None] for one in self.holders.get((Role.COACH.value, team), ())]

    def _leads(self, site: str) -> str:
        return min(self._leaders(site), default="")

    def _leaders(self, site: str) -> set[str]:
        """Who leads every team of the site: of others' teams they may not see."""
        teams = self.at_site.get(site, frozenset())
        each = [set(self.holders.get((Role.LEADER.value, team), ())) for team in teams]
        return set.intersection(*each) if each else set()

    def _house(self, without: str = "") -> str:
        return next((one for one in self._of_house() if one != without), "")

    def _of_house(self) -> list[str]:
        roles: Iterable[Role] = (Role.LEADER, Role.ADMINISTRATOR)
        return [one for role in roles for one in self.holders.get((role.value, None), ())]
