"""The demo as its readers have it: `build/demo` beside its book."""

from __future__ import annotations

import pytest

from tests.docs.consoles import Terminal, desk


@pytest.fixture(scope="session")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A terminal in a folder with the demo."""
    return desk(tmp_path_factory.mktemp("desk"))
