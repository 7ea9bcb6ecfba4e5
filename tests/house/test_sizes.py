"""Files and functions that can be read at one sitting, and rooms that are named after what they do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(file for file in (ROOT / "src").rglob("*.py") if file.parent.name != "migrations")  # written by Django
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "base",
    "core",
    "manager",
    "managers",
    "shared",
    "tools",
}
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 60

BACKEND = Path("clearbar/web/ledger/sqlite/base.py")
"""Django looks for a backend under this name."""


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function of a module with its length in lines, decorators and docstring included."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            yield f"{file.name}:{node.lineno} {node.name}", (node.end_lineno or first) - first + 1


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 50


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(ROOT / "src").as_posix())
def test_a_module_is_short_and_says_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    assert ast.get_docstring(ast.parse(text)) or not text.strip()
    assert [name for name, lines in functions(file) if lines > MOST_LINES_OF_A_FUNCTION] == []


def test_most_functions_are_very_short() -> None:
    assert median(lines for file in MODULES for _, lines in functions(file)) <= 10


def test_no_room_is_a_drawer() -> None:
    ours = [file.relative_to(ROOT / "src") for file in MODULES]
    parts = {part.removesuffix(".py") for file in ours if file != BACKEND for part in file.parts}
    assert parts & DRAWERS == set()
    assert not [part for part in parts if part.strip("_").split("_")[-1] in DRAWERS]
