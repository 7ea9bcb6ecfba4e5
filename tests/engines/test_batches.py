"""Whole Arrow batches are kept as single rows are, and in bounded memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clearbar.engines import RATINGS, Evidence
from clearbar.model.errors import EvidenceFault
from clearbar.model.evidence import Rating
from tests.engines.samples import STANDARD, anonymous, on, rating, stored

ROOT = Path(__file__).parents[2]
ROW = st.builds(
    lambda name, level, hidden: anonymous(name, 202610, level=level) if hidden else rating(name, level=level),
    st.sampled_from("abcdef"),
    st.integers(1, 3),
    st.booleans(),
)


def batch(rows: list[Rating]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([asdict(row) for row in rows], schema=RATINGS)


@settings(max_examples=20, derandomize=True)
@given(st.lists(st.lists(ROW, min_size=1, max_size=5), min_size=1, max_size=3), st.booleans())
def test_batches_and_rows_give_the_same_evidence(parts: list[list[Rating]], correct: bool) -> None:
    """Also where the two are mixed."""
    rows = [row for part in parts for row in part]
    found = []
    for arriving in (rows, [batch(part) for part in parts], [*parts[0], *(batch(part) for part in parts[1:])]):
        with tempfile.TemporaryDirectory() as folder:
            evidence = Evidence.create(Path(folder))
            evidence.keep([rating("a", level=5)], [STANDARD])
            found.append((evidence.keep(arriving, [STANDARD], correct=correct), stored(Path(folder))))
    assert found[0] == found[1] == found[2]


def test_a_batch_of_other_columns_or_with_holes_is_refused_and_nothing_kept(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path)
    evidence.keep([rating("a")], [STANDARD])
    whole = batch([rating("b")])
    with pytest.raises(TypeError, match="columns"):
        evidence.keep([whole.select(["rating", "level"])], [])
    holes = whole.set_column(RATINGS.get_field_index("level"), RATINGS.field("level"), pa.array([None], pa.int8()))
    with pytest.raises(ValueError, match="level is never null"):
        evidence.keep([rating("c"), holes], [])
    assert evidence.version == 1 and len(stored(tmp_path)) == 1


def test_what_is_sorted_lies_inside_the_evidence_for_its_owner_only_and_is_gone_afterwards(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path / "e")
    seen = []

    def rows() -> Iterator[Rating]:
        for i in range(3):
            yield on(date(2026, 3, 2), f"r{i}")
        spill = tmp_path / "e" / ".spill"
        seen.append((spill.stat().st_mode & 0o777, {path.name for path in spill.iterdir()}))

    evidence.keep(rows(), [STANDARD])
    assert seen[0][0] == 0o700 and "arriving" in seen[0][1]
    assert not (tmp_path / "e" / ".spill").exists()


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    evidence = Evidence.create(tmp_path)
    (tmp_path / ".spill").write_text("a file where a folder must be")
    with pytest.raises(EvidenceFault, match=r"no rating was changed.*exists"):
        evidence.keep([rating("a")], [])


MEASURED = """
import resource, sys
from pathlib import Path
from tests.engines.test_batches import big
from clearbar.engines import Evidence
evidence = Evidence.create(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kept = evidence.keep(big(int(sys.argv[2])), [])
print(kept.new, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def big(blocks: int) -> Iterator[pa.RecordBatch]:
    """Blocks of 50,000 ratings with ids like those that are computed, each its own."""
    one = batch([rating(f"{i}", interaction=f"i-{i}") for i in range(50_000)])
    for number in range(blocks):
        ids = pa.array([f"{(i * 2654435761 + number * 97) % 2**64:016x}{number:016x}" for i in range(50_000)])
        yield one.set_column(0, RATINGS.field(0), ids)


@pytest.mark.slow
def test_memory_does_not_grow_with_what_arrives(tmp_path: Path) -> None:
    """Four million ratings need no more than half a gigabyte over what one million does."""
    used = {}
    for blocks in (20, 80):
        asked = [sys.executable, "-c", MEASURED, str(tmp_path / str(blocks)), str(blocks)]
        done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
        new, kibibytes = map(int, done.stdout.split())
        assert new == blocks * 50_000
        used[blocks] = kibibytes / 1024
    assert used[80] < 1000 and used[80] - used[20] < 500, used
