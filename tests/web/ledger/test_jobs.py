"""Jobs are done once each where nothing breaks, and at least once where something does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from time import perf_counter, sleep
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clearbar.web.ledger import jobs, leases
from clearbar.web.ledger.models import Job
from tests.web.conftest import NOW

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


class Breaks(Exception):
    """What a task of these tests raises."""


@pytest.fixture
def done() -> Iterator[list[str]]:
    """What the task `note` was asked to note; `break` raises."""
    noted: list[str] = []

    def note(*, now: datetime, what: str) -> None:
        noted.append(what)

    def broken(*, now: datetime, **body: object) -> None:
        raise Breaks("4111 1111 1111 1111")

    with patch.dict(jobs._TASKS, {"note": note, "break": broken}):
        yield noted


def test_work_that_is_asked_for_twice_is_done_once(done: list[str]) -> None:
    for _ in range(2):
        jobs.enqueue("note", name="n", due=NOW, what="x")
    assert jobs.settle(lambda: NOW) == 1
    jobs.enqueue("note", name="n", due=NOW, what="x")
    assert jobs.settle(lambda: NOW + HOUR) == 0
    assert done == ["x"]


def test_work_waits_until_it_is_due(done: list[str]) -> None:
    jobs.enqueue("note", name="n", due=NOW + HOUR, what="x")
    assert leases.mend(NOW) == 0
    assert jobs.settle(lambda: NOW) == 0
    assert jobs.settle(lambda: NOW + HOUR) == 1


def test_a_job_whose_worker_died_is_taken_by_another_when_the_lease_is_over(done: list[str]) -> None:
    jobs.enqueue("note", name="n", due=NOW, what="x")
    assert jobs.lease(NOW, "who dies") is not None
    assert jobs.lease(NOW + jobs.LEASE, "another") is None
    assert jobs.settle(lambda: NOW + jobs.LEASE + timedelta(seconds=1)) == 1
    assert done == ["x"]


def test_a_worker_that_lost_its_lease_does_not_undo_what_the_other_did(done: list[str]) -> None:
    jobs.enqueue("note", name="n", due=NOW, what="x")
    slow = jobs.lease(NOW, "slow")
    later = NOW + 2 * jobs.LEASE
    assert slow and jobs.settle(lambda: later) == 1
    leases.give_back(slow, later, "Breaks", 1)
    assert not leases.renew(slow, later)
    job = Job.objects.get(pk="n")
    assert job.done_at == later and job.failed_at is None


def test_a_worker_that_is_told_to_stop_gives_back_what_it_holds(done: list[str]) -> None:
    jobs.enqueue("note", name="n", due=NOW, what="x")
    assert jobs.lease(NOW, "stopped")
    assert leases.release("stopped") == 1
    assert Job.objects.get(pk="n").attempts == 0
    assert jobs.settle(lambda: NOW) == 1


def test_what_fails_comes_again_later_each_time_and_is_given_up_and_can_be_asked_for_anew(
    done: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    jobs.enqueue("break", name="b", due=NOW)
    times, waits = [NOW], []
    while jobs.work(lambda: times[-1]):
        job = Job.objects.get(pk="b")
        waits.append(job.due - times[-1])
        times.append(job.due)
    now = times[-1]
    assert len(waits) == jobs.MOST_ATTEMPTS and waits == sorted(waits) and waits[-1] == HOUR
    job = Job.objects.get(pk="b")
    assert job.failed_at and job.error == "Breaks" and "4111" not in caplog.text
    assert leases.retry("b", now) and not leases.retry("b", now)
    assert jobs.work(lambda: now) and Job.objects.get(pk="b").attempts == 1


def test_a_task_that_nobody_knows_is_given_up_too(done: list[str]) -> None:
    jobs.enqueue("unheard of", name="u", due=NOW)
    assert jobs.work(lambda: NOW)
    assert Job.objects.get(pk="u").error == "KeyError"


@pytest.mark.parametrize("back", [timedelta(minutes=30), timedelta(days=400)], ids=["half an hour", "a year"])
def test_a_clock_that_goes_back_keeps_no_job_waiting(done: list[str], back: timedelta) -> None:
    """Leased, recurring, failed, and asked for at once: each was dated by a clock that was ahead."""
    ahead, now = NOW + back, NOW
    jobs.ask_now("note", name="at once", at=ahead, what="at once")
    Job.objects.create(name="every", task="note", due=ahead + timedelta(minutes=1), every=60, body={"what": "every"})
    jobs.enqueue("note", name="leased", due=now, what="leased")
    assert jobs.lease(ahead - timedelta(seconds=1), "died").pk == "leased"  # type: ignore[union-attr]
    jobs.enqueue("note", name="again", due=ahead + timedelta(minutes=5), what="again")
    Job.objects.filter(pk="again").update(attempts=2)
    assert leases.mend(now) == (3 if back > HOUR else 2)
    jobs.settle(lambda: now)
    assert sorted(done) == ["again", "at once", "every", "leased"][0 if back > HOUR else 1 :]


def test_a_recurring_task_comes_again_and_a_nudge_while_it_runs_is_not_lost(done: list[str]) -> None:
    Job.objects.create(name="every:note", task="note", due=NOW, every=3600, body={"what": "x"})
    held = jobs.lease(NOW, "w")
    assert held
    leases.finish(held, NOW)
    assert Job.objects.get().due == NOW + HOUR
    jobs.nudge("note", NOW)
    held = jobs.lease(NOW, "w")
    assert held
    Job.objects.update(due=NOW + timedelta(seconds=5))
    leases.finish(held, NOW + timedelta(seconds=9))
    assert Job.objects.get().due == NOW + timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
def test_the_lease_of_long_work_is_renewed_while_it_runs(done: list[str]) -> None:
    jobs.enqueue("note", name="n", due=NOW, what="x")
    held = jobs.lease(NOW, "w")
    assert held
    with leases.kept(held, lambda: NOW + jobs.LEASE, every=timedelta(milliseconds=20)):
        until = perf_counter() + 60
        while Job.objects.get().leased_until == NOW + jobs.LEASE and perf_counter() < until:
            sleep(0.01)
    assert Job.objects.get().leased_until == NOW + 2 * jobs.LEASE


def test_old_jobs_are_forgotten_and_young_ones_and_those_to_be_done_are_not(done: list[str]) -> None:
    old = NOW - leases.KEPT - HOUR
    Job.objects.bulk_create(Job(name=f"old-{i}", task="note", due=old, done_at=old) for i in range(1_201))
    Job.objects.create(name="young", task="note", due=old, done_at=NOW - HOUR)
    Job.objects.create(name="open", task="note", due=old)
    assert leases.sweep(NOW) == 1_201
    assert set(Job.objects.values_list("name", flat=True)) == {"young", "open"}


def test_taking_a_job_is_three_short_questions_however_many_wait(done: list[str]) -> None:
    waiting = (Job(name=f"j-{i}", task="note", due=NOW + timedelta(seconds=i % 7), body={}) for i in range(5_000))
    Job.objects.bulk_create(waiting)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert jobs.lease(NOW + HOUR, "w")
    assert len(asked) == 3
