"""docs/library.md runs as it stands, in an empty folder, and tells every public name with its signature."""

from __future__ import annotations

import doctest
import inspect
import re
from pathlib import Path

import pytest

import clearbar
from tests.docs.pages import DOCS, blocks, page, without_blocks

LIBRARY = page("library.md")
CALLABLES = [name for name in clearbar.__all__ if callable(getattr(clearbar, name))]
FAULTS = [name for name in CALLABLES if name.endswith(("Fault", "Error"))]


def signature(name: str) -> str:
    """As `help` prints it, its types without quotes."""
    found = getattr(clearbar, name)
    told = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(found)))
    return name + (told.removesuffix(" -> None") if inspect.isclass(found) else told)


def test_the_page_runs_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = doctest.testfile(str(DOCS / "library.md"), module_relative=False, encoding="utf-8")
    assert outcome.attempted >= 20
    assert outcome.failed == 0


@pytest.mark.parametrize("name", clearbar.__all__)
def test_every_public_name_has_its_heading(name: str) -> None:
    assert re.search(rf"^### `{name}`$", without_blocks(LIBRARY), re.MULTILINE)


@pytest.mark.parametrize("name", [name for name in CALLABLES if name not in FAULTS])
def test_every_signature_is_told_as_it_is(name: str) -> None:
    shown = [re.sub(r"\s+", " ", block).replace("( ", "(").replace(", )", ")") for block in blocks(LIBRARY, "python")]
    assert signature(name) in [one.strip() for one in shown]


def test_the_exceptions_that_the_page_tells_are_the_public_ones() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ", LIBRARY, re.MULTILINE)
    assert rows == ["ClearbarError", *sorted(set(FAULTS) - {"ClearbarError"}, key=rows.index)]
    assert all(issubclass(getattr(clearbar, name), clearbar.ClearbarError) for name in FAULTS)
