"""Reads of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import unified_diff
from typing import Any

from clearbar.model.book import Book
from clearbar.model.change import ChangesInWords
from clearbar.model.errors import BookFault
from clearbar.web.book import fields
from clearbar.web.book.models import Draft, Earlier, Shown, Version
from clearbar.web.bridge import books, drafting
from clearbar.web.people.models import Person


def newest() -> Version | None:
    """The version that holds; None before the first is published."""
    return Version.objects.order_by("-number").first()


def current() -> Book | None:
    """The book that holds; None before the first is published."""
    version = newest()
    return books.read(version.files) if version else None


def draft() -> Draft | None:
    """The draft, if one was begun."""
    return Draft.objects.select_related("begun_from").first()


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """The names of persons by their pseudonyms."""
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def changed_in(version: Version, language: str) -> ChangesInWords | None:
    """What a version changed for staff, in words, quoted in `language` where it is told in it; None for the first."""
    before = Version.objects.filter(number__lt=version.number).order_by("-number").first()
    return books.changed(books.read(before.files), books.read(version.files), language) if before else None


def files_at(draft: Draft, token: str) -> books.Files | None:
    """The files of the draft as a form with this token knew them; None where that is not remembered."""
    if token == draft.token:
        return draft.files  # type: ignore[no-any-return]
    key, _, changed = token.partition(".")
    if key != str(draft.pk) or not changed.isdecimal():
        return None
    found = Earlier.objects.filter(draft=draft, changed=int(changed)).first()
    return found.files if found else None


def things_fields(files: books.Files, kind: str, id: str) -> dict[str, Any] | None:
    """The fields of a form of a book, journey, step or standard; None where there is no such thing.

    Raises BookFault where it may be in a file that cannot be read.
    """
    try:
        return fields.flat(drafting.fields_of(files, kind, id))
    except BookFault as fault:
        if all(one.code == NOWHERE for one in fault.faults):
            return None
        raise


def fields_at(draft: Draft, token: str, kind: str, id: str) -> dict[str, Any]:
    """The fields of a thing as a form with this token knew them; empty where that is not remembered."""
    files = files_at(draft, token)
    if files is None:
        return {}
    try:
        return things_fields(files, kind, id) or {}
    except BookFault:
        return {}


NEVER_RATED = "CB202"
NOWHERE = "CB009"
NO_DRAFT = "The draft was published or thrown away meanwhile."


def meanwhile(draft: Draft | None, token: str) -> str:
    """Who changed the draft since a form with this token was opened, in a sentence."""
    return (_changed_by(draft, token, "") or "Somebody changed the draft meanwhile.") if draft else NO_DRAFT


def meanwhile_others(draft: Draft, token: str, person: str) -> str:
    """Who but this person changed the draft since a form with this token was opened; empty where nobody did."""
    return _changed_by(draft, token, person)


def _changed_by(draft: Draft, token: str, but: str) -> str:
    key, _, changed = token.partition(".")
    since = int(changed) if key == str(draft.pk) and changed.isdecimal() else 0
    ids = draft.earlier.filter(changed__gte=since).exclude(then_by=but).values_list("then_by", flat=True)
    names = sorted(names_of(ids).values())
    return f"{' and '.join(names)} changed the draft meanwhile." if names else ""


def lines_apart(old: str, new: str) -> str:
    """The lines that differ between two texts, with - before what was and + before what is."""
    apart = unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1)
    return "\n".join(line for line in apart if not line.startswith(("---", "+++")))


def told(files: books.Files) -> tuple[drafting.Told, ...]:
    """All that is wrong with the files of a draft, with what the evidence tells of their standards. That nobody has
    rated an edition is no finding before it was published."""
    try:
        book = books.read(files)
    except BookFault:
        return drafting.told(files)
    last = newest()
    known = set(last.editions.values()) if last else set()
    new = {placed.standard.id for placed in book.placed() if placed.standard.edition not in known}
    return tuple(one for one in drafting.told(files, books.heard(book)) if one.code != NEVER_RATED or one.id not in new)


def by_field(told: Iterable[drafting.Told], kind: str, id: str, known: Sequence[str]) -> dict[str, list[drafting.Told]]:
    """What is wrong with one thing, by the field of its form; under `id` what no field of the form bears."""
    found: dict[str, list[drafting.Told]] = {}
    for one in told:
        if (one.kind, one.id) == (kind, id):
            found.setdefault(_field(one.field, known), []).append(one)
    return found


def _field(name: str, known: Sequence[str]) -> str:
    if name in known:
        return name
    top = name.partition(".")[0]
    near = {
        "check": fields.SETTINGS if "." in name else "check.kind",
        "levels": "levels.good",
        "overall": "overall.promise",
    }
    return near[top] if near.get(top) in known else "id"


def shown() -> Shown | None:
    """What customers are shown; None where nothing was chosen."""
    found = Shown.objects.first()
    return found if found and found.standards else None


def timeline(standard: str) -> list[tuple[Version, str]]:
    """The editions of a standard: each version that brought another one, with the edition; empty text where the
    standard went. The newest first."""
    found: list[tuple[Version, str]] = []
    last = ""
    for version in Version.objects.order_by("number"):
        edition = _editions(version).get(standard, "")
        if edition != last:
            found.append((version, edition))
            last = edition
    return found[::-1]


def _editions(version: Version) -> Mapping[str, str]:
    return version.editions  # type: ignore[no-any-return]
