"""Permits: who may review whom, and as which source.

Nobody reviews themself, nor where something of their own hangs on it: what leads wrote down as a conflict, and, for who
leads a team, that team, as long as their pay hangs on its ratings. Where nobody has said yet whether it does, leads
get no drawn reviews of their own team; what they have watched they may still say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from clearbar.model.book import Source
from clearbar.web.ledger.models import Interaction
from clearbar.web.people.models import Grant, Membership, Person, Role
from clearbar.web.people.scope import Scope
from clearbar.web.reviews.models import Choice, Conflict


@dataclass(frozen=True)
class Whom:
    """Who would be rated, and where they serve."""

    person: str | None
    team: str | None
    site: str | None

    @classmethod
    def of(cls, interaction: Interaction) -> Whom:
        """Who owned an interaction."""
        return cls(interaction.person, interaction.team, interaction.site)


@dataclass(frozen=True)
class Permits:
    """All conflicts, read once. `pay` is what the organisation said of the pay of leads."""

    conflicts: frozenset[tuple[str, str, str]]
    pay: bool | None

    @classmethod
    def now(cls) -> Permits:
        """As they stand."""
        found = Conflict.objects.values_list("reviewer", "team", "person")
        return cls(frozenset(found), Choice.the().pay)

    def barred(self, scope: Scope, whom: Whom, *, drawn: bool = False) -> bool:
        """Whether they must keep away: it is themself, or something of their own hangs on it."""
        if whom.person == scope.person:
            return True
        if any(self._meets(one, scope.person, whom) for one in self.conflicts):
            return True
        leads = whom.team is not None and scope.over(Role.LEADER, whom.team)
        return leads and (self.pay is True or (drawn and self.pay is None))

    def speaks_as(self, scope: Scope, whom: Whom, *, drawn: bool = False) -> Source | None:
        """The source of what they say of somebody: coach, reviewer (leads too), or peer at the same site; None where
        they may say nothing. Who is given a drawn review speaks as a reviewer, so that two who look at one interaction
        fill in the same card and can be held against each other; a peer is given none."""
        if self.barred(scope, whom, drawn=drawn):
            return None
        coaches = whom.person is not None and whom.person in scope.coached
        reviews = scope.over(Role.REVIEWER, whom.team) or scope.over(Role.LEADER, whom.team)
        if drawn:
            return Source.REVIEWER if coaches or reviews else None
        if coaches or reviews:
            return Source.COACH if coaches else Source.REVIEWER
        return Source.PEER if whom.site is not None and whom.site in scope.sites else None

    @staticmethod
    def _meets(conflict: tuple[str, str, str], reviewer: str, whom: Whom) -> bool:
        who, team, person = conflict
        return who == reviewer and ((team != "" and team == whom.team) or (person != "" and person == whom.person))


@dataclass(frozen=True)
class Watchable:
    """Somebody whom one may rate after watching."""

    person: str
    name: str
    whom: Whom
    timezone: str


def watchable(scope: Scope, today: date) -> list[Watchable]:
    """Whom they may rate after watching, by name. Three queries."""
    permits = Permits.now()
    now = Membership.objects.filter(Membership.on(today), person__left_on=None).select_related("person", "team__site")
    found = {
        one.person_id: Watchable(
            one.person_id, one.person.name, Whom(one.person_id, one.team_id, one.team.site_id), one.team.site.timezone
        )
        for one in now
    }
    able = (one for one in found.values() if permits.speaks_as(scope, one.whom))
    return sorted(able, key=lambda one: (one.name.casefold(), one.person))


def runs(scope: Scope, team: str | None) -> bool:
    """Whether they set up reviews for a team: its lead, or an administrator."""
    return scope.over(Role.LEADER, team) or scope.over(Role.ADMINISTRATOR, team)


def holders(*roles: Role) -> list[Scope]:
    """Everybody here with one of these roles: what their roles are and where, and nothing of their own teams."""
    kept = Grant.objects.filter(person__left_on=None, person__user__is_active=True).order_by("person")
    held: dict[str, dict[Role, frozenset[str] | None]] = {}
    for one in kept:
        role, own = Role(one.role), held.setdefault(one.person_id, {})
        before = own.get(role, frozenset())
        own[role] = None if one.team_id is None or before is None else before | {one.team_id}
    nothing: frozenset[str] = frozenset()
    scopes = [Scope(person, own, nothing, nothing, nothing, nothing) for person, own in held.items()]
    return [scope for scope in scopes if scope.has(*roles)]


def called(scopes: Iterable[Scope]) -> list[tuple[str, str]]:
    """Persons with their names, by name."""
    return sorted(names([scope.person for scope in scopes]).items(), key=lambda one: one[1].casefold())


def names(ids: Collection[str | None]) -> dict[str, str]:
    """What persons are called. An id that is nobody's here is left out."""
    return dict(Person.objects.filter(pk__in=[one for one in ids if one]).values_list("pk", "name"))
