"""Writers of one process wait for each other in order, and a turn ends however a transaction does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ConnectionHandler

from clearbar.web.ledger.sqlite import base
from clearbar.web.site import env

pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Writes a number in a transaction, to a database in a file, by a connection of the thread that calls; `held` is
    called before the transaction ends."""
    kept = ConnectionHandler({"default": env.sqlite(tmp_path / "turns.db")})
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: kept["default"])
    with kept["default"].cursor() as cursor:
        cursor.execute("create table kept (number integer primary key)")

    def write(number: int, held: Callable[[], None] = lambda: None) -> None:
        try:
            with transaction.atomic(), kept["default"].cursor() as cursor:
                cursor.execute("insert into kept values (%s)", [number])
                held()
        finally:
            if threading.current_thread() is not threading.main_thread():
                kept["default"].close()

    yield write
    kept["default"].close()
    assert not base._TURN.locked()


def write_at_once(write: Write, threads: int, held: Callable[[], None]) -> None:
    """Lets so many writers come at once."""
    began = threading.Barrier(threads)

    def one(number: int) -> None:
        began.wait(30)
        write(number, held)

    all_of_them = [threading.Thread(target=one, args=(number,)) for number in range(threads)]
    for each in all_of_them:
        each.start()
    for each in all_of_them:
        each.join(30)


def test_who_waits_does_not_even_ask_the_database(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would answer that it is busy, and let them sleep."""
    asked, begin = list[str](), base.base.DatabaseWrapper._start_transaction_under_autocommit  # type: ignore[attr-defined]

    def begins(self: object) -> None:
        asked.append(threading.current_thread().name)
        begin(self)

    monkeypatch.setattr(base.base.DatabaseWrapper, "_start_transaction_under_autocommit", begins)
    second = threading.Thread(target=write, args=(2,), name="second")
    with transaction.atomic():
        second.start()
        second.join(0.2)
        assert asked == [threading.current_thread().name] and second.is_alive()
    second.join(10)
    assert asked[1:] == ["second"] and not second.is_alive()


def test_only_one_writes_at_a_time(write: Write) -> None:
    inside, seen = list[str](), list[int]()

    def held() -> None:
        inside.append(threading.current_thread().name)
        threading.Event().wait(0.01)
        seen.append(len(inside))
        inside.pop()

    write_at_once(write, 6, held)
    assert seen == [1] * 6


def test_a_turn_ends_with_a_fault(write: Write) -> None:
    write(1)
    for _ in range(3):
        with pytest.raises(IntegrityError):
            write(1)
    write(2)


def test_a_turn_ends_with_its_connection(write: Write) -> None:
    """A connection that breaks in the middle of a transaction is closed by Django."""
    with transaction.atomic():
        connection = transaction.get_connection()
        assert base._TURN.locked()
        connection.needs_rollback = True
    assert not base._TURN.locked()
    connection.set_autocommit(True)
    with pytest.raises(RuntimeError), transaction.atomic():
        connection.close()
        raise RuntimeError
    assert not base._TURN.locked()


def test_who_waited_too_long_asks_all_the_same(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "LONGEST_SECONDS", 0.05)
    with base._TURN:
        write(1)
