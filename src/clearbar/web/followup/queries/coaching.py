"""Reads of coachings: one's own, those one gives, and, for others, who was coached when: days only, no content."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clearbar.text.days import date_of, day_of
from clearbar.web.audit.seals import unseal_all
from clearbar.web.book.queries import current
from clearbar.web.book.scorecards import WHOLE
from clearbar.web.followup.models.coaching import Coaching, CoachingNote, Commitment
from clearbar.web.followup.queries.coaching_permits import part_of
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope

NAMELESS = "somebody who left"


def one(scope: Scope, key: int) -> Coaching | None:
    """A coaching, for the two of it; None for everybody else."""
    found = Coaching.objects.filter(pk=key).first()
    return found if found is not None and part_of(scope, found) else None


def own(scope: Scope) -> QuerySet[Coaching]:
    """The coachings of somebody, the newest first."""
    return Coaching.objects.filter(person=scope.person)


def given(scope: Scope) -> QuerySet[Coaching]:
    """The coachings that somebody gives, to those whom they coach today; the newest first."""
    return Coaching.objects.filter(coach=scope.person, person__in=scope.coached)


def names_of(found: Collection[Coaching]) -> dict[str, str]:
    """What persons and coaches are called, by id."""
    ids = {id_ for each in found for id_ in (each.person, each.coach)}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


def standards_named() -> dict[str, str]:
    """What the standards of the book are called today, by id."""
    book = current()
    placed = book.placed() if book else ()
    return {one.standard.id: WHOLE if one.step is None else one.standard.name or one.standard.id for one in placed}


@dataclass(frozen=True)
class Listed:
    """A coaching in a list: about what, with whom, and where it stands."""

    coaching: Coaching
    about: str
    other: str

    @property
    def is_open(self) -> bool:
        """Whether it is not over."""
        return self.coaching.ended_at is None


def listed(scope: Scope, found: Collection[Coaching]) -> list[Listed]:
    """Coachings as one of the two sees them in a list; two queries for however many."""
    names, standards = names_of(found), standards_named()
    return [
        Listed(
            each,
            standards.get(each.standard, each.standard),
            names.get(each.coach if each.person == scope.person else each.person, NAMELESS),
        )
        for each in found
    ]


@dataclass(frozen=True)
class Coachee:
    """Somebody whom one coaches, with what is open between the two and the day of their newest agreement."""

    person: Person
    open: tuple[Listed, ...]
    last: date | None


def coachees(scope: Scope) -> list[Coachee]:
    """The people whom somebody coaches, by name: nothing is ranked. Five queries for however many."""
    people = list(Person.objects.filter(pk__in=scope.coached, kind=Person.Kind.HUMAN).order_by("name", "pk"))
    going = listed(scope, [*given(scope).filter(ended_at=None)])
    last: dict[str, date] = {}
    done = given(scope).exclude(agreed_day=None).order_by("agreed_day").values_list("person", "agreed_day")
    for person, day in done:
        last[person] = date_of(day or 0)
    return [
        Coachee(one, tuple(each for each in going if each.coaching.person == one.pk), last.get(one.pk))
        for one in people
    ]


@dataclass(frozen=True)
class Promised:
    """A commitment as the two read it."""

    commitment: Commitment
    what: str
    by_person: bool


def promised(coaching: Coaching) -> list[Promised]:
    """What was proposed or agreed."""
    found = list(coaching.commitments.all())
    texts = unseal_all([(coaching.person, each.what) for each in found])
    return [
        Promised(each, text or ERASED, each.whose == Commitment.Whose.PERSON)
        for each, text in zip(found, texts, strict=True)
    ]


ERASED = "(erased)"


@dataclass(frozen=True)
class Noted:
    """A note with its answers, as the two read it."""

    note: CoachingNote
    text: str
    by: str
    answers: tuple[Noted, ...] = ()


def notes(coaching: Coaching) -> list[Noted]:
    """The notes of a coaching, the oldest first, each with its answers. Three queries."""
    found = list(coaching.notes.all())
    texts = unseal_all([(coaching.person, each.text) for each in found])
    names = dict(Person.objects.filter(pk__in={each.by for each in found}).values_list("pk", "name"))
    said = [Noted(each, text or ERASED, names.get(each.by, NAMELESS)) for each, text in zip(found, texts, strict=True)]
    return [
        Noted(each.note, each.text, each.by, tuple(one for one in said if one.note.answers_id == each.note.pk))
        for each in said
        if each.note.answers_id is None
    ]


@dataclass(frozen=True)
class Coached:
    """That somebody was coached: by whom, about which standard, agreed on which day, and when it was closed."""

    person: str
    coach: str
    standard: str
    agreed: date
    closed: datetime | None


def coached(persons: Collection[str], standard: str | None = None, since: date | None = None) -> list[Coached]:
    """The coachings of these persons that were agreed on, about a standard where one is named, from a day on where one
    is given; the oldest first. Days only: what was said is for the two alone. One query."""
    return _coached(Q(person__in=list(persons)), standard, since)


def coached_by(coach: str, since: date | None = None) -> list[Coached]:
    """What somebody has coached; one query."""
    return _coached(Q(coach=coach), None, since)


def _coached(of: Q, standard: str | None, since: date | None) -> list[Coached]:
    found = Coaching.objects.filter(of).exclude(agreed_at=None)
    if standard is not None:
        found = found.filter(standard=standard)
    if since is not None:
        found = found.filter(agreed_day__gte=day_of(since))
    rows: Iterable[Any] = found.order_by("agreed_day", "key").values_list(
        "person", "coach", "standard", "agreed_day", "ended_at", "state"
    )
    return [
        Coached(who, coach, about, date_of(day), ended if state == Coaching.State.CLOSED else None)
        for who, coach, about, day, ended, state in rows
    ]


def waiting(scope: Scope) -> list[Coaching]:
    """Open coachings of somebody, as the person or as the coach, with their commitments. Two queries."""
    mine = Q(person=scope.person) | Q(coach=scope.person, person__in=scope.coached)
    found = Coaching.objects.filter(mine, ended_at=None).order_by("begun_at", "key")
    return list(found.prefetch_related(Prefetch("commitments", queryset=Commitment.objects.order_by("place"))))
