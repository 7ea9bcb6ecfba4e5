"""What is concluded about waits, from counts as the query returns them; and requests to the city of New York."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.stats.remissions import ENDED, WEEKS

import clearbar
from clearbar.engines import Evidence
from clearbar.model.evidence import Rating, StandardRow
from clearbar.model.waiting import ALL, DAY, HOUR, HOUR_DAY
from clearbar.stats.answers import beside, conclude_waits

COLUMNS = ("standard", "block", "answers", "part", "bucket", "step", "late", "pair_low", "pair_high", "edition_low",
           "edition_high", "ended", "waiting")  # fmt: skip


def counts(
    seconds: Any,
    over: Any,
    day: Any = None,
    hour: Any = None,
    promise: float = 0,
    pair: str | None = "warm",
    standard: str = "s",
) -> dict[str, Any]:
    """What the query returns for one standard, from waits of at most an hour in whole seconds."""
    rows = []
    seconds, over = np.asarray(seconds), np.asarray(over)
    days = np.zeros(len(seconds), dtype=int) if day is None else np.asarray(day)
    hours = np.zeros(len(seconds), dtype=int) if hour is None else np.asarray(hour)
    for block, parts, buckets in ((ALL, 0 * days, 0 * days), (DAY, days % 64, 0 * days), (HOUR, hours, 0 * days),
                                  (HOUR_DAY, hours, days % 16)):  # fmt: skip
        step = seconds
        if block == HOUR:
            step = np.where(seconds <= 20, seconds, 20 + np.ceil(np.log(np.maximum(seconds, 20) / 20) / np.log(1.05)))
        if block == DAY:
            step = np.where(seconds <= 2, seconds, 2 + np.ceil(np.log(np.maximum(seconds, 2) / 2) / np.log(1.5)))
        if block == HOUR_DAY:
            step = np.where(seconds <= 1, seconds, 1 + np.ceil(np.log2(np.maximum(seconds, 1))))
        late = (seconds > 60 * promise) if promise else np.zeros(len(seconds), dtype=bool)
        kinds = np.column_stack([parts, buckets, step, late, over]).astype(int)
        for kind, n in zip(*np.unique(kinds, axis=0, return_counts=True), strict=True):
            ended = n if kind[4] else 0
            rows.append((standard, block, len(seconds), *kind[:4], pair, pair, "e", "e", ended, n - ended))
    columns = zip(*rows, strict=True)
    words = {"standard", "block", "pair_low", "pair_high", "edition_low", "edition_high"}
    return {
        name: np.array(column, dtype=object if name in words else float)
        for name, column in zip(COLUMNS, columns, strict=True)
    }


def test_the_published_remissions_come_out_of_counts() -> None:
    """Freireich and others 1963, a week taken as a second; a promise of 10 weeks."""
    answer = conclude_waits(counts(WEEKS, ENDED, promise=10 / 60), ("standard",), 10 / 60)
    (row,) = answer.rows
    assert row.figures["median"].value == 23 and row.figures["median"].low == 13
    assert row.figures["within"].value == pytest.approx(1 - 0.753, abs=5e-4)
    assert (row.figures["within"].low, row.figures["within"].high) == pytest.approx((1 - 0.889, 1 - 0.503), abs=6e-4)
    assert row.facts["open"] == 12
    assert row.facts["within_least"] == pytest.approx(5 / 21) and row.facts["within_most"] == pytest.approx(7 / 21)
    assert "nine_in_ten" not in row.figures and any("nine in ten" in note for note in answer.notes)
    assert any("12 of 21 waits had not ended" in note for note in answer.notes)


def test_a_promise_that_nobody_was_watched_for_has_no_share() -> None:
    answer = conclude_waits(counts(WEEKS, ENDED, promise=1), ("standard",), 1)
    (row,) = answer.rows
    assert "within" not in row.figures and any("not identifiable" in note for note in answer.notes)
    short = conclude_waits(counts(WEEKS, ENDED, promise=1 / 60), ("standard",), 1 / 60)
    figure = short.figures["within"][0]
    assert (figure.value, figure.low) == (0, 0) and 0.1 < figure.high < 0.25
    ended = conclude_waits(counts(WEEKS, [1] * 21, promise=1), ("standard",), 1)
    figure = ended.figures["within"][0]
    assert (figure.value, figure.high) == (1, 1) and 0.75 < figure.low < 0.9


def test_the_curve_falls_from_length_to_length() -> None:
    rng = np.random.default_rng(1)
    seconds, over = np.ceil(rng.exponential(300, 5000)).clip(1, 3600), rng.random(5000) < 0.9
    (curve, _) = conclude_waits(counts(seconds, over, promise=5), ("standard",), 5).parts
    figures = curve.figures["waiting"]
    assert len(curve) <= 52 and 300 in curve.keys["seconds"]
    assert list(figures.value) == sorted(figures.value, reverse=True)
    assert all(low <= value <= high for low, value, high in zip(figures.low, figures.value, figures.high, strict=True))


def test_hours_are_told_apart_from_each_other() -> None:
    rng = np.random.default_rng(2)
    hour = np.repeat([9, 17], 600)
    seconds = np.ceil(rng.exponential(np.where(hour == 9, 60, 240))).clip(1, 3600)
    answer = conclude_waits(counts(seconds, np.ones(1200), hour=hour, promise=2), ("standard",), 2, -5)
    (_, hours) = answer.parts
    assert list(hours.keys["hour"]) == [9, 17]
    early, late = (hours.figures["within"][k] for k in (0, 1))
    for one, at in ((early, 9), (late, 17)):
        assert one.value == pytest.approx(np.mean(seconds[hour == at] <= 120))
    assert early.low > late.high and any("UTC-5" in note for note in answer.notes)


def test_days_that_differ_make_it_less_certain() -> None:
    rng = np.random.default_rng(3)
    day = np.repeat(np.arange(50), 40)
    seconds = np.ceil(rng.exponential(100, 2000) * np.exp(rng.normal(0, 0.6, 50))[day]).clip(1, 3600)
    known, unknown = (
        conclude_waits(counts(seconds, np.ones(2000), whose, promise=2), ("standard",), 2).figures["within"][0]
        for whose in (day, None)
    )
    assert 1.8 < (known.high - known.low) / (unknown.high - unknown.low) < 6


def test_the_order_of_rows_does_not_matter_and_editions_are_spoken_of() -> None:
    found = counts(WEEKS, ENDED)
    order = np.random.default_rng(1).permutation(len(found["step"]))
    mixed = {name: column[order] for name, column in found.items()}
    assert conclude_waits(mixed, ("standard",)) == conclude_waits(found, ("standard",))
    found["edition_high"][0] = "f"
    assert any("editions are pooled" in note for note in conclude_waits(found, ("standard",)).notes)


def test_a_time_stands_beside_the_quality_that_goes_with_it() -> None:
    answer = conclude_waits(counts(WEEKS, ENDED), ("standard",))
    keys = {"standard": ["s"], "pair": ["warm"]}
    six = {"n": [40.0], "hits": [30.0], "clusters": [40.0], "nn": [40.0], "nx": [30.0], "xx": [30.0], "answers": [40.0]}
    sums = {name: np.array(column, dtype=object if name in keys else float) for name, column in (keys | six).items()}
    told = beside(answer, sums)
    assert told.facts["clears"] == [0.75] and told.parts[0].figures["clearance"][0].hits == 30
    nothing = beside(answer, {name: column[:0] for name, column in sums.items()})
    assert nothing.facts["clears"] == [None] and any("a time alone says little" in note for note in nothing.notes)
    alone = conclude_waits(counts(WEEKS, ENDED, pair=None), ("standard",))
    assert any("No quality goes with s" in note for note in alone.notes)


def test_too_few_waits_are_withheld_and_none_are_nothing() -> None:
    found = counts(WEEKS, ENDED)
    few = {name: column[:1].copy() for name, column in found.items()}
    for name in ("ended", "waiting", "step", "late"):
        few[name][0] = np.nan
    answer = conclude_waits(few, ("standard",))
    assert len(answer) == 0 and answer.withheld == (("s",),)
    none = conclude_waits({name: column[:0] for name, column in found.items()}, ("standard",), 5)
    assert len(none) == 0 and none.notes == ()


def test_waits_that_all_ended_at_once_or_never_are_told_without_certainty() -> None:
    once = conclude_waits(counts([30] * 8, [1] * 8, promise=1), ("standard",), 1)
    assert once.figures["median"][0].value == 30 and once.figures["within"][0].low > 0.6
    never = conclude_waits(counts([90] * 8, [0] * 8, promise=1), ("standard",), 1)
    assert "median" not in next(iter(never.rows)).figures
    assert never.figures["within"][0].value == 0 and never.figures["within"][0].high < 0.5


# Requests to the city


def _times(real_data: Path) -> list[tuple[dict[str, str], datetime, datetime | None]]:
    def when(text: str) -> datetime | None:
        return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=UTC) if text else None

    with (real_data / "nyc311" / "nyc311_sample.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(row, created, when(row["Closed Date"])) for row in rows if (created := when(row["Created Date"]))]


def by_hand(waits: list[tuple[float, bool]], length: float) -> float:
    """The product of the shares that stayed, length by length."""
    share = 1.0
    for at in sorted({wait for wait, ended in waits if ended and wait <= length}):
        risk = sum(wait >= at for wait, _ in waits)
        share *= 1 - sum(ended and wait == at for wait, ended in waits) / risk
    return share


def test_requests_to_the_city_wait_as_long_as_one_reckons_by_hand(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = _times(real_data)
    seen = max(closed or created for _, created, closed in found)
    waits = [((closed or seen) - created).total_seconds() for _, created, closed in found]
    waits = [max(wait, 0.0) for wait in waits]
    ratings = [
        Rating(
            rating=str(i), interaction=str(i), standard="closed", edition="c1", response=str(i), source="check",
            setting="live", rater=None, person=None, team=None, site=row["Community Board"], customer=None,
            channel=row["Open Data Channel Type"], topic=row["Complaint Type"], rated_at=created, day=20220501,
            week=202217, level=4 if closed else 2, expected=None, desired=None, millis=int(1000 * waits[i]),
            censored=closed is None, instrument="log", inclusion=1.0,
        )
        for i, (row, created, closed) in enumerate(found)
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("city") / "evidence"
    standard = StandardRow("c1", "closed", "request", "close", "front", "promptness", 4, None, "yes_no", None)
    Evidence.create(folder).keep(ratings, [standard])
    answer = clearbar.measure("waits", folder, by="standard", promise=60.0)
    (row,) = answer.rows
    assert (row.figures["within"].n, row.facts["open"]) == (924, 444)
    known = list(zip(waits, [closed is not None for _, _, closed in found], strict=True))
    assert row.figures["within"].value == pytest.approx(1 - by_hand(known, 3600), abs=1e-9)
    half = row.figures["median"].value
    assert by_hand(known, half) <= 0.5 < by_hand(known, half / 1.0101)
    assert any("444 of 924 waits had not ended" in note for note in answer.notes)
