"""The drawing of the house is kept, and an arrow that breaks it is caught."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"}
    arguments = [str(LINT), "--no-cache", "--config", str(folder / ".importlinter")]
    return subprocess.run(arguments, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The house, to break things in."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path / ".importlinter")
    return tmp_path


def test_all_contracts_are_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0 and " 0 broken" in done.stdout, done.stdout + done.stderr


def test_a_copy_of_the_house_is_what_is_looked_at(copy: Path) -> None:
    assert lint(copy).returncode == 0
    shutil.rmtree(copy / "src" / "clearbar" / "model")
    assert lint(copy).returncode != 0


BREAKS = [
    ("model/book.py", "import numpy", "The words need the standard library only"),
    ("model/book.py", "from clearbar.standards import read_book", "Four floors"),
    ("stats/intervals.py", "from clearbar.measures import columns", "Four floors"),
    ("measures/gap.py", "import duckdb", "Only engines touch evidence"),
    ("intake/ids.py", "import socket", "Only engines touch evidence"),
    ("stats/intervals.py", "import pyarrow", "Columns of Arrow are values of intake and engines only"),
    ("flow/define.py", "import duckdb", "Flow and doors reach evidence through engines only"),
    ("flow/define.py", "from clearbar.flow.check import check", "Flows do not call each other"),
    ("cli/measure.py", "from clearbar.measures import GROUPS", "Doors call the flow"),
    ("checks/first_response.py", "from clearbar.checks import every_response", "Checks do not know each other"),
    ("flow/define.py", "import clearbar.cli.main", "Four floors"),
    ("helpers.py", "", "Four floors"),
]


def test_an_arrow_that_breaks_the_drawing_is_caught(copy: Path) -> None:
    """All at once, because each look at the house takes a second or two."""
    for file, line, _ in BREAKS:
        path = copy / "src" / "clearbar" / file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    said = lint(copy)
    assert said.returncode != 0
    for _, _, contract in BREAKS[:-1]:
        assert any(contract in row and "BROKEN" in row for row in said.stdout.splitlines()), (contract, said.stdout)


def test_a_new_room_is_a_decision_and_not_an_accident(copy: Path) -> None:
    (copy / "src" / "clearbar" / "helpers.py").write_text("")
    said = lint(copy)
    assert said.returncode != 0 and "helpers" in said.stdout
