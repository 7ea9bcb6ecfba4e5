"""Walks sent through a network that is cut at random bytes: how many are lost or doubled, and how long it takes.

Each run is five hundred walks that were done without a network. A phone sends them as the kit of the pages does, fifty
at a time, through a proxy that resets most connections: before anything passed, within the request, or within the
answer, when the server has the walks and the phone does not know. A run ends when the phone has an answer to each walk;
then the database is asked how often each is there, with its rating. `python -m bench --only walks`; the number of runs
is BENCH_WALK_RUNS (1,000; 5 if --quick).
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.web.walks.cutting import Proxy, house, run

from bench.child import Clock
from bench.contest import Contest
from bench.place import Place
from bench.spawn import Run, call

WALKS, PART = 500, 100


def contests(place: Place) -> list[Contest]:
    """One: walks through cuts."""
    runs = int(os.environ.get("BENCH_WALK_RUNS", "5" if place.small < 10**6 else "1000"))
    return [
        Contest(
            "walks",
            f"{WALKS} walks sent through random cuts of the network, {runs:,} times",
            [("Clearbar", partial(in_parts, runs))],
            "Lost: a walk that the phone takes for kept and the database has not. Doubled: one that it has twice. "
            "Both are counted after each run, in the database itself.",
            rounds=1,
        )
    ]


def in_parts(runs: int) -> Run:
    """The runs, a hundred in each process with a house and cuts of its own: all of them would outlast its patience."""
    parts = [
        call("bench.walks:cuts", runs=min(PART, runs - first), seed=1 + first) for first in range(0, runs, PART)
    ]  # fmt: skip
    said = {name: sum(part.said[name] for part in parts) for name in parts[0].said}
    return Run(sum(part.seconds for part in parts), max(part.megabytes for part in parts), said)


def cuts(clock: Clock, runs: int, seed: int) -> dict[str, Any]:
    """The runs; what was lost, doubled and refused in all of them."""
    lost = doubled = refused = tries = 0
    with TemporaryDirectory() as folder, house(Path(folder) / "house") as (served, session):
        proxy = Proxy(served.port, Random(seed))
        with clock:
            for number in range(runs):
                found = run(Path(folder) / "house", proxy, session, number, WALKS)
                lost, doubled, refused = lost + found.lost, doubled + found.doubled, refused + found.refused
                tries += found.tries
                print(f"{number + 1} runs, {lost} lost, {doubled} doubled", file=sys.stderr, flush=True)
        proxy.close()
    said = {"runs": runs, "walks": runs * WALKS, "lost": lost, "doubled": doubled, "refused": refused, "tries": tries}
    told = asdict(proxy.cuts)
    return said | {"refused_connections": told.pop("refused"), **told}
