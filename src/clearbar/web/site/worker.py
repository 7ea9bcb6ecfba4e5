"""The worker: does jobs as they fall due, until it is told to stop."""

from __future__ import annotations

from logging import getLogger
from secrets import token_hex
from threading import Event
from time import monotonic

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError, InterfaceError
from django.utils import timezone

from clearbar.web.ledger.jobs import put_down, work
from clearbar.web.ledger.leases import mend, release

log = getLogger("clearbar.jobs")

IDLE_SECONDS = 0.5
"""So long it waits before it looks again, where nothing was due."""
FAULT_SECONDS = 5.0
MEND_SECONDS = 60.0
"""So often it looks for jobs that a clock which went back has put off."""
LONGEST_GOODBYE_SECONDS = 8.0
"""So long a running job may go on after the word to stop; then it is given back, and done by another."""


class Worker:
    """Who does jobs, under a name of its own."""

    def __init__(self) -> None:
        self.holder = token_hex(8)
        self._mended = -MEND_SECONDS
        self._was_away = False

    def work_until(self, stop: Event) -> None:
        """Does jobs until `stop` is set; a database that is away for a while is waited for."""
        while not stop.is_set():
            wait = self.turn()
            close_old_connections()
            stop.wait(wait)
        connection.close()

    def turn(self) -> float:
        """Does the next job, if any; how many seconds to wait before the next turn."""
        try:
            self._mend()
            if self._was_away:
                put_down(self.holder, timezone.now)
                self._was_away = False
            return 0.0 if work(timezone.now, self.holder) else IDLE_SECONDS
        except (DatabaseError, InterfaceError) as fault:
            log.warning("the worker cannot reach its database: %s", type(fault).__name__)
            self._was_away = True
            return FAULT_SECONDS

    def _mend(self) -> None:
        if monotonic() - self._mended >= MEND_SECONDS:
            self._mended = monotonic()
            if count := mend(timezone.now()):
                log.warning("the clock went back; %d jobs that it put off are done now", count)

    def leave(self) -> None:
        """Gives back the job that it still holds, if any."""
        release(self.holder)
