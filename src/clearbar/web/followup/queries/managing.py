"""Reads of the standards of managers: who leads or coaches whom, and which of their own promises they keep.

All of it are counts of what was done, never a figure about how somebody serves. Nobody is compared with anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clearbar.text.days import day_of
from clearbar.web.followup import quarters
from clearbar.web.followup.models.managing import ManagerStandards
from clearbar.web.followup.models.peers import Recognition
from clearbar.web.followup.queries.managing_loops import Loop, loops, lying
from clearbar.web.ledger.models import Happened
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Grant, Membership, Person, Role, Team
from clearbar.web.people.scope import Scope

MANAGE = (Role.LEADER, Role.COACH)


@dataclass(frozen=True)
class Manager:
    """Somebody who leads or coaches; `teams` are the ids of these teams, None for the whole house."""

    id: str
    name: str
    teams: frozenset[str] | None
    where: str
    """The teams in words."""


@dataclass(frozen=True)
class Waiting:
    """Somebody or something that waits for the manager, with where it is done, empty where others do it; read by the
    manager alone."""

    name: str
    address: str


WALK = Waiting("Walk a journey", "/walks/")
THANK = Waiting("Recognise a colleague", "/followup/peers/recognise/")


@dataclass(frozen=True)
class Promise:
    """One standard of a manager: what it says, how much of it is done, and what remains. `kept` is None where there is
    nothing to keep it on."""

    says: str
    done: int
    of: int
    kept: bool | None
    note: str = ""
    waiting: tuple[Waiting, ...] = ()

    @property
    def word(self) -> str:
        """How it stands, as a word."""
        return {True: "kept", False: "not yet", None: "nothing to keep it on"}[self.kept]


@dataclass(frozen=True)
class Desk:
    """What stands on a manager's page."""

    manager: Manager
    own: bool
    promises: tuple[Promise, ...]
    loops: tuple[Loop, ...]


def sets_standards(scope: Scope) -> bool:
    """Whether they set what managers are held to."""
    return scope.rules_house


def sees_managers(scope: Scope) -> bool:
    """Whether they see how every manager keeps their standards: who leads the house."""
    return scope.over(Role.LEADER, None)


def managers(today: date, person: str = "") -> list[Manager]:
    """Everybody who leads or coaches today, or one of them, in the order of the alphabet: no other is ever given."""
    here = Person.present(today, "person__")
    grants = Grant.objects.filter(here, role__in=MANAGE, person__kind=Person.Kind.HUMAN)
    if person:
        grants = grants.filter(person=person)
    held: dict[str, set[str] | None] = {}
    names: dict[str, str] = {}
    for one in grants.select_related("person").order_by("person__name", "person_id"):
        names[one.person_id] = one.person.name
        teams = held.setdefault(one.person_id, set())
        if one.team_id is None or teams is None:
            held[one.person_id] = None
        else:
            teams.add(one.team_id)
    called = dict(Team.objects.values_list("id", "name"))
    return [
        Manager(id_, names[id_], None if teams is None else frozenset(teams), _where(teams, called))
        for id_, teams in held.items()
    ]


def desk(scope: Scope, person: str, now: datetime) -> Desk | None:
    """How one manager keeps their standards; None where there is none, or the reader may not know."""
    if person != scope.person and not sees_managers(scope):
        return None
    found = managers(house_today(now), person)
    if not found:
        return None
    own = scope if person == scope.person else None
    seen = Seen.of([found[0].id], now)
    told = tuple(loops(found[0].id, found[0].teams, now))
    return Desk(found[0], own is not None, tuple(_promises(found[0], seen, own)), told)


def desks(scope: Scope, now: datetime) -> list[Desk]:
    """How every manager keeps their standards, without loops, for who leads the house. As many queries for many as for
    few."""
    if not sees_managers(scope):
        return []
    found = managers(house_today(now))
    seen = Seen.of([one.id for one in found], now)
    return [Desk(one, one.id == scope.person, tuple(_promises(one, seen, None)), ()) for one in found]


def own_promises(scope: Scope, now: datetime) -> list[Promise]:
    """How somebody keeps their own standards; none for who manages nobody."""
    found = managers(house_today(now), scope.person)
    return list(_promises(found[0], Seen.of([scope.person], now), scope)) if found else []


@dataclass(frozen=True)
class Seen:
    """What was done, by whom, read at once for however many managers."""

    rules: ManagerStandards
    today: date
    members: tuple[tuple[str, str, str, date], ...]
    """Team, person, name, and since when."""
    coached: frozenset[str]
    walked: Mapping[str, int]
    thanked: Mapping[str, int]
    lying: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, persons: list[str], now: datetime) -> Seen:
        """As it stands."""
        rules, today = ManagerStandards.the(), house_today(now)
        month = today.replace(day=1)
        here = Membership.objects.filter(Membership.on(today), person__kind=Person.Kind.HUMAN, person__left_on=None)
        since = today - timedelta(days=rules.coached_days)
        coached = Happened.objects.filter(kind="coached", day__gte=day_of(since), day__lte=day_of(today))
        walked = Happened.objects.filter(
            kind="walked", person__in=persons, day__gte=day_of(month), day__lte=day_of(_end(month))
        )
        thanked = Recognition.objects.filter(by__in=persons, at__gte=quarters.midnight(month))
        return cls(
            rules,
            today,
            tuple(here.values_list("team_id", "person_id", "person__name", "since")),
            frozenset(one for one in coached.values_list("person", flat=True) if one),
            Counter(person or "" for person, _ in walked.values_list("person", "day").distinct()),
            Counter(thanked.values_list("by", flat=True)),
            lying(persons, now - timedelta(days=rules.finding_days)),
        )


def _promises(manager: Manager, seen: Seen, own: Scope | None) -> Iterator[Promise]:
    """What is asked of a manager, and how it stands. `own` is their scope where they read it themselves."""
    rules, until = seen.rules, f"until {_end(seen.today.replace(day=1)):%-d %B}"
    yield _coached(manager, seen, own)
    if rules.walks:
        says = "A journey walked as a customer this month"
        yield _monthly(says, seen.walked.get(manager.id, 0), rules.walks, until, own, WALK)
    yield _findings(manager, seen, own)
    if rules.recognitions:
        says = "Somebody told what they did well this month"
        yield _monthly(says, seen.thanked.get(manager.id, 0), rules.recognitions, until, own, THANK)


def _monthly(says: str, done: int, asked: int, until: str, own: Scope | None, how: Waiting) -> Promise:
    return Promise(says, done, asked, done >= asked, until, (how,) if own and done < asked else ())


def _coached(manager: Manager, seen: Seen, own: Scope | None) -> Promise:
    days = seen.rules.coached_days
    joined: dict[str, tuple[str, date]] = {}
    for team, person, name, first in seen.members:
        if (manager.teams is None or team in manager.teams) and person != manager.id:
            joined[person] = (name, min(first, joined[person][1] if person in joined else first))
    coached = seen.coached & joined.keys()
    since = seen.today - timedelta(days=days)
    late = sorted((name, one) for one, (name, first) in joined.items() if one not in coached and first <= since)
    new = len(joined) - len(coached) - len(late)
    note = f"{new} joined less than {days} days ago" if new else ""
    waiting = tuple(Waiting(name, _to_coach(own, one)) for name, one in late) if own else ()
    kept = None if not joined else not late
    says = f"Each person of the team coached within {days} days"
    return Promise(says, len(coached), len(joined), kept, note, waiting)


def _findings(manager: Manager, seen: Seen, own: Scope | None) -> Promise:
    waits, late = seen.lying.get(manager.id, (0, 0))
    link = (Waiting("Look at what waits", "/followup/findings/"),) if own and late else ()
    says = f"No finding left lying for more than {seen.rules.finding_days} days"
    return Promise(says, waits - late, waits, None if not waits else not late, "", link)


def _to_coach(own: Scope, person: str) -> str:
    """Where the manager begins a coaching; empty where somebody else coaches that person."""
    return f"/followup/coaching/new/?person={person}" if person in own.coached else ""


def _where(teams: set[str] | None, called: dict[str, str]) -> str:
    return "the whole house" if teams is None else ", ".join(sorted(called.get(one, one) for one in teams))


def _end(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
