"""Processes that die while they write: whatever the moment, evidence reads as one whole version.

The processes are real (`clearbar check` in Python of its own) and die by SIGKILL, some at moments spread over their
run time, some when the folder shows how far they are: the lease taken, editions kept, a file of ratings begun, the
commit made. Seeds are fixed; the moments of the first kind follow from them and from the machine's speed.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clearbar.cli.main import main
from clearbar.engines import Evidence
from clearbar.model.errors import EvidenceFault
from tests.engines.samples import stored

pytestmark = pytest.mark.long

BOOK = Path(__file__).parents[1] / "roads" / "shop"
START = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
COMMAND = """
import sys
from clearbar.engines import delta
from clearbar.cli.main import main
delta.MAX_FILES = int(sys.argv.pop(1))
main()
"""
LIMITED = """
import resource, sys
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from clearbar.cli.main import main
main()
"""
Rows = list[dict[str, Any]]


def conversation(i: int, level: int) -> dict[str, Any]:
    """One of many: two ratings come with it, one of them anonymous, and checks read two or three more."""
    at = START + timedelta(hours=i)
    said = [
        {"role": "customer", "at": at.isoformat(), "text": "It rattles."},
        {"role": "agent", "author": f"p-{i % 9}", "at": (at + timedelta(seconds=i % 240)).isoformat(), "text": "Oh."},
    ]
    given = {"source": "customer", "rater": f"c-{i}", "level": level}
    return {
        "interaction": f"i-{i}",
        "topic": "repairs" if i % 3 else "sales",
        "site": {"id": f"s{i % 4}", "timezone": "Europe/Amsterdam"},
        "messages": said,
        "ratings": [given | {"standard": "overall"}, given | {"standard": "repair.no-blame", "anonymous": True}],
    }


def write(path: Path, rows: Iterator[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@dataclass(frozen=True)
class Case:
    """A folder as it was (None: not there), the command, and the two versions that may ever be read."""

    before: Path | None
    arguments: tuple[str, ...]
    old: Rows
    new: Rows
    max_files: int = 400

    def begin(self, folder: Path) -> Path:
        if self.before:
            shutil.copytree(self.before, folder)
        return folder

    def start(self, folder: Path) -> subprocess.Popen[bytes]:
        asked = [sys.executable, "-c", COMMAND, str(self.max_files), "check", *self.arguments, "-o", str(folder)]
        return subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def seconds(self, folder: Path) -> float:
        """How long the command takes when nobody kills it."""
        began = time.monotonic()
        assert self.start(self.begin(folder)).wait() == 0
        return time.monotonic() - began


def check_here(*arguments: str) -> None:
    """The command in this process, which has loaded everything already."""
    with pytest.raises(SystemExit) as ended:
        main(["check", *arguments])
    assert ended.value.code == 0


def read(folder: Path) -> Rows:
    """What a reader sees: nothing where there is no evidence yet."""
    try:
        Evidence(folder)
    except EvidenceFault:
        return []
    return stored(folder)


def content(rows: Rows) -> Rows:
    """Without what is drawn anew in each run, and without ids and columns that follow from the folder's own key."""
    plain = [{name: value for name, value in row.items() if name != "response"} for row in rows]
    for row in plain:
        if row["interaction"] is None:
            row["rating"] = "keyed"
    return sorted(plain, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def make_case(folder: Path, name: str, size: int) -> Case:
    first = write(folder / "first.jsonl", (conversation(i, 3) for i in range(size // 2)))
    more = write(folder / "more.jsonl", (conversation(i, 3 + (i % 5 == 0)) for i in range(size // 4, size)))
    same = write(folder / "same.jsonl", (conversation(i, 3) for i in range(size // 4, size)))
    before = folder / "before"
    check_here(str(BOOK), str(first), "-o", str(before))
    arguments = {
        "append": (str(BOOK), str(same)),
        "correct": (str(BOOK), str(more), "--correct"),
        "new folder": (str(BOOK), str(more)),
    }[name]
    start = None if name == "new folder" else before
    after = folder / "after"
    if start:
        shutil.copytree(start, after)
    check_here(*arguments, "-o", str(after))
    return Case(start, arguments, read(start) if start else [], read(after), 1 if name == "correct" else 400)


# Moments


def after(seconds: float) -> Callable[[Path], bool]:
    ends = time.monotonic() + seconds
    return lambda _: time.monotonic() >= ends


def when(pattern: str, before: set[Path], pause: float) -> Callable[[Path], bool]:
    """A pause after a file of this pattern appeared that was not there before."""
    seen: list[float] = []

    def is_time(folder: Path) -> bool:
        if not seen and set(folder.glob(pattern)) - before:
            seen.append(time.monotonic() + pause)
        return bool(seen) and time.monotonic() >= seen[0]

    return is_time


BEGINNING = ("key*", "events/_delta_log/*", "ratings/_delta_log/*", "standards/*.parquet")
"""What shows that a new folder is being made."""

KEEPING = ("ratings/month=*/*.parquet", "ratings/_delta_log/*", "ratings/_delta_log/*[1-9].json")
"""What shows that ratings are being kept: files that no version names yet, then the commit."""


def kill(case: Case, folder: Path, moment: Callable[[Path], bool]) -> bool:
    """Whether the process was killed at the moment; False if it had ended before."""
    process = case.start(folder)
    while process.poll() is None and not moment(folder):
        time.sleep(0.0005)
    process.kill()
    return process.wait() == -9


def outcome(case: Case, folder: Path) -> str:
    """Which of the two versions the folder reads as; it must be one of them to the last row."""
    rows = read(folder)
    if rows == case.old:
        return "old"
    assert content(rows) == content(case.new), "neither the old nor the new version"
    kept = {row["rating"]: row for row in rows}
    untouched = [row for row in case.old if content([kept[row["rating"]]]) == content([row])]
    assert all(kept[row["rating"]] == row for row in untouched)
    return "new"


def strike(case: Case, folder: Path, moment: Callable[[Path], bool]) -> str | None:
    """Kills one process, looks, runs the same command again, looks again."""
    case.begin(folder)
    if not kill(case, folder, moment):
        shutil.rmtree(folder, ignore_errors=True)
        return None
    found = outcome(case, folder)
    files = {path for path in folder.rglob("*.parquet")} if folder.exists() else set()
    check_here(*case.arguments, "-o", str(folder))
    rows = stored(folder)
    assert content(rows) == content(case.new)
    assert len({row["rating"] for row in rows}) == len(rows)
    shutil.rmtree(folder)
    return found + (" with a part" if found == "old" and len(files) > _files(case.before) else "")


def _files(folder: Path | None) -> int:
    return len(list(folder.rglob("*.parquet"))) if folder else 0


def strikes(case: Case, folder: Path, count: int, seed: int) -> Counter[str]:
    """`count` kills: every other one at a moment of the clock, the others when the folder shows something."""
    chance, found, tried = random.Random(seed), Counter[str](), 0
    whole = case.seconds(folder / "whole")
    start = folder / "start"
    before = set(case.begin(start).rglob("*")) if case.before else set()
    patterns = KEEPING if case.before else (*KEEPING, *BEGINNING)
    while found.total() < count:
        tried += 1
        assert tried < 4 * count, f"most processes ended before they were killed: {found}"
        target = folder / f"struck-{tried}"
        if found.total() % 2:
            moment = after(whole * (found.total() + chance.random()) / count)
        else:
            pattern = patterns[found.total() // 2 % len(patterns)]
            there = {target / path.relative_to(start) for path in before}
            moment = when(pattern, there, chance.choice([0, 0, 0.002, 0.01, 0.05]))
        ended = strike(case, target, moment)
        found.update([ended] if ended else [])
        whole *= 1 if ended else 0.9
    return found


@pytest.mark.parametrize(
    ("name", "count", "seed"),
    [
        ("append", 9, 20260301),
        pytest.param("correct", 9, 20260302, marks=pytest.mark.slow),
        pytest.param("new folder", 9, 20260303, marks=pytest.mark.slow),
    ],
)
def test_a_killed_process_leaves_the_old_or_the_new_version(tmp_path: Path, name: str, count: int, seed: int) -> None:
    case = make_case(tmp_path, name, 600)
    assert content(case.old) != content(case.new)
    found = strikes(case, tmp_path, count, seed)
    assert found["old"] + found["old with a part"] > 0
    assert found["new"] > 0


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seed"), [("append", 1), ("correct", 2), ("new folder", 3)])
def test_many_killed_processes_leave_the_old_or_the_new_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, seed: int
) -> None:
    found = strikes(make_case(tmp_path, name, 4000), tmp_path, 24, seed)
    with capsys.disabled():
        print(f"\n{name}: {dict(found)}")
    assert found["old with a part"] > 0
    assert found["new"] > 0


@pytest.mark.parametrize("most", [0, 600, 4_000, 20_000])
def test_a_full_disk_is_told_in_a_sentence_and_leaves_the_old_version(tmp_path: Path, most: int) -> None:
    """No file may grow beyond so many bytes: the system refuses as it does where the disk is full."""
    case = make_case(tmp_path, "append", 1200)
    asked = [sys.executable, "-c", LIMITED, str(most), "check", *case.arguments, "-o", str(case.before)]
    ended = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Clearbar itself" not in ended.stderr
    assert str(case.before) in ended.stderr
    assert case.before
    assert read(case.before) == case.old
    check_here(*case.arguments, "-o", str(case.before))
    assert content(read(case.before)) == content(case.new)


def test_a_full_disk_while_a_folder_is_begun_is_told_too(tmp_path: Path) -> None:
    lines = write(tmp_path / "some.jsonl", (conversation(i, 4) for i in range(20)))
    for most in (0, 20, 500):
        folder = tmp_path / f"evidence-{most}"
        asked = [sys.executable, "-c", LIMITED, str(most), "check", str(BOOK), str(lines), "-o", str(folder)]
        ended = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert (ended.returncode, "Traceback" in ended.stderr) == (2, False), ended.stderr
        assert "Clearbar itself" not in ended.stderr, ended.stderr
        assert read(folder) == []
        check_here(str(BOOK), str(lines), "-o", str(folder))
        assert len(stored(folder)) > 40
