"""The web application under load: the contests, and what runs in them.

Customers of a survey and readers of a board come over real connections, four at once, to a real `clearbar serve`; the
other side is the same server with a view that writes or reads one row. Pages are opened before the clock runs, so that
the answers alone are timed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import httpx
from tests.web.killing import FIELD, kill_under_load
from tests.web.serving import Served, environment, free_port, serving

from bench.child import Clock
from bench.contest import Contest, Target
from bench.place import Place
from bench.spawn import ROOT, call

AT_ONCE = 4
PATIENCE_SECONDS = 30.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Ask = tuple[str, str, str, dict[str, str]]
"""Method, path, body and headers."""


def contests(place: Place) -> list[Contest]:
    """Answers, boards, starts, kills and weights."""
    few = place.small < 10**6
    answers, reads, kills = (200, 100, 10) if few else (2_000, 500, 200)
    return [
        Contest(
            "web-answers",
            f"{answers:,} answers to a survey, over HTTP",
            [
                ("Clearbar", partial(call, "bench.web:answers", number=answers)),
                ("one row (the same server)", partial(call, "bench.web:rows", number=answers, method="POST")),
            ],
            "Each answer is checked, its ratings, words, one-use token, counters and audit line are written, and it is "
            "on the disk before anybody is thanked (SQLite, synchronous=FULL). The other side inserts one row.",
        ),
        Contest(
            "web-board",
            f"{reads:,} reads of the house's board, over HTTP",
            [
                ("Clearbar", partial(call, "bench.web:boards", number=reads, ratings=place.tiny)),
                ("one row (the same server)", partial(call, "bench.web:rows", number=reads, method="GET")),
            ],
            f"A leader opens the page of the house, over {place.tiny:,} ratings. The other side reads one row.",
        ),
        Contest(
            "web-start",
            "`clearbar serve` until it answers: a new folder",
            [("Clearbar", partial(call, "bench.web:first_start"))],
            "From the command to the first answer, with the database made and the first link printed.",
        ),
        Contest(
            "web-start-again",
            "`clearbar serve` until it answers: a folder in use",
            [("Clearbar", partial(call, "bench.web:second_start"))],
            "From the command to the first answer.",
        ),
        Contest(
            "web-kills",
            f"{kills} times kill -9 while customers answer",
            [("Clearbar", partial(call, "bench.web:kills", number=kills))],
            "Four customers answer a survey; the server is killed at moments drawn by chance and started again. Every "
            "answer that was thanked for is looked up in the database afterwards.",
            rounds=1,
        ),
        Contest(
            "web-weights",
            "weights of pages",
            [("Clearbar", partial(call, "bench.web:weights"))],
            "Bytes of the page itself, and with its styles and scripts, as they are sent.",
            rounds=1,
            target=Target(),
        ),
    ]


def answers(clock: Clock, number: int) -> dict[str, Any]:
    """Customers of a survey answer."""
    with _house(posters=number // 200 + 1) as (served, posters):
        asks = list(_tickets(served, posters, number))
        return _timed(clock, served.port, asks)


def boards(clock: Clock, number: int, ratings: int) -> dict[str, Any]:
    """A leader reads the board of the house."""
    with _house(ratings=ratings) as (served, _):
        _until_mirrored(served)
        cookie = {"Cookie": _logged_in(served)}
        return _timed(clock, served.port, [("GET", "/house/", "", cookie)] * number)


def rows(clock: Clock, number: int, method: str) -> dict[str, Any]:
    """The plain view, asked the same way."""
    with TemporaryDirectory() as folder, _plain(Path(folder)) as port:
        body = urlencode({"words": "x" * 40})
        _timed(Clock(), port, [("POST", "/row/", body, FORM)] * AT_ONCE)
        return _timed(clock, port, [(method, "/row/", body if method == "POST" else "", FORM)] * number)


def first_start(clock: Clock) -> dict[str, Any]:
    """A start on no folder at all."""
    with TemporaryDirectory() as folder, clock, serving(Path(folder) / "house"):
        pass
    return {}


def second_start(clock: Clock) -> dict[str, Any]:
    """A start where another was before."""
    with TemporaryDirectory() as folder:
        with serving(Path(folder) / "house") as served:
            served.stop()
        with clock, serving(Path(folder) / "house"):
            pass
    return {}


def kills(clock: Clock, number: int) -> dict[str, Any]:
    """Kills under load, and what was lost by them."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "house"
        posters = _filled(data, posters=60)
        with clock:
            found = kill_under_load(data, posters, number)
    return {"kills": found.kills, "acknowledged": found.acknowledged, "lost": len(found.lost)}


def weights(clock: Clock) -> dict[str, Any]:
    """Bytes of a survey, of the log-in and of the first page."""
    with _house(posters=1) as (served, posters), clock:
        cookie = _logged_in(served)
        pages = {"survey": (f"/q/{posters[0]}/", ""), "log-in": ("/accounts/login/", ""), "home": ("/", cookie)}
        return {name: _weight(served, path, cookie) for name, (path, cookie) in pages.items()}


def _weight(served: Served, path: str, cookie: str) -> list[int]:
    """Of the page alone, and with all that it fetches."""
    with httpx.Client(base_url=served.address, headers={"Cookie": cookie}) as browser:
        page = browser.get(path)
        assert page.status_code == 200, path
        found = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
        return [
            len(page.content),
            len(page.content) + sum(len(browser.get(one).content) for one in found),
        ]


@contextmanager
def _house(ratings: int = 0, posters: int = 0) -> Iterator[tuple[Served, list[str]]]:
    with TemporaryDirectory() as folder:
        data = Path(folder) / "house"
        made = _filled(data, ratings, posters)
        with serving(data, CLEARBAR_BEHIND_PROXY="yes") as served:
            yield served, made


def _filled(data: Path, ratings: int = 0, posters: int = 0) -> list[str]:
    words = [sys.executable, "-m", "tests.web.filling", str(data), "--ratings", str(ratings), "--posters", str(posters)]
    done = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    made: list[str] = json.loads(done.stdout.splitlines()[-1])
    return made


@contextmanager
def _plain(folder: Path) -> Iterator[int]:
    port = free_port()
    words = [sys.executable, "-m", "bench.plain", str(folder), str(port)]
    server = subprocess.Popen(words, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    try:
        _until(lambda: httpx.get(f"http://127.0.0.1:{port}/alive/").status_code == 200)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _until(met: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if met():
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    raise TimeoutError


def _tickets(served: Served, posters: Sequence[str], number: int) -> Iterator[Ask]:
    """Opens a page for each answer, each from an address of its own."""
    with httpx.Client(base_url=served.address) as browser:
        for i in range(number):
            path = f"/q/{posters[i % len(posters)]}/"
            came_from = {"X-Forwarded-For": f"10.0.{i >> 8}.{i & 255}"}
            told = dict(FIELD.findall(browser.get(path, headers=came_from).text))
            yield "POST", path, urlencode({**told, "g0": 4, "e0": 4, "words": "All was well."}), FORM | came_from


def _logged_in(served: Served) -> str:
    with httpx.Client(base_url=served.address) as browser:
        browser.get("/accounts/login/")
        token = browser.cookies["csrftoken"]
        told = {"csrfmiddlewaretoken": token, "login": "hugo", "password": "correct horse battery"}
        done = browser.post("/accounts/login/", data=told, headers={"Referer": served.address})
        assert done.status_code == 302, done.text
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def _until_mirrored(served: Served) -> None:
    """Until the evidence has all ratings, and has not changed for a moment."""
    evidence = Path(served.log.with_name(served.log.name.partition("-serve-")[0])) / "evidence"
    seen: list[int] = []

    def settled() -> bool:
        seen.append(len(list(evidence.rglob("*.json"))))
        return len(seen) > 40 and seen[-1] > 0 and len(set(seen[-40:])) == 1

    _until(settled, 120)


def _timed(clock: Clock, port: int, asks: Sequence[Ask]) -> dict[str, Any]:
    """Asks all of these, four at once; how many a second, and the slowest hundredth in milliseconds."""
    times: list[float] = []
    with clock:
        began = time.perf_counter()
        threads = [threading.Thread(target=_ask, args=(port, asks[i::AT_ONCE], times)) for i in range(AT_ONCE)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        seconds = time.perf_counter() - began
    if len(times) != len(asks):
        raise RuntimeError(f"{len(asks) - len(times)} of {len(asks)} were not answered")
    slowest = sorted(times)[int(len(times) * 0.99)]
    return {"asked": len(asks), "a second": len(asks) / seconds, "p99": slowest * 1000}


def _ask(port: int, asks: Sequence[Ask], times: list[float]) -> None:
    wire = HTTPConnection("127.0.0.1", port, timeout=30)
    for method, path, body, headers in asks:
        began = time.perf_counter()
        wire.request(method, path, body or None, headers)
        answer = wire.getresponse()
        answer.read()
        if answer.status == 200:
            times.append(time.perf_counter() - began)
