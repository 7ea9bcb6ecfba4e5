"""The backend, as Django names it: `ENGINE = "clearbar.web.ledger.sqlite"`.

SQLite has one writer at a time. Who finds it busy looks again after a sleep, of up to a tenth of a second, and may find
it busy again while others came and went: under load most waiting is sleep, and some wait very long. Threads of one
process queue before they ask, and are woken the moment it is their turn. Writers of other processes, such as those of a
worker, are still waited for by SQLite itself.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from django.db.backends.sqlite3 import base

_TURN = Lock()
LONGEST_SECONDS = 20.0
"""After so long one asks SQLite all the same, which then says that it is busy."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions take turns with those of other connections of this process."""

    _has_turn = False

    def _start_transaction_under_autocommit(self) -> None:
        """A transaction may write, and so asks for its turn first."""
        if not self._has_turn:
            self._has_turn = _TURN.acquire(timeout=LONGEST_SECONDS)
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]
        self._give_turn()  # not where it failed: the transaction is still there, and is rolled back
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            _TURN.release()
