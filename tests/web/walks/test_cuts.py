"""Walks that are sent through a network which is cut at random bytes: none is lost, none is doubled.

`bench/walks.py` does the same a thousand times with five hundred walks each.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.web.walks.cutting import Proxy, house, run

pytestmark = [pytest.mark.slow]
RUNS = int(os.environ.get("CLEARBAR_WALK_RUNS", "4"))
WALKS = int(os.environ.get("CLEARBAR_WALKS", "120"))


def test_walks_come_exactly_once_through_random_cuts(tmp_path: Path) -> None:
    data = tmp_path / "house"
    with house(data) as (served, session):
        proxy = Proxy(served.port, Random(7))
        try:
            found = [run(data, proxy, session, number, WALKS) for number in range(RUNS)]
            forgetful = [run(data, proxy, session, RUNS + number, WALKS, forgets=True) for number in range(RUNS)]
        finally:
            proxy.close()
    assert [(one.lost, one.doubled, one.refused) for one in found] == [(0, 0, 0)] * RUNS
    assert sum(one.doubled for one in forgetful) > 0, "cuts that bring a walk twice are among them, and are seen"
    assert min(proxy.cuts.asking, proxy.cuts.answering, proxy.cuts.refused, proxy.cuts.whole) > 0, proxy.cuts
