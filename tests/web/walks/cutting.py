"""A network that is cut at random bytes, and a phone that sends its walks through it as the kit does.

phone (its outbox) → proxy (cuts) → a real `clearbar serve` on SQLite. Each connection has a fate: refused, cut after so
many bytes of the request, cut after so many bytes of the answer (the server has the walks, the phone does not know), or
whole for a few batches. A cut is a reset, as when a phone leaves the house.
"""

from __future__ import annotations

import socket
import sqlite3
import struct
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.web.serving import Served, environment, free_port, serving

JOURNEY = "choose-glasses"
AT_ONCE = 50
"""As offline.js sends."""
ROOT = Path(__file__).parents[3]
_RESET = struct.pack("ii", 1, 0)


@dataclass
class Cuts:
    """What came of connections so far."""

    refused: int = 0
    asking: int = 0
    answering: int = 0
    whole: int = 0


@dataclass
class Proxy:
    """Listens, and cuts what it passes on."""

    server: int
    chance: Random
    often: float = 0.8
    port: int = field(default_factory=free_port)
    cuts: Cuts = field(default_factory=Cuts)
    _listening: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Ends it."""
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                phone, _ = self._listening.accept()
            except OSError:
                return
            fate, asked, answered = self._fate()
            threading.Thread(target=self._pass, args=(phone, fate, asked, answered), daemon=True).start()

    def _fate(self) -> tuple[str, int, int]:
        """Small numbers fall into the head of a request or an answer, large ones into the body of a batch."""
        draw = self.chance.random()
        bytes = int(10 ** self.chance.uniform(0, 4.7))
        if draw >= self.often:
            self.cuts.whole += 1
            return "whole", int(10 ** self.chance.uniform(4.0, 5.0)), 1 << 60
        if draw < self.often / 6:
            self.cuts.refused += 1
            return "refused", 0, 0
        if draw < self.often * 2 / 6:
            self.cuts.asking += 1
            return "asking", bytes, 1 << 60
        self.cuts.answering += 1
        # The answer to a batch begins after some 1,000 bytes. Cut in there, only the server knows of its walks.
        return "answering", 1 << 60, self.chance.choice([0, min(bytes, 1_000), self.chance.randrange(1_000, 15_000)])

    def _pass(self, phone: socket.socket, fate: str, asked: int, answered: int) -> None:
        with closing(phone):
            if fate == "refused":
                phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.server), timeout=60)
            except OSError:
                return
            with closing(server):
                there = threading.Thread(target=_pump, args=(phone, server, asked), daemon=True)
                there.start()
                _pump(server, phone, answered)
                there.join(60)


def _pump(giver: socket.socket, taker: socket.socket, most: int) -> None:
    """Passes bytes on until one side ends, or so many have passed: then both are reset."""
    left = most
    with suppress(OSError):
        while some := giver.recv(min(65_536, left + 1)):
            taker.sendall(some[:left])
            left -= len(some)
            if left < 0:
                for one in (giver, taker):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                break
    for one in (giver, taker):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@dataclass
class Phone:
    """Keeps walks and sends them, in batches, until it has an answer to each; as offline.js does."""

    address: str
    session: str
    outbox: dict[str, dict[str, Any]] = field(default_factory=dict)
    tries: int = 0
    refused: list[str] = field(default_factory=list)
    forgets: bool = False
    """Gives its walks other ids before each try: what would be, were they not known again."""

    def send(self) -> None:
        """One try: as far as the network bears it."""
        self.tries += 1
        if self.forgets:
            for one in self.outbox.values():
                one["id"], one["body"]["walk"] = str(uuid4()), str(uuid4())
            self.outbox = {one["id"]: one for one in self.outbox.values()}
        cookies = {"clearbar": self.session}
        with suppress(httpx.HTTPError), httpx.Client(base_url=self.address, cookies=cookies, timeout=60) as web:
            while self.outbox:
                who = web.get("/practice/sync/", headers={"Accept": "application/json"})
                if who.status_code != 200:
                    return
                items = list(self.outbox.values())[:AT_ONCE]
                answer = web.post(
                    "/practice/sync/", json={"user": who.json()["user"], "items": items},
                    headers={"X-CSRFToken": who.json()["token"]},
                )  # fmt: skip
                if answer.status_code != 200:
                    return
                over = [one for one in answer.json()["results"] if one["state"] in {"kept", "refused"}]
                for one in over:
                    self.outbox.pop(one["id"], None)
                self.refused += [one["why"] for one in over if one["state"] == "refused"]
                if not over:
                    return


@dataclass(frozen=True)
class Outcome:
    """What came of one run: how many walks were lost or doubled or refused, over how many tries and cuts."""

    lost: int
    doubled: int
    refused: int
    tries: int


def run(data: Path, proxy: Proxy, session: str, number: int, walks: int, *, forgets: bool = False) -> Outcome:
    """So many walks, done while there was no network, sent through the cuts until the phone has an answer to each."""
    phone = Phone(f"http://127.0.0.1:{proxy.port}", session, forgets=forgets)
    for place in range(walks):
        told = walk(number, place, proxy.chance)
        phone.outbox[told["id"]] = told
    while phone.outbox:
        phone.send()
    kept = arrived(data, number)
    return Outcome(
        lost=sum(kept[place] == 0 for place in range(walks)),
        doubled=sum(kept.values()) - len(kept),
        refused=len(phone.refused),
        tries=phone.tries,
    )


def walk(number: int, place: int, chance: Random) -> dict[str, Any]:
    """A walk whose times say which run and which walk of it this is: nothing else that is kept of it does."""
    now = datetime.now(UTC)
    times = {"arrived": number * 100, "gave_up": 2_000_000 + place * 100}
    step = {"step": "greet", "times": times, "feeling": 2, "note": "", "levels": {"choose.seen": 1 + place % 5}}
    body = {
        "walk": str(UUID(int=chance.getrandbits(128), version=4)), "journey": JOURNEY, "version": 1, "site": "s-north",
        "conditions": [], "assignment": None, "begun": (now - timedelta(hours=2)).isoformat(), "steps": [step],
    }  # fmt: skip
    id = str(UUID(int=chance.getrandbits(128), version=4))
    return {"id": id, "kind": "walk", "at": now.isoformat(), "body": body}


def arrived(data: Path, number: int) -> Counter[int]:
    """How often each walk of a run is in the database, with its rating and its step."""
    asked = (
        "select s.gave_up from walks_walkstep s join walks_walk w on w.key = s.walk_id"
        " join ledger_rating r on r.response = w.response where s.arrived = ?"
    )
    with closing(sqlite3.connect(data / "clearbar.db", timeout=60)) as held:
        return Counter(round((at - 2_000) * 10) for (at,) in held.execute(asked, (round(number * 0.1, 1),)))


@contextmanager
def house(data: Path) -> Iterator[tuple[Served, str]]:
    """A house that is served, and the session of one who walks."""
    words = [sys.executable, "-m", "tests.web.walks.cut_house", str(data)]
    done = subprocess.run(words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with serving(data) as served:
        yield served, done.stdout.split()[-1]
