"""Reads of readiness: who may perform what, what is missing, and what a person decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clearbar.model.book import Book, Journey
from clearbar.model.readiness import Done, Readiness, Rule
from clearbar.web.book.queries import current
from clearbar.web.bridge.readying import readiness
from clearbar.web.people.models import Grant, Role
from clearbar.web.practice.models.ready import HeldBack, ReadyRule
from clearbar.web.practice.queries.duties import Duties, Performer, performers
from clearbar.web.practice.queries.learned import Learned, learned
from clearbar.web.practice.queries.rehearsed import Rehearsed, rehearsed
from clearbar.web.practice.queries.signing import signed

DEFAULT = Rule()
"""Where nobody wrote a rule: all signed, all learned, two rehearsals at the bar."""


@dataclass(frozen=True)
class Rules:
    """All rules, read once, by journey and role."""

    written: Mapping[tuple[str, str], Rule]

    @classmethod
    def now(cls) -> Rules:
        """As they stand. One query."""
        return cls({(one.journey, one.role): one.rule for one in ReadyRule.objects.all()})

    def of(self, journey: str, roles: Collection[str]) -> Rule:
        """What is asked of who holds these roles: of each role the rule that comes nearest, the stricter of them in
        each part."""
        found = [self._nearest(journey, role) for role in sorted(roles)] or [self._nearest(journey, "")]
        strictest = found[0]
        for one in found[1:]:
            strictest = strictest.with_rule(one)
        return strictest

    def _nearest(self, journey: str, role: str) -> Rule:
        for key in ((journey, role), (journey, ""), ("", role), ("", "")):
            if key in self.written:
                return self.written[key]
        return DEFAULT


@dataclass(frozen=True)
class Standing:
    """One person and one journey. `held` is the decision that holds them back, where there is one."""

    performer: Performer
    journey: Journey
    readiness: Readiness
    held: HeldBack | None

    @property
    def may_perform(self) -> bool:
        """Whether they may: a rule holds nobody back, only a person does."""
        return self.held is None


@dataclass(frozen=True)
class Facts:
    """What is known of some people: signatures by edition, what they learned and rehearsed, roles, who is held back."""

    signed: Mapping[str, set[str]]
    learned: Mapping[tuple[str, str], Learned]
    rehearsed: Mapping[tuple[str, str], Rehearsed]
    roles: Mapping[str, set[str]]
    held: Mapping[tuple[str, str], HeldBack]

    @classmethod
    def of(cls, persons: Collection[str], book: Book, today: date) -> Facts:
        """As many queries for many people as for few."""
        editions = [one.standard.edition for one in book.placed() if one.journey]
        roles: dict[str, set[str]] = defaultdict(set)
        for person, role in Grant.objects.filter(person__in=persons).values_list("person_id", "role"):
            roles[person].add(role)
        held = HeldBack.objects.filter(person__in=persons, ended_at=None, until__gte=today)
        return cls(
            signed(persons, editions, today),
            learned(persons),
            rehearsed(persons),
            roles,
            {(one.person_id, one.journey): one for one in held},
        )

    def done(self, person: str, journey: Journey) -> Done:
        """What somebody has done for a journey."""
        standards = [one for step in journey.steps for one in step.standards]
        held = self.signed.get(person, set())
        known = [self.learned.get((person, one.id)) for one in standards]
        talks = self.rehearsed.get((person, journey.id))
        return Done(
            len(standards),
            sum(one.edition in held for one in standards),
            sum(bool(one and one.passed) for one in known),
            talks.times if talks else 0,
            talks.at_bar if talks else 0,
            talks.scenarios if talks else 0,
        )


def standings(teams: Collection[str] | None, today: date, *, persons: Collection[str] | None = None) -> list[Standing]:
    """Everybody of these teams with each journey they perform, by journey and name; of all teams where None."""
    book = current()
    if book is None:
        return []
    people = [one for one in performers(today, teams) if persons is None or one.person in persons]
    facts = Facts.of([one.person for one in people], book, today)
    return list(_standings(book, people, facts, Duties.now(), Rules.now()))


def _standings(book: Book, people: list[Performer], facts: Facts, duties: Duties, rules: Rules) -> Iterable[Standing]:
    for journey in book.journeys:
        for one in people:
            if duties.performs(journey.id, one.teams):
                rule = rules.of(journey.id, facts.roles.get(one.person) or {Role.FRONTLINE.value})
                found = readiness(rule, facts.done(one.person, journey))
                yield Standing(one, journey, found, facts.held.get((one.person, journey.id)))


def by_person(found: Iterable[Standing]) -> Collection[tuple[Performer, bool]]:
    """Each person, and whether they are ready for all that they perform."""
    people: dict[str, tuple[Performer, bool]] = {}
    for one in found:
        _, before = people.get(one.performer.person, (one.performer, True))
        people[one.performer.person] = (one.performer, before and one.readiness.ready)
    return people.values()


@dataclass(frozen=True)
class ByJourney:
    """A journey with those who are ready, those who are not yet, and those whom a person holds back."""

    journey: Journey
    ready: tuple[Standing, ...]
    not_yet: tuple[Standing, ...]
    held: tuple[Standing, ...]


def by_journey(found: Iterable[Standing]) -> list[ByJourney]:
    """Standings as a board shows them."""
    grouped: dict[str, list[Standing]] = defaultdict(list)
    for one in found:
        grouped[one.journey.id].append(one)
    return [
        ByJourney(
            ones[0].journey,
            tuple(one for one in ones if one.may_perform and one.readiness.ready),
            tuple(one for one in ones if one.may_perform and not one.readiness.ready),
            tuple(one for one in ones if not one.may_perform),
        )
        for ones in grouped.values()
    ]
