"""What several rooms' tests share. A test whose system part or data is missing is skipped by name; with
CLEARBAR_REQUIRE_ALL set, as in CI, it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
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


def lacking(what: str) -> None:
    """Skips a test by name; fails it where everything is required."""
    if "CLEARBAR_REQUIRE_ALL" in os.environ:
        pytest.fail(f"{what}, and everything is required here")
    pytest.skip(what)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data of others, never committed: CLEARBAR_DATA, else `shared/data` beside the checkout."""
    folder = Path(os.environ.get("CLEARBAR_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        lacking(f"no real data at {folder} (set CLEARBAR_DATA)")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM} (`make system` installs it)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_CHROMIUM_FLAGS)
        yield running
        running.close()
