"""Holding: what is held of a person or a customer, who hands it out, erases it, and forgets it in time.

Every app that keeps something of somebody registers a holder in its module `holding`. Own-data export, erasure and
retention ask all of them; none knows another.

    @holds("cases")
    class Cases:
        def own(self, subject): ...          what is held of them, as plain data
        def erase(self, subject, at): ...    takes it out; in one transaction with all others
        kinds = {"cases": Kept("closed cases", timedelta(days=730))}
        def forget(self, kind, before): ...  deletes what is older; how many
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from clearbar.web.audit.seals import of_customer

AT_ONCE = 500
"""So many rows are forgotten in one transaction, so that nobody waits for it."""


class SubjectKind(StrEnum):
    """Whose data it is."""

    PERSON = "person"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Subject:
    """A person of the house (their id) or a customer (the pseudonym that interactions and cases know).

    Who asks for an erasure or an export also says what leads to them: the `interactions` that they had or served, the
    `responses` that they gave (a customer) or that speak of them (a person), and the `names` and addresses by which
    texts may call them. Two subjects are the same where kind and id are.
    """

    kind: SubjectKind
    id: str
    interactions: frozenset[str] = field(default=frozenset(), compare=False)
    responses: frozenset[str] = field(default=frozenset(), compare=False)
    names: frozenset[str] = field(default=frozenset(), compare=False)
    renamed: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of a customer who is erased: what each of their interactions is called from now on, since a ticket's number leads
    to who wrote it."""
    kept: Mapping[str, timedelta | None] = field(default_factory=dict, compare=False)
    """For how long the organisation keeps each kind of data, for what has to stay its time; None for good."""

    @property
    def addresses(self) -> frozenset[str]:
        """Those of the names that nobody else has: addresses and numbers."""
        return frozenset(one for one in self.names if "@" in one or sum(map(str.isdecimal, one)) > 5)

    @property
    def is_person(self) -> bool:
        """Whether they work or worked here."""
        return self.kind is SubjectKind.PERSON

    @property
    def sealed_for(self) -> str:
        """The subject that they are to seals and audit lines."""
        return self.id if self.is_person else of_customer(self.id)


@dataclass(frozen=True)
class Kept:
    """A kind of data with a time after which it is forgotten: what it is called, and how long by default; None for as
    long as the organisation says nothing else."""

    name: str
    default: timedelta | None


@dataclass(frozen=True, eq=False)
class Private:
    """Columns that a backup holds for their subjects only: it keeps their values sealed, and what stands in their place
    is no value of anybody.

    `columns` says for each what stands in its place, as SQL (`null`, `''`). `whose` are SELECTs of (key, person),
    `customers` of (key, customer): a value with several subjects needs the keys of all of them to be opened, and one
    without any stays as it is.
    """

    table: str
    key: str
    columns: Mapping[str, str]
    whose: tuple[str, ...]
    customers: tuple[str, ...] = ()


class Holder:
    """What one app holds. Each method may be left as it is where there is nothing of that sort."""

    kinds: ClassVar[Mapping[str, Kept]] = {}
    """The kinds of data that it forgets in time, by a key that is unique in the house."""

    private: ClassVar[Sequence[Private]] = ()
    """What of its tables a backup seals for whom it is about. Columns that are sealed already need no entry."""

    def find(self, reached: str) -> frozenset[str]:
        """The pseudonyms of the customers whom an e-mail address, a phone number, a pseudonym or the number of an
        interaction leads to. Addresses are looked up by their keyed hash."""
        del reached
        return frozenset()

    def stays(self, subject: Subject, at: datetime) -> Sequence[str]:
        """What would stay of somebody if they were erased now, because it must: a sentence each, with why and until
        when."""
        del subject, at
        return ()

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """What is held of somebody, as plain JSON data by a name that they understand; what others wrote in confidence
        of or to somebody else is not in it."""
        del subject
        return {}

    def erase(self, subject: Subject, at: datetime) -> int:
        """Takes out what is held of somebody, or what in it speaks of them; how many rows. It runs in one transaction
        with all other holders, and leaves the audit line to who asked."""
        del subject, at
        return 0

    def forget(self, kind: str, before: datetime) -> int:
        """Deletes what of this kind ended before a time, a few rows in each transaction; how many rows."""
        del kind, before
        return 0


def few_at_a_time(rows: QuerySet[Any], change: Callable[[QuerySet[Any]], Any] | None = None) -> int:
    """Deletes rows, or changes them so that they are no longer among `rows`, a few in each transaction; how many."""
    count = 0
    while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            few = rows.model._default_manager.filter(pk__in=keys)
            if change:
                change(few)
            else:
                few.delete()
        count += len(keys)
    return count


_HOLDERS: dict[str, Holder] = {}
_T = TypeVar("_T", bound=type[Holder])


def holds(name: str) -> Callable[[_T], _T]:
    """Registers a holder under the name of what it holds."""

    def named(holder: _T) -> _T:
        _HOLDERS[name] = holder()
        return holder

    return named


def holders() -> Iterator[tuple[str, Holder]]:
    """All holders with their names, by name."""
    yield from sorted(_HOLDERS.items(), key=lambda one: one[0])
