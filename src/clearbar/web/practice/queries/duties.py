"""Reads of duties: who performs what. A journey that no team was given is performed by all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from clearbar.model.book import Book, Journey, Placed
from clearbar.web.people.models import Membership, Person
from clearbar.web.practice.models.duties import Duty


@dataclass(frozen=True)
class Duties:
    """All duties, read once: journey → the teams it was given to."""

    given: dict[str, frozenset[str]]

    @classmethod
    def now(cls) -> Duties:
        """As they stand. One query."""
        found: dict[str, set[str]] = {}
        for journey, team in Duty.objects.values_list("journey", "team_id"):
            found.setdefault(journey, set()).add(team)
        return cls({journey: frozenset(teams) for journey, teams in found.items()})

    def journeys(self, book: Book, teams: Collection[str]) -> tuple[Journey, ...]:
        """The journeys that somebody in these teams performs; none for who is in no team."""
        return tuple(one for one in book.journeys if self.performs(one.id, teams))

    def performs(self, journey: str, teams: Collection[str]) -> bool:
        """Whether somebody in these teams performs a journey."""
        given = self.given.get(journey)
        return bool(teams) if given is None else not given.isdisjoint(teams)

    def standards(self, book: Book, teams: Collection[str]) -> tuple[Placed, ...]:
        """The standards that somebody in these teams performs, in the order of the book; not the overall verdict."""
        mine = {one.id for one in self.journeys(book, teams)}
        return tuple(one for one in book.placed() if one.journey and one.journey.id in mine)


def teams_of(person: str, today: date) -> frozenset[str]:
    """The teams that somebody works in."""
    return frozenset(Membership.objects.filter(Membership.on(today), person=person).values_list("team_id", flat=True))


@dataclass(frozen=True)
class Performer:
    """Somebody who serves, and where."""

    person: str
    name: str
    teams: frozenset[str]


def performers(today: date, teams: Collection[str] | None) -> list[Performer]:
    """The people (not the agents) of these teams, by name; of all teams where None. Who leaves is one of them until
    their last day. One query."""
    here = Person.present(today, "person__")
    now = Membership.objects.filter(here, Membership.on(today), person__kind=Person.Kind.HUMAN).select_related("person")
    chosen = now if teams is None else now.filter(team__in=teams)
    found: dict[str, tuple[str, set[str]]] = {}
    for one in chosen:
        found.setdefault(one.person_id, (one.person.name, set()))[1].add(one.team_id)
    kept = [Performer(person, name, frozenset(own)) for person, (name, own) in found.items()]
    return sorted(kept, key=lambda one: (one.name.casefold(), one.person))
