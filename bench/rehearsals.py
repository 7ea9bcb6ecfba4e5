"""Rehearsals under load: a thousand people in a talk each, who all say a line every ten seconds.

Each has a session and a connection of their own that is kept, as a browser's is, to a real `clearbar serve` on SQLite.
A line is due at its time, whether or not the one before it was answered in time: what it waits for is counted. A talk
that ends is begun again from its first line, which is not counted. The other side is the same server with a view that
inserts a row, asked at the same times.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from tests.web.serving import Served, environment, serving

from bench import web
from bench.child import Clock
from bench.contest import Contest
from bench.place import Place
from bench.spawn import ROOT, call

EVERY_SECONDS = 10.0
LINES = (
    "What happened to them?", "May I see it?", "Let me look at it with you.", "I am sorry for the long way.",
    "You can choose between a repair today and a new frame.", "Where does it trouble you most?",
    "Give me a moment, I will ask.", "Would that help you?",
)  # fmt: skip
"""What is said, one after the other; one of it ends the talk, some of it the customer does not understand."""
WARM = 20
TOKEN = "b" * 32
"""Of the form: who sends it as a cookie and as a field has the page."""
_SAID = re.compile(rb'name="said" value="(\d+)"')
_TALK = re.compile(rb"location: /practice/talk/(\d+)/", re.IGNORECASE)


def contests(place: Place) -> list[Contest]:
    """One: rehearsals that are open at once."""
    few = place.small < 10**6
    people, seconds = (100, 10) if few else (1_000, 60)
    return [
        Contest(
            "rehearsals",
            f"{people:,} rehearsals open at once, a line each every {EVERY_SECONDS:.0f} s, over HTTP",
            [
                ("Clearbar", partial(call, "bench.rehearsals:talks", people=people, seconds=seconds)),
                ("one row (the same server)", partial(call, "bench.rehearsals:rows", people=people, seconds=seconds)),
            ],
            "The customer follows the script and hears by TF-IDF. Each line is kept with its answer and its audit "
            "line, on the disk before it is shown (SQLite, synchronous=FULL). The other side inserts one row.",
            rounds=1,
        )
    ]


@dataclass
class Talker:
    """Somebody who rehearses: their session, their talk, and how many lines they have said in it."""

    session: str
    key: int
    said: int = 0


def talks(clock: Clock, people: int, seconds: int) -> dict[str, Any]:
    """People rehearse."""
    with _house(people) as (served, talkers):
        asks = [partial(_say, talker) for talker in talkers]
        return _timed(clock, served.port, asks, seconds)


def rows(clock: Clock, people: int, seconds: int) -> dict[str, Any]:
    """The plain view, asked at the same times."""
    with TemporaryDirectory() as folder, web._plain(Path(folder)) as port:
        return _timed(clock, port, [_row] * people, seconds)


@contextmanager
def _house(people: int) -> Iterator[tuple[Served, list[Talker]]]:
    with TemporaryDirectory() as folder:
        data = Path(folder) / "house"
        words = [sys.executable, "-m", "bench.talkers", str(data), str(people)]
        done = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
        made = [Talker(*one) for one in json.loads(done.stdout.splitlines()[-1])]
        with serving(data) as served:
            yield served, made


class Wire:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, told: dict[str, Any], cookies: str = "", *, by_script: bool = True) -> bytes:
        """The whole answer. Opens the connection again where the server has closed it."""
        body = urlencode(told).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            + (f"Cookie: {cookies}\r\n" if cookies else "")
            + ("HX-Request: true\r\n" if by_script else "")
            + "\r\n"
        )
        for attempt in range(2):
            if self._streams is None or attempt:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            try:
                writer.write(head.encode() + body)
                return await _answer(reader)
            except (ConnectionError, asyncio.IncompleteReadError):
                writer.close()
        raise ConnectionError("the server does not answer")

    def close(self) -> None:
        """Ends it."""
        if self._streams:
            self._streams[1].close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    if length:
        return head + await reader.readexactly(int(length[1]))
    body = b""
    while size := int((await reader.readuntil(b"\r\n")).strip() or b"0", 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return head + body


Ask = Callable[[Wire, int], Awaitable[tuple[float, bool]]]
"""A connection and a number → seconds, and whether it went well."""


async def _row(wire: Wire, number: int) -> tuple[float, bool]:
    del number
    began = time.perf_counter()
    answer = await wire.post("/row/", {"words": "x" * 40})
    return time.perf_counter() - began, answer.startswith(b"HTTP/1.1 200")


async def _say(talker: Talker, wire: Wire, number: int) -> tuple[float, bool]:
    cookies = f"clearbar={talker.session}; csrftoken={TOKEN}"
    told = {"csrfmiddlewaretoken": TOKEN, "said": talker.said, "text": LINES[number % len(LINES)]}
    began = time.perf_counter()
    answer = await wire.post(f"/practice/talk/{talker.key}/", told, cookies)
    took = time.perf_counter() - began
    said = _SAID.search(answer)
    went_well = answer.startswith(b"HTTP/1.1 200") and said is not None and int(said[1]) == talker.said + 1
    talker.said += 1
    if b'id="over"' in answer:
        again = await wire.post(
            f"/practice/talk/{talker.key}/again/", {"csrfmiddlewaretoken": TOKEN, "line": 0}, cookies, by_script=False
        )
        found = _TALK.search(again)
        talker.key, talker.said = int(found[1]) if found else talker.key, 0
    return took, went_well


def _timed(clock: Clock, port: int, asks: Sequence[Ask], seconds: int) -> dict[str, Any]:
    """All of these ask every ten seconds for so long, each from a moment of their own on."""
    times: list[tuple[float, bool]] = []
    asyncio.run(_first(port, asks[:WARM]))
    with clock:
        asyncio.run(_all(port, asks, seconds, times))
    if wrong := sum(not well for _, well in times):
        raise RuntimeError(f"{wrong} of {len(times)} lines were not kept")
    taken = sorted(took for took, _ in times)
    at = {f"p{share}": taken[int(len(taken) * share / 100)] * 1000 for share in (50, 99)}
    return {"asked": len(taken), "a second": len(taken) / seconds, **at}


async def _first(port: int, asks: Sequence[Ask]) -> None:
    """A few lines before the clock runs, one after the other: a server that has just started reads its book first."""
    for ask in asks:
        wire = Wire(port)
        await ask(wire, 0)
        wire.close()


async def _all(port: int, asks: Sequence[Ask], seconds: int, times: list[tuple[float, bool]]) -> None:
    draw = random.Random(len(asks))
    starts = [draw.uniform(0, EVERY_SECONDS) for _ in asks]
    began = time.perf_counter() + 1
    await asyncio.gather(
        *(
            _one(port, ask, began + start, seconds, i, times)
            for i, (ask, start) in enumerate(zip(asks, starts, strict=True))
        )
    )


async def _one(port: int, ask: Ask, first: float, seconds: int, place: int, times: list[tuple[float, bool]]) -> None:
    """One who asks; what is late waits for the one before it, and that is counted."""
    wire = Wire(port)
    for number in range(int(seconds / EVERY_SECONDS)):
        due = first + number * EVERY_SECONDS
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        late = time.perf_counter() - due
        took, well = await ask(wire, place + number)
        times.append((took + max(0.0, late), well))
    wire.close()
