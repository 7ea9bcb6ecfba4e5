"""Reads of rehearsals: which scenarios there are, how one's own attempts went, which talk somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from clearbar.model.book import Book, Setting
from clearbar.model.scenario import Scenario
from clearbar.web.bridge import rehearsing
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.rehearse import Opinion, Pinned, Rehearsal
from clearbar.web.practice.queries.duties import Duties
from clearbar.web.practice.queries.rehearse_permits import speaks_as
from clearbar.web.practice.queries.rehearsed import verdicts_of, with_opinions


@dataclass(frozen=True)
class Attempt:
    """One rehearsal that ended, in figures: how many of the standards of which anything was said were cleared."""

    key: int
    at: datetime
    cleared: int
    of: int
    is_again: bool

    @property
    def says(self) -> str:
        """In words: "2 of 3 cleared"."""
        return f"{self.cleared} of {self.of} cleared" if self.of else "nobody has rated it yet"


@dataclass(frozen=True)
class Offered:
    """A scenario that can be rehearsed, with one's first and best attempt at it."""

    pinned: Pinned
    stakes: tuple[str, ...]
    is_mine: bool
    tried: tuple[Attempt, ...] = field(default=())

    @property
    def first(self) -> Attempt | None:
        """The first attempt, when one did not know yet what comes."""
        return next((one for one in self.tried if not one.is_again), None)

    @property
    def best(self) -> Attempt | None:
        """The attempt in which most was cleared; of several the earliest."""
        rated = [one for one in self.tried if one.of]
        return max(rated, key=lambda one: (one.cleared / one.of, one.cleared, -one.at.timestamp()), default=None)


def offered(scope: Scope, book: Book) -> list[Offered]:
    """The scenarios that people rehearse: those of journeys that one performs first, then by title. Four queries."""
    duties = Duties.now()
    tried = attempts(scope.person)
    names = names_of(book)
    found = [
        Offered(
            one,
            tuple(names.get(each, each) for each in one.stakes),
            duties.performs(one.journey, scope.teams),
            tuple(tried.get(one.scenario, ())),
        )
        for one in Pinned.objects.filter(texts__isnull=False).defer("text")
    ]
    return sorted(found, key=lambda one: (not one.is_mine, one.pinned.title.casefold()))


def live(scenario: str) -> Pinned | None:
    """What people rehearse of a scenario now."""
    return Pinned.objects.filter(texts__isnull=False, scenario=scenario).first()


def attempts(person: str) -> dict[str, list[Attempt]]:
    """Somebody's rehearsals that ended, by scenario, the earliest first. Two queries."""
    found: dict[str, list[Attempt]] = {}
    for one in ended(person):
        verdicts = verdicts_of(one)
        at = one.ended_at or one.begun_at
        row = Attempt(one.pk, at, sum(verdicts.values()), len(verdicts), one.line is not None)
        found.setdefault(one.pinned.scenario, []).append(row)
    return found


def ended(person: str) -> Iterable[Rehearsal]:
    """Somebody's rehearsals that ended, the earliest first, with what was said of them."""
    over = Rehearsal.objects.filter(
        person=person, ended_at__isnull=False, setting=Setting.REHEARSAL.value, is_trial=False
    )
    return with_opinions(over.select_related("pinned").defer("talk", "pinned__text").order_by("ended_at", "pk"))


def running(person: str) -> list[Rehearsal]:
    """Somebody's rehearsals that can be gone on with, the newest first."""
    now = Rehearsal.objects.filter(person=person, ended_at=None, stopped_at=None, setting=Setting.REHEARSAL.value)
    return list(now.select_related("pinned").defer("talk", "pinned__text").order_by("-begun_at")[:10])


def to_play(person: str) -> list[tuple[Rehearsal, str]]:
    """Sheets on which somebody is to play the customer, each with for whom."""
    found = Rehearsal.objects.filter(partner=person, ended_at=None, stopped_at=None)
    rows = list(found.select_related("pinned").defer("talk", "pinned__text").order_by("begun_at"))
    called = called_by(one.person for one in rows)
    return [(one, called.get(one.person, "")) for one in rows]


def asked_of(person: str) -> list[tuple[Opinion, str]]:
    """Rehearsals that somebody was asked to say something of, each with whose it is."""
    waiting = Opinion.objects.filter(by=person, submitted_at=None).exclude(source="self")
    rows = list(waiting.select_related("rehearsal__pinned").defer("rehearsal__talk", "rehearsal__pinned__text"))
    called = called_by(one.rehearsal.person for one in rows)
    return [(one, called.get(one.rehearsal.person, "")) for one in rows]


def coached(scope: Scope) -> list[tuple[str, str]]:
    """Those whom somebody coaches and who have rehearsed, by name: (id, name)."""
    over = Rehearsal.objects.filter(
        person__in=scope.coached, ended_at__isnull=False, setting=Setting.REHEARSAL.value, is_trial=False
    )
    found = called_by(over.values_list("person", flat=True).distinct())
    return sorted(found.items(), key=lambda one: (one[1].casefold(), one[0]))


def own(key: int, scope: Scope) -> Rehearsal | None:
    """A rehearsal of one's own."""
    found = Rehearsal.objects.filter(pk=key, person=scope.person, setting=Setting.REHEARSAL.value)
    return next(iter(found), None)


def readable(key: int, scope: Scope) -> Rehearsal | None:
    """A rehearsal that somebody may read: their own, or one that they may say something of."""
    found = with_opinions(Rehearsal.objects.filter(pk=key).select_related("pinned").defer("pinned__text")).first()
    return found if found and speaks_as(scope, found) is not None else None


def scenario_of(edition: str) -> Scenario:
    """The scenario of an edition, read once. Raises ScenarioFault where it cannot be read any more."""
    return rehearsing.scenario_of(edition, lambda: Pinned.objects.values_list("text", flat=True).get(pk=edition))


def names_of(book: Book) -> dict[str, str]:
    """What standards are called."""
    return {one.standard.id: one.standard.name or one.standard.id for one in book.placed()}


def called_by(persons: Iterable[str]) -> dict[str, str]:
    """The names of persons."""
    return dict(Person.objects.filter(pk__in=set(persons)).values_list("pk", "name"))
