"""Jobs: work that follows an act, kept in the same database and asked for in the same transaction.

A worker leases one job at a time, works without an open transaction, and says when it is done. A worker that dies
leaves a lease that ends; another takes the job, so a task must bear being done twice. A task that fails comes again,
later each time, and is given up after `MOST_ATTEMPTS`, where the set-up page shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import getLogger
from secrets import token_hex
from traceback import extract_tb
from typing import Any

from clearbar.web.ledger.leases import LEASE, Clock, finish, give_back, held_by, kept, lease, sweep
from clearbar.web.ledger.models import Job

__all__ = [
    "LEASE",
    "MOST_ATTEMPTS",
    "arm",
    "ask_now",
    "enqueue",
    "lease",
    "nudge",
    "publish",
    "put_down",
    "settle",
    "task",
    "work",
]

log = getLogger("clearbar.jobs")

MOST_ATTEMPTS = 8

Task = Callable[..., None]
"""Is called with `now` and the names of the job's body."""


@dataclass(frozen=True)
class Recurring:
    """A task that comes again by itself."""

    task: str
    every: timedelta


_TASKS: dict[str, Task] = {}
_RECURRING: list[Recurring] = []
_HEARERS: dict[str, list[str]] = {}


def task(name: str, *, every: timedelta | None = None, hears: tuple[str, ...] = ()) -> Callable[[Task], Task]:
    """Names a function as a task; `every` lets it come again by itself, `hears` with each news of these topics."""

    def named(function: Task) -> Task:
        _TASKS[name] = function
        if every:
            _RECURRING.append(Recurring(name, every))
        for topic in hears:
            _HEARERS.setdefault(topic, []).append(name)
        return function

    return named


def enqueue(task: str, *, name: str, due: datetime, **body: Any) -> None:
    """Asks for work, once for each name, in the transaction of the act that wants it done."""
    Job.objects.get_or_create(name=name, defaults={"task": task, "due": due, "body": body})


def ask_now(task: str, *, name: str, at: datetime, **body: Any) -> None:
    """Asks for work that is due at once: it waits for nothing, not even for a clock that goes back meanwhile."""
    Job.objects.get_or_create(name=name, defaults={"task": task, "due": at, "at_once": True, "body": body})


def publish(topic: str, *, name: str, at: datetime, **body: Any) -> None:
    """Tells news to those tasks that hear this topic: one job for each, in the transaction of the act.

    This is how apps that do not know each other meet.
    """
    for hearer in _HEARERS.get(topic, []):
        ask_now(hearer, name=f"{hearer}:{topic}:{name}", at=at, topic=topic, **body)


def nudge(task: str, now: datetime) -> None:
    """Lets a recurring task come at once, for the act of this transaction."""
    Job.objects.filter(pk=f"every:{task}", due__gt=now).update(due=now)


def arm(now: datetime) -> None:
    """Sees to it that every recurring task has its job."""
    for one in _RECURRING:
        seconds = int(one.every.total_seconds())
        Job.objects.get_or_create(name=f"every:{one.task}", defaults={"task": one.task, "due": now, "every": seconds})
        Job.objects.filter(name=f"every:{one.task}").exclude(every=seconds).update(every=seconds)


def work(clock: Clock, holder: str = "") -> bool:
    """Does the next job that is due; whether there was one."""
    held = lease(clock(), holder or token_hex(8))
    if held is None:
        return False
    try:
        with kept(held, clock):
            _TASKS[held.task](now=clock(), **held.body)
    except Exception as fault:  # whatever a task raises, the worker goes on
        where = extract_tb(fault.__traceback__)[-1]
        # Not its words: a fault of a database or a mail server quotes what it was given.
        log.warning("job %s failed: %s in %s:%s", held.task, type(fault).__name__, where.filename, where.lineno)
        give_back(held, clock(), type(fault).__name__, MOST_ATTEMPTS)
    else:
        finish(held, clock())
    return True


def settle(clock: Clock, most: int = 10_000) -> int:
    """Does all that is due now, and what that asks for in turn; how many jobs."""
    return next((count for count in range(most) if not work(clock)), most)


def put_down(holder: str, clock: Clock) -> int:
    """Gives back what a worker between two jobs still holds; how many jobs.

    Its database was away when it would have said how they ended: nobody waits for the lease to end, and what was done
    is done once more.
    """
    held = list(held_by(holder))
    for one in held:
        give_back(one, clock(), one.error or "NotSaid", MOST_ATTEMPTS)
    return len(held)


@task("sweep jobs", every=timedelta(days=1))
def sweep_jobs(*, now: datetime) -> None:
    """Forgets jobs that were done long ago."""
    sweep(now)
