"""Lecturers rated by students (InstEval), through the same doors as anyone's evidence.

Reference: lme4 1.1-31, lmer(y ~ 1 + (1|d) + (1|s), InstEval, REML): variances d 0.2737348554, s 0.1062145027,
residual 1.3871797073, computed with R 4.2.2.
"""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import clearbar
from clearbar.cli.main import cli
from clearbar.engines import Evidence
from clearbar.model.evidence import Rating, StandardRow

LME4 = {"person": 0.2737348554, "rater": 0.1062145027, "occasion": 1.3871797073}
STANDARD = StandardRow("lecture", "lecture", None, None, None, "outcome", 4, 0.5, "levels", None)


def _rating(number: int, row: dict[str, str]) -> Rating:
    return Rating(
        rating=str(number), interaction=None, standard="lecture", edition="lecture", response=str(number),
        source="customer", setting="live", rater=f"s{row['s']}", person=f"d{row['d']}", team=None,
        site=f"dept{row['dept']}", customer=None, channel=f"service{row['service']}", topic=None,
        rated_at=None, day=None, week=202601, level=int(row["y"]), expected=None, desired=None, millis=None,
        censored=False, instrument="form", inclusion=None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def lectures(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    evidence = Evidence.create(tmp_path_factory.mktemp("lectures") / "evidence")
    with gzip.open(real_data / "insteval" / "insteval.csv.gz", "rt") as lines:
        kept = evidence.keep((_rating(i, row) for i, row in enumerate(csv.DictReader(lines))), [STANDARD])
    assert kept.new == 73_421
    return evidence.path


@pytest.mark.data
def test_the_crossed_split_is_that_of_lme4(lectures: Path) -> None:
    answer = clearbar.measure("consistency", lectures, factors="person,rater")
    found = {row.keys["part"]: row for row in answer.rows}
    for part, variance in LME4.items():
        assert found[part].facts["variance"] == pytest.approx(variance, rel=2e-5)
    assert found["person"].facts["groups"] == 1128
    assert found["rater"].facts["groups"] == 2972
    assert found["person"].figures["share"].value == pytest.approx(0.2737348554 / sum(LME4.values()), abs=1e-5)


@pytest.mark.data
def test_service_is_swept_out_as_lme4_does_it(lectures: Path) -> None:
    """lmer(y ~ service + (1|s) + (1|d) + (1|dept:service), InstEval)."""
    factors = "person,rater,site:channel"
    answer = clearbar.measure("consistency", lectures, factors=factors, within="channel")
    found = {row.keys["part"]: row.facts for row in answer.rows}
    variances = [found[part]["variance"] for part in ("rater", "person", "site:channel", "occasion")]
    assert variances == pytest.approx([0.105427, 0.262569, 0.012024, 1.384960], abs=2e-6)
    errors = [found[part]["se"] for part in ("rater", "person", "site:channel", "occasion")]
    assert errors == pytest.approx([0.0045, 0.0131, 0.0045, 0.0074], abs=6e-5)
    ((service,),) = (list(part.rows) for part in answer.parts)
    assert service.figures["difference"].value == pytest.approx(-0.053496, abs=2e-6)
    assert service.facts["se"] == pytest.approx(0.044544, abs=2e-6)


@pytest.mark.data
def test_the_command_says_the_same_as_the_library(lectures: Path) -> None:
    told = CliRunner().invoke(
        cli, ["measure", "consistency", str(lectures), "--factors", "person,rater", "--format", "json"]
    )
    rows = {row["part"]: row["variance"] for row in json.loads(told.output)["rows"]}
    assert rows == pytest.approx(LME4, rel=2e-5)


@pytest.mark.data
def test_clearance_counts_what_the_file_holds(lectures: Path, real_data: Path) -> None:
    with gzip.open(real_data / "insteval" / "insteval.csv.gz", "rt") as lines:
        marks = [int(row["y"]) for row in csv.DictReader(lines)]
    row = next(iter(clearbar.measure("clearance", lectures).rows)).figures["clearance"]
    assert (row.hits, row.n, row.clusters) == (sum(mark >= 4 for mark in marks), len(marks), 1128)
