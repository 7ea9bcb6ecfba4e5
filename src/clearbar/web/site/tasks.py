"""What the house does by itself: forgets what has done its service."""

from __future__ import annotations

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import Q

from clearbar.web.ledger.jobs import task
from clearbar.web.people.holding import few_at_a_time
from clearbar.web.people.models import Welcome

WELCOMES_KEPT = timedelta(days=30)
LOG_INS_KEPT = timedelta(days=90)


@task("sweep", every=timedelta(days=1))
def sweep(*, now: datetime) -> None:
    """Deletes expired sessions, old links and what the lock-out noted long ago."""
    old = now - LOG_INS_KEPT
    few_at_a_time(Session.objects.filter(expire_date__lt=now))
    few_at_a_time(Welcome.objects.filter(Q(spent_at__lt=now - WELCOMES_KEPT) | Q(expires__lt=now - WELCOMES_KEPT)))
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        few_at_a_time(model.objects.filter(attempt_time__lt=old))
