"""Drift as sentences and charts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer
from clearbar.reports.calendar import months, named, places
from clearbar.reports.panels import Section
from clearbar.reports.pictures import section
from clearbar.stats.answers import add_movement, conclude_drift
from tests.stats.test_drift import MOVED, columns, series, sums


def drawn(answer: Answer, names: dict[str, str] | None = None) -> Section:
    found = section(answer, names or {})
    assert found
    return found


def answered(
    rows: list[dict[str, Any]], by: tuple[str, ...] = ("site",), chart: str = "laney", **moved: float
) -> Answer:
    answer = conclude_drift(sums(rows), by, chart)
    if not moved:
        return answer
    sites = sorted({row["site"] for row in rows})
    counted = {**columns([{**MOVED, **moved}] * len(sites)), "site": np.array(sites, dtype=object)}
    return add_movement(answer, counted, by)


def test_a_calm_series_is_told_as_calm() -> None:
    found = drawn(answered(series(), by=()))
    assert found.heading == "Is the bar sinking, or are we?"
    assert found.first[0].title == "All together: within what its own past makes likely in all 13 weeks since"
    assert "5,200 ratings, week of 29 December 2025 to week of 22 June 2026" in found.first[0].subtitle
    assert any("false alarms in a year" in note for note in found.closing)


def test_weeks_outside_are_counted_and_ringed() -> None:
    (panel,) = drawn(answered(series(later=0.5), by=())).first
    assert panel.title == "All together: 13 below what its own past makes likely, of 13 weeks since"
    assert panel.drawing and panel.table
    spec = panel.drawing.spec
    rings = [row for rows in spec["datasets"].values() for row in rows if row.get("ring") == "below"]
    assert len({row["x"] for row in rings}) == 13
    assert [row[4] for row in panel.table.rows] == ["–"] * 13 + ["below"] * 13


def test_a_change_of_instrument_breaks_the_line_with_words() -> None:
    used = [
        {"site": "a", "kind": "instrument", "label": name, "week": first, "last_week": last, "n": 2600}
        for name, first, last in (("q1", 202601, 202613), ("q2", 202614, 202626))
    ]
    (panel,) = drawn(answered(series(later=0.5) + used, by=())).first
    assert panel.drawing and panel.table
    texts = [row["says"] for rows in panel.drawing.spec["datasets"].values() for row in rows if "says" in row]
    assert "new instrument" in texts and "new instrument" in str(panel.drawing.wide)
    runs = {row["run"] for rows in panel.drawing.spec["datasets"].values() for row in rows if "run" in row}
    assert runs == {0, 1}
    assert any("q2 begins" in row[3] for row in panel.table.rows)


def test_many_series_begin_with_those_that_stand() -> None:
    rows = [row for i in range(14) for row in series(f"s{i:02}", seed=40 + i)] + series("worn", later=0.55)
    found = drawn(answered(rows))
    assert found.first[0].title == "“Worn” of 15 series has moved since the baseline"
    assert found.rest[0].title.startswith("Worn: 1") and "below" in found.rest[0].title
    assert len(found.rest) == 12
    assert found.first[0].table and len(found.first[0].table.rows) == 15
    keys = [one.key for one in found.drawings]
    assert len(set(keys)) == len(keys) and all(key.startswith("drift-") for key in keys)


@pytest.mark.parametrize(
    ("moved", "title"),
    [
        ({}, "Experience fell; the gap fell"),
        (
            {"experience_square": 4e4, "expectation_square": 4.0, "total_square": 4e4},
            "Expectations rose; no change of the gap can be told",
        ),
        (
            {"experience_square": 4e4, "expectation_square": 4e4, "mix_square": 4e4, "total_square": 4e4},
            "No change of the gap can be told; nor of any of its parts",
        ),
    ],
)
def test_the_split_says_which_part_moved(moved: dict[str, float], title: str) -> None:
    wide = {"expectation_square": 4e4} if not moved else {}
    rows = series("a")
    answer = conclude_drift(sums(rows), ())
    found = drawn(add_movement(answer, columns([{**MOVED, **wide, **moved}]), ()))
    panel = found.first[1]
    assert panel.title == title
    assert panel.drawing and "Through expectation" in str(panel.drawing.narrow)
    assert any(note.startswith("Weeks 202601 to 202613 are compared") for note in panel.remarks)


@pytest.mark.parametrize("chart", ["p", "u", "ewma", "cusum"])
def test_every_chart_is_drawn(chart: str) -> None:
    (panel,) = drawn(answered(series(later=0.6), by=(), chart=chart)).first
    assert panel.drawing and panel.drawing.wide and panel.drawing.narrow
    assert "below" in panel.title


def test_few_weeks_are_told_as_too_few() -> None:
    (panel,) = drawn(answered(series(weeks=4), by=())).first
    assert panel.title == "All together: too few weeks for limits"


def test_nothing_to_see_is_no_section() -> None:
    assert section(conclude_drift(sums([]), ()), {}) is None


def test_weeks_keep_their_places_across_the_end_of_a_year() -> None:
    assert places([202552, 202601, 202604]) == {202552: 0, 202601: 1, 202604: 4}
    assert named(202601) == "week of 29 December 2025"
    assert months([202552, 202612]) == ((2, "Jan"), (6, "Feb"), (10, "Mar"))
