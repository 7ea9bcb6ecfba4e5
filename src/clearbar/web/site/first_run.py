"""First run: an empty database → an application with its first administrator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock

from clearbar.web.audit.actions import SYSTEM, record
from clearbar.web.audit.tokens import hash_of, new_token
from clearbar.web.ledger.jobs import arm
from clearbar.web.people.models import Grant, Person, Role, User, Welcome
from clearbar.web.site.faults import NotStarted

_LOCK = 0x_C1EA_4BA4
"""The key of the lock in PostgreSQL, chosen once."""

LINK_LASTS = timedelta(days=2)


def make_ready(now: datetime, say: Callable[[str], None] | None = None) -> None:
    """The database in its newest shape, and the recurring jobs. Two that start at once wait for each other; a database
    in its newest shape is not touched; `say` hears of what takes a while. Raises NotStarted where a newer Clearbar has
    changed it."""
    with one_at_a_time():
        if _lacking():
            if say:
                say("Making the database ready; this takes a moment.")
            call_command("migrate", interactive=False, verbosity=0)
    arm(now)


def demand_ready() -> None:
    """Raises NotStarted unless the database is there, in its newest shape."""
    if _lacking():
        raise NotStarted("this data folder is not in use yet; `clearbar serve` makes it ready")


def _lacking() -> bool:
    """Whether migrations are missing."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations)
    newer = [name for name in loader.applied_migrations if name not in known and name[0] in loader.migrated_apps]
    if newer:
        raise NotStarted("a newer version of Clearbar has used this database; install that version, or a later one")
    return bool(known - set(loader.applied_migrations))


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Lets one process of this data folder go on, and after it the next."""
    with FileLock(Path(settings.CLEARBAR_DATA) / ".starting", timeout=120):
        if connection.vendor == "postgresql":  # for processes on several computers
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_lock(%s)", [_LOCK])
                try:
                    yield
                finally:
                    cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])
        else:
            yield


@transaction.atomic
def first_link(now: datetime) -> str:
    """The path of a link for the first administrator; empty where somebody can log in already. An earlier link that
    was not used ends."""
    if User.objects.exists():
        return ""
    person = Person.objects.filter(grants__role=Role.ADMINISTRATOR).first()
    if person is None:
        person = Person.objects.create(name="Administrator")
        Grant.objects.create(person=person, role=Role.ADMINISTRATOR)
    Welcome.objects.filter(person=person, spent_at=None).delete()
    token = new_token()
    Welcome.objects.create(hash=hash_of(token), person=person, expires=now + LINK_LASTS)
    record(actor=SYSTEM, verb="welcomed", thing=("person", person.pk), at=now, subject=person.pk)
    return f"/people/welcome/{token}/"
