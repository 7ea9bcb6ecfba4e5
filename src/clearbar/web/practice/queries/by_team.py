"""Boards of many people: by team at first, by name once a team is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from clearbar.web.people.models import Team
from clearbar.web.people.scope import Scope
from clearbar.web.practice.queries.permits import sees_of

MOST_NAMED = 100
"""People that one page names. Of more, nobody finds a name there, and a phone waits for megabytes."""


@dataclass(frozen=True)
class Whose:
    """Whom a board tells of: people of these teams, of all where None. `chosen` is the team that the reader chose."""

    teams: frozenset[str] | None
    chosen: Team | None
    offered: tuple[Team, ...]

    def named(self, people: int) -> bool:
        """Whether so many people are told by name."""
        return self.chosen is not None or people <= MOST_NAMED


def whose(scope: Scope, team: str) -> Whose | None:
    """Whom the reader sees, of one team where they chose it; None where that is none of theirs. One query."""
    seen = sees_of(scope)
    offered = tuple(Team.objects.all() if seen is None else Team.objects.filter(pk__in=seen))
    if not team:
        return Whose(seen, None, offered)
    chosen = next((one for one in offered if one.pk == team), None)
    return Whose(frozenset({chosen.pk}), chosen, offered) if chosen else None


@dataclass(frozen=True)
class Count:
    """How much of what is asked of a team is done."""

    team: Team
    done: int
    of: int


def by_team(offered: Iterable[Team], counts: Iterable[tuple[Collection[str], int, int]]) -> list[Count]:
    """What is done and what is asked, summed by team, in the order of the teams; those of whom nothing is asked are
    left out. Who works in two teams counts in both."""
    done, asked = Counter[str](), Counter[str]()
    for teams, part, whole in counts:
        for team in teams:
            done[team] += part
            asked[team] += whole
    return [Count(one, done[one.pk], asked[one.pk]) for one in offered if asked[one.pk]]
