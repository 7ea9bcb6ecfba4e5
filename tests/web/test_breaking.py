"""What breaks while others work: servers and workers killed, a disk that is full. On SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import resource
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

import clearbar
from tests.conftest import ROOT
from tests.web.killing import Load, kill_under_load, stored_words
from tests.web.postgres import new_database
from tests.web.serving import PATIENCE_SECONDS, Served, environment, group, serving, start

pytestmark = [pytest.mark.slow, pytest.mark.long]


@dataclass(frozen=True)
class House:
    """A data folder with its database, which is asked from outside, past the application."""

    data: Path
    url: str

    @property
    def env(self) -> dict[str, str]:
        return {"CLEARBAR_DATABASE_URL": self.url} if self.url else {}

    def fill(self, ratings: int = 0, posters: int = 0) -> list[str]:
        """Makes it; the addresses of its posters."""
        words = [sys.executable, "-m", "tests.web.filling", str(self.data)]
        words += ["--ratings", str(ratings), "--posters", str(posters)]
        done = subprocess.run(words, cwd=ROOT, env=environment(**self.env), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        found: list[str] = json.loads(done.stdout.splitlines()[-1])
        return found

    def ask(self, question: str) -> list[Any]:
        """Rows of a question, or none of an order."""
        if self.url:
            with psycopg.connect(self.url, autocommit=True) as asked:
                found = asked.execute(question)  # type: ignore[arg-type]
                return found.fetchall() if found.description else []
        with closing(sqlite3.connect(self.data / "clearbar.db", timeout=30, isolation_level=None)) as held:
            return held.execute(question).fetchall()

    def until(self, question: str, met: Callable[[Any], bool], seconds: float = PATIENCE_SECONDS) -> Any:
        """The first value of a question, once it meets what is wanted."""
        end = time.monotonic() + seconds
        while not met(value := self.ask(question)[0][0]):
            assert time.monotonic() < end, (question, value, self.ask("select name, due, error from ledger_job"))
            time.sleep(0.02)
        return value


@pytest.fixture(params=["sqlite", "postgres"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> House:
    """An empty house on each of the two databases."""
    return House(tmp_path / "house", new_database("house") if request.param == "postgres" else "")


@pytest.fixture
def worker() -> Iterator[Callable[[House], Served]]:
    """Starts workers, which end with the test."""
    started: list[Served] = []

    def begin(house: House, **env: str) -> Served:
        started.append(start("worker", house.data, **house.env, **env))
        return started[-1]

    yield begin
    for one in started:
        if one.process.poll() is None:
            one.kill()


class _Post(socketserver.StreamRequestHandler):
    """As much of a mail server as one mail needs."""

    def handle(self) -> None:
        self._say("220 post")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split()[0].upper()
            if word == "RCPT":
                self.server.got.append(line.lower())  # type: ignore[attr-defined]
            if word == "DATA":
                self._say("354 go on")
                while self.rfile.readline() not in {b".\r\n", b""}:
                    pass
            self._say("221 bye" if word == "QUIT" else "250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def post() -> Iterator[socketserver.ThreadingTCPServer]:
    """A mail server that keeps whom mails went to, in `got`."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Post) as server:
        server.daemon_threads = True
        server.got = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_several_workers_do_each_job_once(house: House, worker: Any, post: Any) -> None:
    house.fill()
    body = '\'{{"to": "n{0}@example.test", "subject": "s", "text": "t"}}\''
    rows = ", ".join(
        f"('mail:{i}', 'mail', {body.format(i)}, '2026-01-01 00:00:00+00:00', {'true' if house.url else 1}, 0, '', '')"
        for i in range(200)
    )
    house.ask(f"insert into ledger_job (name, task, body, due, at_once, attempts, holder, error) values {rows}")
    for _ in range(3):
        worker(house, CLEARBAR_EMAIL_URL=f"smtp://127.0.0.1:{post.server_address[1]}")
    house.until("select count(*) from ledger_job where task = 'mail' and done_at is not null", lambda n: n == 200)
    assert Counter(post.got) == {f"rcpt to:<n{i}@example.test>": 1 for i in range(200)}
    assert house.ask("select max(attempts) from ledger_job where task = 'mail'") == [(1,)]


def test_work_of_a_worker_that_was_killed_in_the_middle_is_done_by_another_once(house: House, worker: Any) -> None:
    house.fill(ratings=60_000)
    first = worker(house)
    house.until("select count(*) from ledger_rating where mirrored = 1", lambda n: n > 0)
    first.kill()
    middle = house.ask("select count(*) from ledger_rating where mirrored = 1")[0][0]
    assert 0 < middle < 60_000
    assert house.ask("select attempts from ledger_job where name = 'every:mirror'") == [(1,)]
    house.ask("update ledger_job set leased_until = '2026-01-01 00:00:00+00:00' where leased_until is not null")
    worker(house)
    house.until("select count(*) from ledger_rating where mirrored = 0", lambda n: n == 0)
    [row] = clearbar.measure("clearance", house.data / "evidence").records()
    assert row["n"] == 60_000


def test_no_answer_that_was_thanked_for_is_lost_when_the_server_is_killed(house: House) -> None:
    posters = house.fill(posters=4)
    killed = kill_under_load(house.data, posters, kills=5, url=house.url)
    assert killed.acknowledged > 20 and not killed.lost, killed
    assert house.url or house.ask("pragma integrity_check") == [("ok",)]


def test_on_a_full_disk_answers_are_refused_and_go_on_when_there_is_space(tmp_path: Path) -> None:
    """No file may grow: so the system answers a program whose disk is full, here for this one alone."""
    house = House(tmp_path / "house", "")
    posters = house.fill(posters=2)
    with serving(house.data, CLEARBAR_BEHIND_PROXY="yes") as served:
        load = Load(posters, served.address)
        load.begin(2)
        _wait(lambda: len(load.acknowledged) > 5)
        _let_grow(served, 0)
        before = len(load.acknowledged)
        _wait(lambda: sum(status >= 500 for status in load.refused) > 3)
        full = len(load.acknowledged)
        _let_grow(served, resource.RLIM_INFINITY)
        _wait(lambda: len(load.acknowledged) > full + 5)
        load.end()
        assert full - before <= 2  # those that were at it when it filled
        assert set(load.acknowledged) <= stored_words(house.data)
        house.until("select count(*) from ledger_rating where mirrored = 0", lambda n: n == 0)
        [row] = clearbar.measure("clearance", house.data / "evidence").records()
        assert row["n"] == house.ask("select count(*) from ledger_rating")[0][0]


def _let_grow(served: Served, size: int) -> None:
    for one in group(served):
        resource.prlimit(one, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _wait(met: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_two_who_write_at_once_both_have_written(house: House) -> None:
    """Sixteen at once, through the server with as many threads; nobody is told that the database is locked."""
    posters = house.fill(posters=8)
    with serving(
        house.data, CLEARBAR_BEHIND_PROXY="yes", CLEARBAR_PROCESSES="2", CLEARBAR_THREADS="8", **house.env
    ) as served:
        load = Load(posters, served.address)
        load.begin(16)
        _wait(lambda: len(load.acknowledged) > 200)
        load.end()
        assert not load.refused, Counter(load.refused)
        assert set(load.acknowledged) <= stored_words(house.data, house.url)
        assert "locked" not in served.said()
