"""What a restored database is put through before it is used: values, migrations, erasures, counts, evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection

from clearbar.web.audit.models import Line, SubjectKey
from clearbar.web.audit.seals import customer_of, unseal_all
from clearbar.web.bridge.mirroring import mirror_whole
from clearbar.web.followup.models.arriving import Arrival
from clearbar.web.followup.models.recovery import Case
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.held import LEFT
from clearbar.web.people.holding import SubjectKind
from clearbar.web.people.models import Person
from clearbar.web.privacy.actions.erasing import erase_again
from clearbar.web.privacy.models.erasing import Erasure
from clearbar.web.privacy.queries.subjects import mark_of, subject_of
from clearbar.web.privacy.tasks.erasing import sweep_database
from clearbar.web.site.archive import Manifest, Ring
from clearbar.web.site.boxes import opened
from clearbar.web.site.faults import NotStarted
from clearbar.web.site.first_run import make_ready
from clearbar.web.surveys.models import Invite


@dataclass(frozen=True)
class Told:
    """What came of a restore: rows, boxes that stay closed, people erased again, audit lines that can be opened and
    those that cannot, and how many ratings the evidence has."""

    rows: int
    closed: int
    erased_again: int
    open_lines: int
    closed_lines: int
    ratings: int


def fill(database: Path, sealed: Path, manifest: Manifest, ring: Ring) -> int:
    """Of SQLite: proves the file whole, and puts private values back; how many boxes stay closed. Raises NotStarted."""
    with closing(sqlite3.connect(database)) as held:
        try:
            said = held.execute("pragma integrity_check").fetchone()[0]
            broken = held.execute("pragma foreign_key_check").fetchall()
            counts = {name: _count(held, name) for name in manifest.counts}
        except sqlite3.DatabaseError as fault:
            raise NotStarted(f"the database in this backup cannot be read ({fault}); take another backup") from None
        if said != "ok" or broken:
            raise NotStarted("the database in this backup is not whole; take another backup")
        demand_counts(manifest.counts, counts)
        closed = 0
        with sealed.open(encoding="utf-8") as lines:
            for one in opened(lines, ring.keys):
                if one is None:
                    closed += 1
                    continue
                update = f"update {one.table} set {one.column} = ? where {one.key_column} = ?"  # noqa: S608
                held.execute(update, [one.value, one.key])
        held.commit()
    return closed


def _count(held: sqlite3.Connection, table: str) -> int:
    return int(held.execute(f'select count(*) from "{table}"').fetchone()[0])  # noqa: S608


def demand_counts(wanted: Mapping[str, int], found: Mapping[str, int]) -> None:
    """Raises NotStarted where a table has other rows than were backed up."""
    wrong = [name for name, count in wanted.items() if found.get(name) != count]
    if wrong:
        raise NotStarted(f"the backup lacks rows of {', '.join(sorted(wrong)[:3])}; nothing was changed")


def make_usable(manifest: Manifest, ring: Ring, closed: int, now: datetime) -> Told:
    """Keys back, migrated, erased again who was erased since, swept, and the evidence written anew."""
    make_ready(now)
    keys = [SubjectKey(subject=subject, secret=key) for subject, key in ring.keys.items()]
    SubjectKey.objects.bulk_create(keys, ignore_conflicts=True, batch_size=500)
    again = sum(1 for one in _erased(ring) if erase_again(subject=subject_of(*one), at=now) >= 0)
    opened_, lost = _lines()
    mirror_whole()
    sweep_database()
    rows = sum(manifest.counts.values())
    return Told(rows, closed, again, opened_, lost, Rating.objects.count())


def _erased(ring: Ring) -> Iterator[tuple[str, str]]:
    """Kind and id of everybody in the database who was erased since the backup was made; and of persons whom it knows
    to be erased, since it holds no word in the place of their names."""
    persons = Person.objects.values_list("id", flat=True)
    customers: set[str] = set()
    for rows in (
        Interaction.objects.exclude(customer=None).values_list("customer", flat=True),
        Rating.objects.exclude(customer=None).values_list("customer", flat=True),
        Case.objects.exclude(customer=None).values_list("customer", flat=True),
    ):
        customers |= {one for one in rows.distinct() if one}
    for model in (Invite, Case, Arrival):
        subjects = model._default_manager.values_list("subject", flat=True).distinct()
        customers |= {one for subject in subjects if (one := customer_of(subject))}
    if not ring.erased:
        return
    done = Erasure.objects.filter(done_at__isnull=False).order_by("done_at")
    known = {mark: at.isoformat() for mark, at in done.values_list("mark", "done_at") if at}
    nameless = set(Person.objects.filter(name__in=("", LEFT)).values_list("id", flat=True))
    for kind, ids in ((SubjectKind.PERSON, persons), (SubjectKind.CUSTOMER, customers)):
        for id_ in list(ids):
            mark = mark_of(kind, id_)
            came_back = mark in ring.erased_at and known.get(mark, "") >= ring.erased_at[mark]
            if (kind.value, mark) in ring.erased and not (came_back and id_ not in nameless):
                yield kind.value, id_


def _lines() -> tuple[int, int]:
    """How many sealed audit lines can be opened, and how many cannot, of the newest thousand."""
    found = [(line.subject, line.sealed) for line in Line.objects.exclude(sealed=None).order_by("-week", "key")[:1000]]
    values = unseal_all(found)
    return sum(one is not None for one in values), sum(one is None for one in values)


def close_all() -> None:
    """Lets go of the database, so that its file can be moved."""
    connection.close()
