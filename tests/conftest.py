"""What several rooms' tests share. A test whose system part or data is missing is skipped by name; with
CLEARBAR_REQUIRE_ALL set, as in CI, it fails."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
PATIENCE_MS = 60_000
"""How long a browser is waited for before something is missing: no test asks how fast anything is."""
CHROMIUM = Path(os.environ.get("CLEARBAR_CHROMIUM", "/usr/bin/chromium"))
_CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# CI says the same of the same tree, and `make explore` draws anew; how long a draw takes, a busy machine decides.
settings.register_profile(
    "clearbar",
    deadline=None,
    derandomize="CLEARBAR_REQUIRE_ALL" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("clearbar")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long are begun first, so that at the end no core waits for another."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def lacking(what: str) -> None:
    """Skips a test by name; fails it where everything is required."""
    if "CLEARBAR_REQUIRE_ALL" in os.environ:
        pytest.fail(f"{what}, and everything is required here")
    pytest.skip(what)


def work(done: Callable[[], object]) -> float:
    """How much work this is: the processor's time that it takes, over that of adding a hundred thousand squares beside
    it. So whether something grows with the square of what it is given is told neither by what else runs on a machine
    nor by how fast that is."""

    def seconds(of: Callable[[], object]) -> float:
        began = time.process_time()
        of()
        return time.process_time() - began

    def squares() -> int:
        return sum(number * number for number in range(100_000))

    before = seconds(squares)
    return seconds(done) / max(before, seconds(squares))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data of others, never committed: CLEARBAR_REAL_DATA, else `shared/data` beside us."""
    folder = Path(os.environ.get("CLEARBAR_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        lacking(f"no real data at {folder} (set CLEARBAR_REAL_DATA)")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM} (`make system` installs it)")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_CHROMIUM_FLAGS)
        yield running
        running.close()
