"""Generated evidence of persons and raters who cross, and who are busy to very different degrees.

Nothing here is shared with the estimators: how busy somebody is follows a gamma distribution of shape 0.7, what is seen
is a sum of normal numbers, rounded to a level. Some meet more than once, most never do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
from deltalake import write_deltalake

from bench.child import Clock
from bench.rows import standards
from clearbar.engines import Evidence
from clearbar.engines.tables import MONTH, RATINGS

BLOCK = 500_000
"""Ratings drawn at a time."""
SHAPE = 0.7
PERSON, RATER = 0.3, 0.4
"""Standard deviations of persons and raters, in levels; that of occasions is 1."""
SEED = 20170
_PLAIN = pa.schema([("rater", pa.int32()), ("person", pa.int32()), ("level", pa.int8())])


def make(clock: Clock, folder: str, rows: int) -> dict[str, float]:
    """`generate` in a process of its own."""
    with clock:
        generate(Path(folder), rows)
    return {"rows": rows}


def generate(folder: Path, rows: int) -> Path:
    """Writes so many ratings into `folder`, and as the columns that lme4 reads beside it, unless they are there: √(100
    rows) persons, a tenth as many raters."""
    done = folder / "generated"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    Evidence.create(folder).keep((), standards())
    target = Path(f"{folder}.csv")
    target.unlink(missing_ok=True)
    with pa.csv.CSVWriter(target, _PLAIN) as out:
        for first, person, rater, level in _drawn(rows):
            out.write_batch(pa.record_batch([pa.array(each) for each in (rater, person, level)], schema=_PLAIN))
            write_deltalake(str(folder / "ratings"), _table(first, person, rater, level), mode="append")
    done.touch()
    return folder


def _drawn(rows: int) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray]]:
    """Persons, raters and levels, block by block."""
    random = np.random.default_rng(SEED)
    persons, raters = round((100 * rows) ** 0.5 / 10) * 10, round(rows**0.5)
    shares = [np.cumsum(random.gamma(SHAPE, size=size)) for size in (persons, raters)]
    effects = [random.normal(0, sd, size) for sd, size in ((PERSON, persons), (RATER, raters))]
    for first in range(0, rows, BLOCK):
        size = min(BLOCK, rows - first)
        person, rater = (np.searchsorted(each, random.uniform(0, each[-1], size)).astype(np.int32) for each in shares)
        seen = 3.5 + effects[0][person] + effects[1][rater] + random.normal(size=size)
        yield first, person, rater, np.clip(np.rint(seen), 1, 5).astype(np.int8)


def _table(first: int, person: np.ndarray, rater: np.ndarray, level: np.ndarray) -> pa.Table:
    """The ratings as rows of evidence, all of one week and one standard."""
    size, schema = len(level), RATINGS.append(MONTH)
    number = pa.array(np.arange(first, first + size)).cast(pa.string())
    told = {
        "rating": number, "interaction": number, "response": number,
        "person": pa.array(np.char.add("p", np.char.zfill(person.astype(str), 5))),
        "rater": pa.array(np.char.add("r", np.char.zfill(rater.astype(str), 5))),
        "level": pa.array(level),
    }  # fmt: skip
    same = {
        "standard": "visit.standard-00", "edition": "edition-00", "source": "reviewer", "setting": "live",
        "week": 202602, "censored": False, "instrument": "form-1", "disputed": False, "month": "2026-01",
    }  # fmt: skip
    columns = [
        told[field.name].cast(field.type) if field.name in told
        else pa.array([same.get(field.name)] * size, field.type)
        for field in schema
    ]  # fmt: skip
    return pa.Table.from_arrays(columns, schema=schema)
