"""The SQL of the measures is written once: DuckDB and Spark must answer it alike."""

from __future__ import annotations

import importlib.util
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from clearbar.engines import DuckDB, Evidence
from clearbar.measures import about, clearance, consistency, delight, gap, parse_where, shrinkage
from clearbar.model.evidence import Rating, StandardRow
from clearbar.model.question import Query, Question
from tests.conftest import lacking

STANDARDS = [
    StandardRow("e1", "greet", "visit", "in", "front", "courtesy", 4, 0.9, "levels", None),
    StandardRow("e2", "greet", "visit", "in", "front", "courtesy", 3, 0.8, "levels", None),
    StandardRow("e3", "wait", "visit", "in", "back", "promptness", 4, None, "yes_no", "greet"),
]
WHERE = parse_where("(site = 's1' or site is null) and not level between 1 and 2 and topic <> 'x'")
QUERIES: dict[str, Query] = {
    "clearance by site and week": clearance.query(Question(("site", "week"))),
    "clearance by standard, filtered": clearance.query(Question(("standard",), WHERE)),
    "clearance of all": clearance.query(Question()),
    "clearance by person": clearance.query(Question(("person", "standard"))),
    "delight by journey and stage": delight.query(Question(("journey", "stage"))),
    "gap by site and source": gap.query(Question(("site", "source"))),
    "shrinkage by site": shrinkage.query(Question(("site",), WHERE)),
    "shrinkage by standard and team": shrinkage.query(Question(("standard", "team"))),
    "shrinkage of millis": shrinkage.query(Question(("site",), None, "millis")),
    "consistency of level": consistency.query(Question(("standard",), None, "", "site/person")),
    "consistency of millis": consistency.query(Question((), None, "millis", "person,rater")),
    "totals": about.totals(Question()),
    "sources": about.heard(),
}


def _rating(draw: random.Random, i: int) -> Rating:
    standard = draw.choice(STANDARDS)
    yes_no = standard.scale == "yes_no"
    return Rating(
        rating=str(i), interaction=draw.choice([f"i{i // 3}", None]), standard=standard.standard,
        edition=standard.edition, response=f"r{i // 2}", source=draw.choice(["customer", "reviewer"]),
        setting=draw.choice(["live", "live", "live", "rehearsal"]), rater=draw.choice(["a", "b", None]),
        person=draw.choice(["p1", "p2", "p3", None]), team=draw.choice(["t1", None]),
        site=draw.choice(["s1", "s2", "s3", None]), customer=None, channel=draw.choice(["chat", None]),
        topic=draw.choice(["x", "y", None]), rated_at=datetime(2026, 3, 2, tzinfo=UTC), day=20260302,
        week=draw.choice([202609, 202610]), level=draw.choice([2, 4] if yes_no else [1, 2, 3, 4, 5]),
        expected=draw.choice([3, 4, None]), desired=None, millis=draw.choice([None, 900, 60_000]),
        censored=draw.random() < 0.1, instrument="form", inclusion=None, disputed=draw.random() < 0.1,
    )  # fmt: skip


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    draw = random.Random(3)
    kept = Evidence.create(tmp_path_factory.mktemp("portable") / "evidence")
    kept.keep([_rating(draw, i) for i in range(600)], STANDARDS)
    return kept


@pytest.fixture(scope="module")
def spark(evidence: Evidence) -> Iterator[Any]:
    if not shutil.which("java"):
        lacking("no Java (`make system` installs it)")
    if not importlib.util.find_spec("pyspark"):
        lacking("no pyspark (`make test` installs it where Java is)")
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "OFF",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[1]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    for table in ("ratings", "standards"):
        session.read.parquet(*evidence.files(table)).createOrReplaceTempView(table)
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("name", QUERIES)
def test_spark_and_duckdb_count_alike(name: str, spark: Any, evidence: Evidence) -> None:
    query = QUERIES[name]
    engine = DuckDB(evidence)
    ours = _rows(query, engine.run(query))
    engine.close()
    sql = query.sql.replace("{slice}", "true").replace("double precision", "double")
    found = [
        tuple(row[column] for column in query.columns) for row in spark.sql(sql, args=list(query.values)).collect()
    ]
    theirs = sorted((_plain(row) for row in found), key=repr)
    assert len(ours) == len(theirs) > 0
    for one, other in zip(ours, theirs, strict=True):
        for value, same in zip(one, other, strict=True):
            assert value == (same if isinstance(same, str) else pytest.approx(same, rel=1e-9))


def _rows(query: Query, sums: Any) -> list[tuple[Any, ...]]:
    return sorted((_plain(row) for row in zip(*(sums[name] for name in query.columns), strict=True)), key=repr)


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values that sort and compare alike whichever engine gave them; null is -1."""
    return tuple(
        value if isinstance(value, str)
        else -1.0 if value is None or (isinstance(value, (float, np.floating)) and np.isnan(value))
        else float(f"{float(value):.9g}")
        for value in row
    )  # fmt: skip


def test_no_query_uses_what_only_one_engine_knows() -> None:
    for name, query in QUERIES.items():
        for foreign in ("::", "//", "arg_max", "group by all", "exclude (", "approx_", "list(", "qualify"):
            assert foreign not in query.sql, f"{name}: {foreign}"


def test_evidence_of_the_test_is_as_mixed_as_it_should_be(evidence: Evidence) -> None:
    assert Path(evidence.path, "ratings").is_dir()
    engine = DuckDB(evidence)
    counts = engine.run(QUERIES["totals"])
    engine.close()
    assert counts["ratings"][0] > 300
    assert counts["sites"][0] == 3
