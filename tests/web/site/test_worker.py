"""A worker whose database goes away in the middle of a job, and comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone

from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Job
from clearbar.web.site.worker import FAULT_SECONDS, Worker

pytestmark = pytest.mark.django_db(transaction=True)


def _refuse_writing(refused: bool) -> None:
    """What a full disk or a database that is only read does, on this connection."""
    order = "set default_transaction_read_only = {}" if connection.vendor == "postgresql" else "pragma query_only = {}"
    with connection.cursor() as cursor:
        cursor.execute(order.format("on" if refused else "off"))


@pytest.mark.parametrize("fails", [True, False], ids=["failed", "done"])
def test_a_job_whose_end_could_not_be_told_comes_again_when_the_database_is_back(fails: bool) -> None:
    """Not only when its lease is over."""
    begun: list[datetime] = []

    def at_work(*, now: datetime) -> None:
        begun.append(now)
        if len(begun) == 1:
            _refuse_writing(True)
            if fails:
                raise OSError

    worker, began = Worker(), timezone.now()
    with patch.dict(jobs._TASKS, {"at work": at_work}):
        jobs.ask_now("at work", name="w", at=began)
        assert worker.turn() == FAULT_SECONDS
        assert worker.turn() == FAULT_SECONDS  # it is still away
        _refuse_writing(False)
        worker.turn()
        job = Job.objects.get(pk="w")
        assert job.leased_until is None and job.holder == worker.holder and job.attempts == 1 and job.error
        assert job.due - began < timedelta(minutes=1)
        assert jobs.work(lambda: job.due)
    assert len(begun) == 2
    assert Job.objects.get(pk="w").done_at


def test_a_worker_that_always_reached_its_database_puts_nothing_down() -> None:
    with patch("clearbar.web.site.worker.put_down") as put_down:
        worker = Worker()
        worker.turn()
        worker.turn()
    assert not put_down.called
