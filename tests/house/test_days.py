"""No date is taken from a time without saying where: at midnight in Greenwich it is noon in Auckland."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

MOMENTS = {"at", "now", "moment", "before", "due"}


def _bare(source: str) -> list[int]:
    """The lines that ask a time for its date as it happens to be written."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and _is_moment(node.func.value)
    ]


def _is_moment(asked: ast.expr) -> bool:
    if isinstance(asked, ast.Call):
        asked = asked.func
    name = asked.attr if isinstance(asked, ast.Attribute) else getattr(asked, "id", "")
    return name in MOMENTS or name.endswith("_at")


@pytest.mark.parametrize(
    "source", ["now.date()", "timezone.now().date()", "one.at.date()", "one.ended_at.date()", "f(self.now.date())"]
)
def test_a_bare_date_is_seen(source: str) -> None:
    assert _bare(source) == [1]


@pytest.mark.parametrize("source", ["local_date(now, zone)", "at.astimezone(zone).date()", "form.date()"])
def test_a_date_of_a_place_is_none(source: str) -> None:
    assert not _bare(source)


@pytest.mark.parametrize("rooms", ["src/clearbar/web", "tests/web", "examples"])
def test_the_application_asks_for_the_date_of_a_place(rooms: str) -> None:
    """Its tests and its demo too: with Greenwich's date they fail from midnight in the house until midnight there."""
    found = {
        f"{file.relative_to(ROOT)}:{line}"
        for file in sorted((ROOT / rooms).rglob("*.py"))
        for line in _bare(Path(file).read_text(encoding="utf-8"))
    }
    assert not found
