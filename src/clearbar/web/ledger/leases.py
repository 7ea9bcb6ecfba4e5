"""Leases: which worker holds which job, until when; and what sets right what a dead worker or a turned clock left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.utils import DatabaseError

from clearbar.web.ledger.models import Job

LEASE = timedelta(minutes=5)
"""So long after its worker died a job is taken by another."""
RENEWED_EVERY = LEASE / 3
LONGEST_WAIT = timedelta(hours=1)
"""A task that failed comes again after this at the latest."""
KEPT = timedelta(days=90)
"""A job that is done is kept so long, so that asking for it once more asks for nothing."""
_SWEPT_AT_ONCE = 500
_LOOKED_AT = 8

Clock = Callable[[], datetime]


def waiting() -> QuerySet[Job]:
    """The jobs that are still to be done."""
    return Job.objects.filter(done_at=None, failed_at=None)


def held_by(holder: str) -> QuerySet[Job]:
    """The jobs that a worker holds."""
    return waiting().filter(holder=holder).exclude(leased_until=None)


def lease(now: datetime, holder: str) -> Job | None:
    """The next job that is due, held for `LEASE`; None where there is none.

    One conditional update decides between workers, so no transaction stays open. A lease that ends later than any can,
    with clocks that differ by minutes, was given by one that has gone back since: it counts for nothing.
    """
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * LEASE)
    ready = waiting().filter(free, due__lte=now)
    while found := list(ready.order_by("due").values_list("pk", flat=True)[:_LOOKED_AT]):
        for key in found:  # where another worker was quicker, the next one is tried
            if ready.filter(pk=key).update(leased_until=now + LEASE, holder=holder, attempts=F("attempts") + 1):
                return Job.objects.get(pk=key)
    return None


def renew(held: Job, now: datetime) -> bool:
    """Holds a job for another `LEASE`; whether it was still this worker's."""
    return _mine(held).update(leased_until=now + LEASE) > 0


@contextmanager
def kept(held: Job, clock: Clock, every: timedelta = RENEWED_EVERY) -> Iterator[None]:
    """Renews the lease for as long as the task runs, so that long work is not begun a second time beside it."""
    over = Event()
    keeper = Thread(target=_keep, args=(held, clock, over, every.total_seconds()), name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()


def _keep(held: Job, clock: Clock, over: Event, seconds: float) -> None:
    try:
        while not over.wait(seconds) and _renewed(held, clock):
            pass
    finally:
        connection.close()  # this thread's own


def _renewed(held: Job, clock: Clock) -> bool:
    try:
        return renew(held, clock())
    except DatabaseError:  # it is asked again, well before the lease ends
        connection.close()
        return True


def release(holder: str) -> int:
    """Gives back what a worker holds that is told to stop, so that nobody waits for its lease; how many jobs."""
    return held_by(holder).update(leased_until=None, attempts=F("attempts") - 1)


def finish(held: Job, now: datetime) -> None:
    """Says that a job is done; one that recurs is due again after its interval, unless nudged meanwhile."""
    mine = _mine(held)
    if held.every is None:
        mine.update(done_at=now, leased_until=None, error="", body={})  # an address or a text has done its service
    else:
        mine.filter(due=held.due).update(due=now + timedelta(seconds=held.every))
        mine.update(leased_until=None, attempts=0, error="")


def give_back(held: Job, now: datetime, error: str, most: int) -> None:
    """Lets a job that failed come again later, or gives it up after `most` attempts."""
    gone = held.attempts >= most and held.every is None
    wait = min(timedelta(seconds=10 * 4 ** min(held.attempts, 6)), LONGEST_WAIT)
    _mine(held).update(due=now + wait, leased_until=None, failed_at=now if gone else None, error=error)


def mend(now: datetime) -> int:
    """Lets jobs come now that a clock which has gone back since set for later than can be meant; how many."""
    late = waiting().filter(due__gt=now)
    count = late.filter(at_once=True, attempts=0).update(due=now)
    count += late.filter(attempts__gt=0, due__gt=now + LONGEST_WAIT).update(due=now)
    for every in late.filter(attempts=0).exclude(every=None).values_list("every", flat=True).distinct():
        count += late.filter(attempts=0, every=every, due__gt=now + timedelta(seconds=every or 0)).update(due=now)
    return count


def sweep(now: datetime) -> int:
    """Forgets jobs that were done long ago, few at a time; how many."""
    count = 0
    while old := list(Job.objects.filter(done_at__lt=now - KEPT).values_list("pk", flat=True)[:_SWEPT_AT_ONCE]):
        count += Job.objects.filter(pk__in=old).delete()[0]
    return count


def retry(name: str, now: datetime) -> bool:
    """Lets a job that was given up come again from the beginning; whether there was one."""
    given_up = Job.objects.filter(pk=name).exclude(failed_at=None)
    return given_up.update(failed_at=None, leased_until=None, attempts=0, due=now) > 0


def _mine(held: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=held.pk, holder=held.holder)
