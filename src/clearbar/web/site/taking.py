"""Taking private values out of a copy of the database: tables → boxes, and what stands in their place.

The same for both databases, in plain SQL; a `Reader` says how each of them reads text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from cryptography.fernet import Fernet

from clearbar.web.audit.models import SubjectKey
from clearbar.web.audit.seals import customer_of, of_customer
from clearbar.web.people.held import LEFT
from clearbar.web.people.holding import Private, SubjectKind, holders
from clearbar.web.people.models import Person
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries.subjects import mark_of
from clearbar.web.site.archive import Ring
from clearbar.web.site.boxes import Value, close

LEFT_OUT = (
    "audit_subjectkey", "django_session", "usersessions_usersession", "people_upload", "account_emailconfirmation",
    "axes_accessattempt", "axes_accessattemptexpiration", "axes_accessfailurelog", "axes_accesslog",
    "surveys_salt", "surveys_counter",
)  # fmt: skip
"""Tables whose rows no backup holds: keys, which are kept apart, and what is over by the time of a restore."""
LEFT_OUT_ROWS = MappingProxyType({"ledger_job": "task = 'mail'"})
"""Rows of tables that no backup holds: a mail would be sent a second time."""
_BOX_LETTERS = 8_000_000

Rows = Callable[[str], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True)
class Reader:
    """How a database is read: `rows` runs a SELECT; `text` makes an expression of what a column holds, as it can be
    put back."""

    rows: Rows
    text: str


def privates(tables: Collection[str]) -> list[Private]:
    """What the apps say is private, of the tables that there are."""
    return [one for _, holder in holders() for one in holder.private if one.table in tables]


def whose(reader: Reader, private: Private) -> dict[Any, set[str]]:
    """Of each row by its key the subjects that it is about; rows about nobody are left out."""
    found: dict[Any, set[str]] = {}
    of: Callable[[str], str]
    for selects, of in ((private.whose, str), (private.customers, of_customer)):
        for select in selects:
            for key, id_ in reader.rows(f"with w(k, s) as ({select}) select {_read(reader, 'k')}, s from w"):  # noqa: S608
                if id_:
                    found.setdefault(key, set()).add(of(id_))
    return found


def _read(reader: Reader, column: str) -> str:
    return reader.text.format(column)


def ring_with(subjects: Collection[str], now: datetime, reader: Reader) -> Ring:
    """The keys of everybody, made where there were none; of those who were erased, none. A customer who is in the copy
    although it knows of their erasure has come back since, and gets a key as anybody does."""
    done = Erasure.objects.filter(done_at__isnull=False).order_by("done_at")
    in_copy = {int(key) for (key,) in reader.rows("select key from privacy_erasure where done_at is not null")}
    since = {(kind, mark) for key, kind, mark in done.values_list("key", "kind", "mark") if key not in in_copy}
    known = set(SubjectKey.objects.values_list("subject", flat=True))
    left = set(Person.objects.filter(name=LEFT).values_list("pk", flat=True))
    new = [one for one in set(subjects) - known - left if not is_erased(one, since)]
    made = [SubjectKey(subject=one, secret=Fernet.generate_key()) for one in sorted(new)]
    SubjectKey.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    keys = {one.subject: bytes(one.secret) for one in SubjectKey.objects.iterator()}
    last = {mark: at.isoformat() for mark, at in done.values_list("mark", "done_at") if at}
    return Ring(keys, frozenset(done.values_list("kind", "mark")), now.isoformat(timespec="seconds"), last)


def is_erased(subject: str, erased: Collection[tuple[str, str]]) -> bool:
    """Whether this subject was erased."""
    customer = customer_of(subject)
    kind = SubjectKind.PERSON if customer is None else SubjectKind.CUSTOMER
    return bool(erased) and (kind.value, mark_of(kind, customer or subject)) in erased


def boxes(reader: Reader, found: Mapping[Private, Mapping[Any, set[str]]], keys: Mapping[str, bytes]) -> Iterator[str]:
    """The private values in boxes, line by line; a value of somebody without a key is dropped."""
    waiting: dict[frozenset[str], list[Value]] = {}
    letters = 0
    for private, about in found.items():
        names = list(private.columns)
        read = ", ".join(_read(reader, name) for name in (private.key, *names))
        for key, *values in reader.rows(f"select {read} from {private.table}"):  # noqa: S608
            of = frozenset(about.get(key, ()))
            if not of or not of <= keys.keys():
                continue
            for name, value in zip(names, values, strict=True):
                if value not in (None, ""):
                    waiting.setdefault(of, []).append(Value(private.table, private.key, key, name, value))
                    letters += len(value) if isinstance(value, str | bytes) else 8
            if letters > _BOX_LETTERS:
                yield from (close(of, held, keys) for of, held in waiting.items())
                waiting, letters = {}, 0
    yield from (close(of, held, keys) for of, held in waiting.items())
