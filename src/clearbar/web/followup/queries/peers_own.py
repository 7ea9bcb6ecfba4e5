"""Reads of the own compass: what somebody said of themself beside what others said, and the bars that they set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clearbar.model.book import Book, Level, Setting, Source, Standard
from clearbar.text.days import week_of
from clearbar.web.audit.seals import unseal_all
from clearbar.web.bridge import correction as bridge
from clearbar.web.followup.models.peers import NextBar, OwnRating
from clearbar.web.followup.queries.peers import about, held_book, others_of, standard_names
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.scope import Scope

WEEKS = 26


@dataclass(frozen=True)
class Beside:
    """One standard of one interaction: one's own level, and what each of the others said."""

    standard: str
    own: int
    called: str
    others: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Looked:
    """An own rating, with the difference where it may be shown."""

    own: OwnRating
    about: str
    heard: bool
    lines: tuple[Beside, ...]


def own_ratings(person: str) -> list[Looked]:
    """What somebody said of themself, the newest first; the difference only once they asked for it."""
    return _looked(list(OwnRating.objects.filter(person=person)[:50]))


def looked(own: OwnRating) -> Looked:
    """One own rating."""
    return _looked([own])[0]


def shared(person: str) -> list[Looked]:
    """What somebody shared with who coaches them."""
    return _looked(list(OwnRating.objects.filter(person=person).exclude(shared_at=None)[:50]))


def _looked(rows: list[OwnRating]) -> list[Looked]:
    words = unseal_all([(one.person_id, one.sealed) for one in rows])
    ids = {one.interaction for one in rows}
    interactions = Interaction.objects.defer("messages").in_bulk(ids, field_name="id")
    heard: dict[str, list[Rating]] = {}
    for one in others_of(ids).order_by("week", "key"):
        heard.setdefault(str(one.interaction), []).append(one)
    names, called = standard_names(), _levels()
    return [
        Looked(
            one, about(interactions.get(one.interaction)), bool(_comparable(said, heard.get(one.interaction, []))),
            tuple(_beside(said, heard.get(one.interaction, []), names, called)) if one.seen_at else (),
        )
        for one, said in zip(rows, words, strict=True)
    ]  # fmt: skip


def _levels() -> dict[int, str]:
    book = held_book()
    return {int(level): name for level, name in book.level_names.items()} if book else {}


def _comparable(said: dict[str, dict[str, int]] | None, others: list[Rating]) -> list[Rating]:
    return [one for one in others if said and one.standard in said.get("marks", {})]


def _beside(
    said: dict[str, dict[str, int]] | None, others: list[Rating], names: dict[str, str], called: dict[int, str]
) -> list[Beside]:
    found = []
    for standard, level in ((said or {}).get("marks", {})).items():
        levels = [one for one in others if one.standard == standard]
        told = tuple(f"{one.source}: {one.level} {called.get(one.level, '')}".strip() for one in levels)
        found.append(
            Beside(names.get(standard, standard), level, called.get(level, ""), told, _in_words(level, levels))
        )
    return found


def _in_words(level: int, others: list[Rating]) -> str:
    if not others:
        return "nobody else said anything of this"
    higher, lower = sum(one.level > level for one in others), sum(one.level < level for one in others)
    if not higher and not lower:
        return "they saw it as you did"
    if higher and lower:
        return "some saw more than you, some less"
    return "they saw more than you did" if higher else "they saw less than you did"


@dataclass(frozen=True)
class Bar:
    """A standard on one's own page: the bar of the house, the bar of one's own, and where one stands to it."""

    standard: str
    name: str
    promise: str
    bar: int
    own: int | None
    own_says: str
    levels: tuple[tuple[int, str], ...]
    figure: str


def bars(scope: Scope, now: datetime) -> list[Bar]:
    """The standards with one's own bars. Where one stands is said from five ratings of others on."""
    book = held_book()
    if book is None:
        return []
    own = next_bars(scope.person)
    levels = _rated(scope.person, set(own), {one.standard.edition for one in book.placed()}, now)
    return [
        _bar(one.standard, own.get(one.standard.id), levels.get(one.standard.id, []), book) for one in book.placed()
    ]


def _bar(standard: Standard, own: int | None, levels: list[tuple[str, int]], book: Book) -> Bar:
    return Bar(
        standard.id, standard.name or standard.id, standard.promise, int(standard.bar), own,
        standard.levels.get(Level(own), "").rstrip(".") if own else "",
        tuple((int(level), book.level_names.get(level, "")) for level in Level if level > Level.POOR),
        _stands(levels, own),
    )  # fmt: skip


def next_bars(person: str) -> dict[str, int]:
    """The bars that somebody set for themself, by standard. For that person alone."""
    rows = list(NextBar.objects.filter(person=person))
    return {one["standard"]: one["level"] for one in unseal_all([(person, row.sealed) for row in rows]) if one}


def bar_row(person: str, standard: str) -> NextBar | None:
    """The row of a bar that somebody set."""
    rows = list(NextBar.objects.filter(person=person))
    held = zip(rows, unseal_all([(person, row.sealed) for row in rows]), strict=True)
    return next((row for row, one in held if (one or {}).get("standard") == standard), None)


def _rated(person: str, standards: set[str], editions: set[str], now: datetime) -> dict[str, list[tuple[str, int]]]:
    rows = Rating.objects.filter(
        person=person, standard__in=standards, edition__in=editions, setting=Setting.LIVE.value, disputed=False,
        week__gte=week_of(now - timedelta(weeks=WEEKS)),
    ).exclude(source=Source.SELF.value)  # fmt: skip
    found: dict[str, list[tuple[str, int]]] = {}
    for one in rows:
        found.setdefault(one.standard, []).append((one.interaction or one.response, one.level))
    return found


def _stands(levels: list[tuple[str, int]], own: int | None) -> str:
    if own is None:
        return ""
    share = bridge.reached(levels, own)
    return bridge.figure(share) if share else ""
