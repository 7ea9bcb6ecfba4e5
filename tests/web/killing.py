"""Load of real survey answers, and what was acknowledged of it beside what was stored."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

import httpx
import psycopg

from tests.web.serving import PATIENCE_SECONDS, Served, free_port, start

FIELD = re.compile(r'name="(form|ticket)" value="([^"]+)"')
_ALPHABET = "bcdfghjklmnpqrstvwxz"


def marker(number: int) -> str:
    """A word that no redaction touches, one for each number."""
    word = ""
    for _ in range(8):
        number, letter = divmod(number, len(_ALPHABET))
        word += _ALPHABET[letter]
    return f"word{word}"


@dataclass
class Load:
    """Customers who open a poster's page and answer, again and again, from many addresses.

    `acknowledged` are the words of those whose answer was thanked for; `times` how long each of these took, in seconds.
    """

    posters: Sequence[str]
    address: str
    acknowledged: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    numbers: count[int] = field(default_factory=count)
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, customers: int = 4) -> None:
        """Lets so many answer at once."""
        self.over.clear()
        self.threads = [threading.Thread(target=self._answer_on, daemon=True) for _ in range(customers)]
        for one in self.threads:
            one.start()

    def end(self) -> None:
        """Lets those who are at it finish."""
        self.over.set()
        for one in self.threads:
            one.join(30)

    def _answer_on(self) -> None:
        while not self.over.is_set():
            try:
                with httpx.Client(base_url=self.address, timeout=10, follow_redirects=True) as customer:
                    while not self.over.is_set():
                        self._answer(customer, next(self.numbers))
            except httpx.HTTPError:
                time.sleep(0.02)

    def _answer(self, customer: httpx.Client, number: int) -> None:
        came_from = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        poster = f"/q/{self.posters[number % len(self.posters)]}/"
        page = customer.get(poster, headers=came_from)
        told = dict(FIELD.findall(page.text))
        if page.status_code != 200 or "ticket" not in told:
            self.refused.append(page.status_code)
            return
        word = marker(number)
        began = time.perf_counter()
        done = customer.post(poster, data={**told, "g0": "4", "e0": "4", "words": word}, headers=came_from)
        if done.status_code == 200 and 'name="ticket"' not in done.text:
            self.times.append(time.perf_counter() - began)
            self.acknowledged.append(word)
        else:
            self.refused.append(done.status_code)


def stored_words(data: Path, url: str = "") -> set[str]:
    """The words of all answers that the database holds and that have ratings beside them."""
    question = "select c.text from ledger_comment c join ledger_rating r on r.response = c.response"
    if url:
        with psycopg.connect(url) as asked:
            return {text for (text,) in asked.execute(question)}
    with closing(sqlite3.connect(data / "clearbar.db", timeout=30)) as held:
        return {text for (text,) in held.execute(question)}


@dataclass(frozen=True)
class Killed:
    """What came of killing: how often, how many answers were acknowledged, and which of them are gone."""

    kills: int
    acknowledged: int
    lost: frozenset[str]


def kill_under_load(data: Path, posters: Sequence[str], kills: int, seed: int = 1, url: str = "") -> Killed:
    """Serves, lets customers answer, kills the server at a moment drawn by chance, and starts it again, so often."""
    draw, port = Random(seed), free_port()
    load = Load(posters, f"http://127.0.0.1:{port}")
    env = {"CLEARBAR_BEHIND_PROXY": "yes"} | ({"CLEARBAR_DATABASE_URL": url} if url else {})
    load.begin()
    try:
        for _ in range(kills):
            served = start("serve", data, port=port, **env)
            try:
                _wait_for_more(load, served, 5)
                time.sleep(draw.uniform(0.05, 0.6))
            finally:
                served.kill()
    finally:
        load.end()
    return Killed(kills, len(load.acknowledged), frozenset(set(load.acknowledged) - stored_words(data, url)))


def _wait_for_more(load: Load, served: Served, more: int) -> None:
    """Until the server has answered so many more customers."""
    before, end = len(load.acknowledged), time.monotonic() + PATIENCE_SECONDS
    while len(load.acknowledged) < before + more:
        assert served.process.poll() is None and time.monotonic() < end, (served.said(), load.refused[-3:])
        time.sleep(0.02)
