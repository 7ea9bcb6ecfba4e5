"""Whom a page is about: the house, a team or a person. Every question of the page goes through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.text import slugify

from clearbar.model.estimate import Answer
from clearbar.web.boards import conditions
from clearbar.web.boards.filters import Chosen
from clearbar.web.bridge import asking, glances
from clearbar.web.people.models import Membership, Person, Site, Team
from clearbar.web.people.scope import Scope


@dataclass(frozen=True)
class About:
    """The house, a team or a person, as `scope` may see it."""

    scope: Scope
    kind: Literal["house", "team", "person"]
    id: str = ""
    name: str = ""
    members: frozenset[str] = frozenset()

    def ask(self, name: str, chosen: Chosen, *more: str, by: Sequence[str] = (), factors: str = "") -> Answer:
        """The answer of a measure about it, within what was chosen. `more` are further conditions."""
        where = chosen.where(*more, conditions.equal(self.kind, self.id) if self.id else "")
        if self.kind == "house" and not chosen.site and not asking.ABOUT_SOME & set(by):
            return asking.ask_house(name, by=by, where=where, factors=factors)
        return asking.ask(self.scope, name, by=by, where=where, factors=factors)

    @property
    def by(self) -> tuple[str, ...]:
        """What the answers of its standards are grouped by."""
        return ("person", *glances.BY) if self.kind == "person" else glances.BY

    @property
    def address(self) -> str:
        """Its page."""
        return {"house": "/house/", "team": f"/team/{self.id}/", "person": f"/persons/{self.id}/"}[self.kind]

    @property
    def place(self) -> str:
        """Its name among guesses."""
        return self.kind if self.kind == "house" else f"{self.kind}:{self.id}"

    def file(self, chosen: Chosen, what: str) -> str:
        """What a file of it is called, without a suffix. A person's file does not carry the name."""
        weeks = f"{chosen.first}-to-{chosen.last}" if chosen.first and chosen.last else "empty"
        whom = self.kind if self.kind != "team" else f"team-{slugify(self.id)}"
        return f"clearbar-{whom}-{what}-{weeks}"


def house(scope: Scope) -> About:
    """The whole house."""
    return About(scope, "house", name="The house")


def team(scope: Scope, id_: str) -> About | None:
    """A team; None where there is none that this scope may read."""
    found = readable_teams(scope)
    one = next((each for each in found if each.pk == id_), None)
    return About(scope, "team", one.pk, one.name) if one else None


def person(scope: Scope, id_: str) -> About | None:
    """A person; None where there is none whose figures this scope may read."""
    one = Person.objects.filter(pk=id_).first() if id_ in scope.readable_persons else None
    return About(scope, "person", one.pk, one.name) if one else None


def readable_teams(scope: Scope) -> list[Team]:
    """The teams whose figures, as groups, somebody may read."""
    teams, held = Team.objects.select_related("site"), scope.readable_teams
    return list(teams if held is None else teams.filter(pk__in=held))


def sees_sites(scope: Scope) -> bool:
    """Whether somebody may compare sites: who reads every team."""
    return scope.readable_teams is None


def sites(scope: Scope) -> list[tuple[str, str]]:
    """The sites that somebody may choose from."""
    return list(Site.objects.values_list("id", "name")) if sees_sites(scope) else []


@dataclass(frozen=True)
class Coached:
    """Somebody whom one coaches, with the teams that they belong to today."""

    id: str
    name: str
    teams: str


def coached(scope: Scope, today: date) -> list[Coached]:
    """Whom somebody coaches, in the order of the alphabet: no other order is ever given."""
    rows = Membership.objects.filter(Membership.on(today), person__in=scope.coached, person__left_on=None)
    found: dict[str, Coached] = {}
    for one in rows.select_related("person", "team").order_by("person__name", "team__name"):
        before = found.get(one.person_id)
        named = f"{before.teams}, {one.team.name}" if before else one.team.name
        found[one.person_id] = Coached(one.person_id, one.person.name, named)
    return list(found.values())
