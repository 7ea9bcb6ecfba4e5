"""What is offered to be drawn is the same on each engine: the same interactions, in the same shuffled order."""

from __future__ import annotations

from pathlib import Path

import pytest

from clearbar.engines import Evidence, open_engine
from clearbar.measures import parse_where, sampling
from clearbar.model.question import Query, Question
from tests.engines.mixed import ODD, WEEKS, keep_mixed
from tests.engines.test_conformance import compare_sums

ASKED = [
    sampling.to_draw(Question(), 1.0, "1:"),
    sampling.to_draw(Question(("site", "channel"), parse_where(ODD)), 0.2, "é😀:"),
    sampling.to_draw(Question(("person", "week"), parse_where(WEEKS)), 0.5, "7:"),
    sampling.every_cell(Question(("site",))),
    sampling.every_cell(Question(("topic", "day"), parse_where("site = 'nowhere'"))),
]


@pytest.mark.parametrize("query", ASKED, ids=["all", "odd", "weeks", "cells", "nobody"])
def test_engines_offer_the_same_interactions_in_the_same_order(spark: str, tmp_path: Path, query: Query) -> None:
    folder = tmp_path / "evidence"
    keep_mixed(folder)
    found = []
    for name in ("duckdb", spark):
        engine = open_engine(name, Evidence(folder))
        found.append(engine.run(query))
        engine.close()
    compare_sums(query, *found)
