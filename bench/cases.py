"""Open cases listed: the contest, and what runs in it.

A house with ten thousand open cases and twice as many that are closed, of two teams, with sealed words each. Who leads
the house reads the list, its later pages and what it can be filtered by; so does who leads a team, and an owner of a
few hundred. On SQLite as a house has it, and on a PostgreSQL of the tests.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench.child import Clock
from bench.contest import Contest, Target
from bench.due import set_up
from bench.place import Place, many
from bench.spawn import call

OPEN, CLOSED = 10_000, 20_000
CUSTOMERS = 900
ROUNDS, LATER = 4, 40
"""How often each list is read, and how many pages one after the other."""
PROMISED_SECONDS = 0.2
PATHS = (
    "?show=open", "?show=mine", "?show=late", "?show=silent", "?show=closed", "?show=open&severity=grave",
    "?show=open&team=north&came_by=mail",
)  # fmt: skip


def contests(place: Place) -> list[Contest]:
    """On both databases."""
    del place
    return [
        Contest(
            f"cases-{database}",
            f"a page of {many(OPEN)} open cases: {name}",
            [("Clearbar", partial(call, "bench.cases:listed", database=database))],
            f"Beside {many(CLOSED)} that are closed. A leader of the house, a leader of a team and an owner read the "
            "list, forty of its pages one after the other, and what it can be filtered by; words are unsealed for "
            "each row. The seconds are those of the slowest hundredth.",
            rounds=1,
            target=Target(seconds=PROMISED_SECONDS),
        )
        for database, name in (("sqlite", "SQLite"), ("postgres", "PostgreSQL"))
    ]


def listed(clock: Clock, database: str) -> dict[str, Any]:
    """Reads every list again and again; the clock gets the slowest hundredth."""
    with TemporaryDirectory() as folder:
        set_up(Path(folder) / "house", database, "bench_cases")
        _fill()
        times = sorted(_reads())
        slowest = times[int(0.99 * (len(times) - 1))]
        with clock:
            pass
        clock.seconds = slowest
        return {"pages": len(times), "median ms": 1000 * median(times), "slowest ms": 1000 * slowest}


def _fill() -> None:
    from django.utils import timezone
    from tests.web.conftest import move_in

    from clearbar.web.audit.seals import seal_all
    from clearbar.web.followup.models.recovery import Case

    move_in()
    now = timezone.now()
    said = "I waited for twenty minutes at the counter, and then the box was empty again."
    words = seal_all([(f"c-{i}", said) for i in range(CUSTOMERS)])
    for start in range(0, OPEN + CLOSED, 2_000):
        Case.objects.bulk_create([_case(i, now, words[i % CUSTOMERS]) for i in range(start, start + 2_000)])


def _case(number: int, now: datetime, words: bytes) -> Any:
    from clearbar.web.followup.models.recovery import CameBy, Case, Severity, State

    is_open = number < OPEN
    opened = now - timedelta(minutes=7 * (number % 5_000))
    due = opened + timedelta(hours=(2, 8, 24)[number % 3] + 400 * (number % 2))
    team, subject = ("north", "south")[number % 2], f"c-{number % CUSTOMERS}"
    owners = ("lea", "gwen", "hugo") if team == "north" else ("olga", "otto", "hugo")
    state = State.SILENT if number % 50 == 0 else State.OPEN
    return Case(
        state=state if is_open else State.CLOSED, severity=Severity.values[number % 3], site=f"s-{team}", team=team,
        came_by=CameBy.values[number % 5], subject=subject, language="en", owner=owners[number % 3], opened_at=opened,
        words=words, since=opened,
        answer_due=due, solve_due=due + timedelta(days=3), due=due if is_open else None,
        look_at=due if is_open else None, closed_at=None if is_open else opened + timedelta(hours=1),
        in_time=None if is_open else number % 4 > 0, before=1 + number % 3, after=None if is_open else 1 + number % 5,
    )  # fmt: skip


def _reads() -> Iterator[float]:
    """Seconds of each page; the first of each person is not counted, as it loads what every page needs."""
    from django.test import Client

    from clearbar.web.people.models import User

    for name in ("hugo", "lea", "gwen"):
        client = Client()
        client.force_login(
            User.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        _timed(client, PATHS[0])
        for _ in range(ROUNDS):
            for path in PATHS:
                seconds, page = _timed(client, path)
                yield seconds
        path, count = PATHS[0], 0
        while path and count < LATER:
            seconds, page = _timed(client, path)
            yield seconds
            path, count = _next(page), count + 1
        assert count > 1, "there is more than one page"


def _timed(client: Any, path: str) -> tuple[float, str]:
    began = time.perf_counter()
    page = client.get(f"/followup/cases/{path}", headers={"host": "localhost"})
    took = time.perf_counter() - began
    assert page.status_code == 200
    return took, page.content.decode()


def _next(page: str) -> str:
    from html import unescape

    found = page.partition('class="button second" href="')[2].partition('"')[0]
    return unescape(found) if "after=" in found else ""
