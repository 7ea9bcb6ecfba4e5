"""Reads of signatures: who agreed to what, what waits for whom, and who is not yet aware of what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from clearbar.model.book import Book, Placed
from clearbar.model.change import ChangeInWords
from clearbar.web.book.models import Version
from clearbar.web.book.queries import newest
from clearbar.web.bridge import books
from clearbar.web.people.days import house_days
from clearbar.web.people.scope import Scope
from clearbar.web.practice.models.sign import Objection, Signature
from clearbar.web.practice.queries.duties import Duties, Performer, performers
from clearbar.web.practice.queries.permits import answered_by

AGREED_BEFORE = "You signed it before; your signature has ended."


def signed(persons: Collection[str], editions: Iterable[str], today: date) -> dict[str, set[str]]:
    """Person → the editions among these that they have agreed to and that hold today. One query."""
    found: dict[str, set[str]] = defaultdict(set)
    kept = Signature.objects.filter(Q(until=None) | Q(until__gte=today), edition__in=set(editions))
    for person, edition in kept.filter(person__in=persons).values_list("person_id", "edition"):
        found[person].add(edition)
    return found


@dataclass(frozen=True)
class ToSign:
    """A standard that waits for a signature. `word` says why it is asked; `says` tells what changed since they signed
    it; `objection` is one that was answered, where there is one."""

    placed: Placed
    word: str
    says: tuple[str, ...]
    objection: Objection | None

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return self.placed.standard.edition


@dataclass(frozen=True)
class Desk:
    """What somebody is asked to sign, and what of theirs waits for an answer."""

    version: Version | None
    waiting: tuple[ToSign, ...] = ()
    objections: tuple[Objection, ...] = ()
    held: int = 0
    """How many standards they have signed, as these stand now."""


def desk(person: str, teams: Collection[str], today: date, language: str = "") -> Desk:
    """What somebody is asked to sign today, in the order of the book."""
    version = newest()
    if version is None:
        return Desk(None)
    book = books.read(version.files).in_language(language)
    mine = Duties.now().standards(book, teams)
    held = signed([person], [one.standard.edition for one in mine], today)[person]
    objected = list(Objection.objects.filter(person=person).select_related("version"))
    waits = {Objection.State.OPEN, Objection.State.CHANGES}
    blocked = {one.edition for one in objected if one.state in waits}
    open_ones = [one for one in mine if one.standard.edition not in held | blocked]
    asked = tuple(_asked(open_ones, person, version, objected, language))
    return Desk(version, asked, tuple(reversed(objected)), len(held))


def _asked(
    waiting: list[Placed], person: str, version: Version, objected: list[Objection], language: str
) -> Iterable[ToSign]:
    before = _last_signed(person)
    answered = {one.edition: one for one in objected if one.state == Objection.State.STAYS}
    changed: dict[int, dict[str, ChangeInWords]] = {}
    for one in waiting:
        standard = one.standard
        last = before.get(standard.id)
        objection = answered.get(standard.edition)
        if last is None:
            yield ToSign(one, "New", (), objection)
        elif last.edition == standard.edition:
            yield ToSign(one, "Again", (AGREED_BEFORE,), objection)
        else:
            if last.version_id not in changed:
                changed[last.version_id] = _changes(last.version, version, language)
            told = changed[last.version_id].get(standard.id)
            yield ToSign(one, "Changed", told.says if told else (), objection)


def _last_signed(person: str) -> dict[str, Signature]:
    """The last signature under each standard."""
    kept = Signature.objects.filter(person=person).select_related("version").order_by("at", "pk")
    return {one.standard: one for one in kept}


def _changes(old: Version, new: Version, language: str) -> dict[str, ChangeInWords]:
    told = books.changed(books.read(old.files), books.read(new.files), language)
    return {one.standard: one for _, inside in told.parts for one in inside}


@dataclass(frozen=True)
class Awareness:
    """One standard on the board: how many of those who perform it have signed it, and who has not yet."""

    placed: Placed
    aware: int
    of: int
    missing: tuple[Performer, ...]
    objecting: int


@dataclass(frozen=True)
class Board:
    """Who is not yet aware of what, among the people whom the reader answers for."""

    version: Version | None
    standards: tuple[Awareness, ...] = ()
    persons: tuple[tuple[Performer, int, int], ...] = ()
    """Each person, with how many of the standards they perform they have signed."""

    @property
    def missing(self) -> int:
        """How many signatures are missing."""
        return sum(len(one.missing) for one in self.standards)


def board(teams: Collection[str] | None, today: date) -> Board:
    """The board of the people in these teams, of all where None. As many queries for many people as for few."""
    version = newest()
    if version is None:
        return Board(None)
    book = books.read(version.files)
    duties, people = Duties.now(), performers(today, teams)
    placed = [one for one in book.placed() if one.journey]
    held = signed([one.person for one in people], [one.standard.edition for one in placed], today)
    objecting = Counter(
        Objection.objects.filter(state=Objection.State.OPEN, person__in=[one.person for one in people])
        .values_list("edition", flat=True)
    )  # fmt: skip
    lines = [_line(one, duties, people, held, objecting) for one in placed]
    return Board(version, tuple(one for one in lines if one.of), tuple(_persons(book, duties, people, held)))


def _line(
    placed: Placed, duties: Duties, people: list[Performer], held: dict[str, set[str]], objecting: Counter[str]
) -> Awareness:
    journey = placed.journey.id if placed.journey else ""
    mine = [one for one in people if duties.performs(journey, one.teams)]
    edition = placed.standard.edition
    missing = tuple(one for one in mine if edition not in held.get(one.person, ()))
    return Awareness(placed, len(mine) - len(missing), len(mine), missing, objecting[edition])


def _persons(
    book: Book, duties: Duties, people: list[Performer], held: dict[str, set[str]]
) -> Iterable[tuple[Performer, int, int]]:
    for one in people:
        asked = {placed.standard.edition for placed in duties.standards(book, one.teams)}
        yield one, len(asked & held.get(one.person, set())), len(asked)


@dataclass(frozen=True)
class Raised:
    """Objections to one standard that wait: a finding about the standard."""

    standard: str
    name: str
    promise: str
    objections: tuple[Objection, ...]
    overdue: int


def raised(scope: Scope, today: date) -> list[Raised]:
    """The findings that objections make, for those who settle them; the oldest first."""
    every = list(Objection.objects.filter(state=Objection.State.OPEN).select_related("person", "version"))
    theirs = answered_by(scope, {one.person_id for one in every}, today)
    waiting = [one for one in every if one.person_id in theirs]
    found: dict[str, list[Objection]] = defaultdict(list)
    for one in waiting:
        found[one.standard].append(one)
    version = newest()
    placed = {one.standard.id: one.standard for one in books.read(version.files).placed()} if version else {}
    day = house_days()
    return [
        Raised(
            standard,
            placed[standard].name or standard if standard in placed else standard,
            placed[standard].promise if standard in placed else "",
            tuple(ones),
            sum(day(one.due) < today for one in ones),
        )
        for standard, ones in found.items()
    ]


def standard_of(objection: Objection) -> Placed | None:
    """The standard as it stood in the version that somebody objected to."""
    return books.read(objection.version.files).find(objection.standard)
