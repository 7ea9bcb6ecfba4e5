"""What comes by itself of erasure: files are swept, and what nobody confirmed ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from clearbar.web.bridge.sweeping import sweep_evidence
from clearbar.web.ledger.jobs import task
from clearbar.web.privacy.actions import erasing
from clearbar.web.privacy.models.erasing import Erasure

TABLES_OF_KEYS = ("audit_subjectkey",)


@task("privacy.sweep")
def sweep(*, now: datetime) -> None:
    """Sweeps the evidence and the files of the database of what was erased. Bears being done twice."""
    waiting = list(Erasure.objects.filter(state=Erasure.State.DONE).values_list("pk", flat=True))
    sweep_evidence(now)
    sweep_database()
    erasing.swept(erasures=waiting, at=now)


@task("privacy.lapse", every=timedelta(days=1))
def lapse(*, now: datetime) -> None:
    """Lets erasures end that nobody confirmed in time."""
    erasing.lapse(at=now)


def sweep_database() -> None:
    """Writes the database anew, without the pages and rows that were deleted. In SQLite also the log of what was
    written is emptied; raises RuntimeError while somebody still reads from it, and the job comes again."""
    if connection.in_atomic_block:  # within a test's transaction nothing can be swept
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA temp_store=MEMORY")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise RuntimeError("the log of the database is still being read")
        else:
            cursor.execute("VACUUM FULL")
