"""What is published names no machine that it was written on, and leaves nothing for later."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".json", ".j2", ".css", ".html", ".cfg", ".ini", ".txt", ".svg"}
ROOMS = ("src", "docs", "examples", "bench")
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|tmp|root|work|Users|mnt|private|var/folders)/|[A-Z]:\\\\?Users")
LATER = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|WIP)\b")


def texts(*rooms: str) -> list[Path]:
    """The text files of some rooms."""
    found = [file for room in rooms for file in sorted((ROOT / room).rglob("*")) if file.suffix in TEXTS]
    return [file for file in found if "__pycache__" not in file.parts]


def lines(pattern: re.Pattern[str], *rooms: str) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in texts(*rooms)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_there_are_texts_to_look_at() -> None:
    assert len(texts("src")) > 50 and len(texts("docs")) > 1 and len(texts("examples")) > 5


def test_nothing_is_left_for_later() -> None:
    assert lines(LATER, "src", "examples") == []


def test_no_path_of_a_machine_is_published() -> None:
    assert lines(MACHINE, *ROOMS) == []
    for file in ROOT.glob("*.*"):
        if file.suffix in TEXTS:
            assert not MACHINE.search(file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize("line", ["see /home/ann/x", "open('/tmp/x')", '"/root/y"', "C:\\Users\\ann", "(/work/main/a)"])
def test_a_path_of_a_machine_is_seen(line: str) -> None:
    assert MACHINE.search(line)


@pytest.mark.parametrize(
    "line", ["https://x.org/home/y", "src/work/x", "../shared/tmp/", "a/home/b", "/usr/bin/chromium"]
)
def test_other_paths_are_left_alone(line: str) -> None:
    assert not MACHINE.search(line)


def test_no_data_of_others_is_committed() -> None:
    """No large file, and no evidence, key or environment of somebody's machine."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no checkout")
    files = [ROOT / name for name in done.stdout.split("\0") if name]
    assert not [file for file in files if file.is_file() and file.stat().st_size > 1_500_000]
    assert not [file for file in files if file.suffix in {".parquet", ".pyc", ".key", ".env", ".duckdb"}]
    assert not [file for file in files if file.name in {"key", ".env", ".writing"} or ".venv" in file.parts]
