"""Control charts, held against published ones."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from tests.stats.published import CANS, NIST, SHIFTED

from clearbar.stats.control import cusum, ewma, laney, moving_sigma, p_chart, standardised, u_chart

FIFTY = [50] * 30


def test_the_cans_have_montgomerys_limits() -> None:
    chart = p_chart(CANS, FIFTY)
    assert chart.centre == pytest.approx(0.2313, abs=5e-5)
    assert chart.lower == pytest.approx(np.full(30, 0.0524), abs=5e-5)
    assert chart.upper == pytest.approx(np.full(30, 0.4102), abs=5e-5)
    assert np.flatnonzero(chart.signals).tolist() == [14, 22]  # samples 15 and 23, as in the book


def test_the_cans_vary_more_than_chance_by_laneys_measure() -> None:
    chart = laney(CANS, FIFTY)
    assert chart.spread == pytest.approx(1.6609, abs=5e-5)
    assert chart.lower.tolist() == [0.0] * 30
    assert chart.upper == pytest.approx(np.full(30, 0.5285), abs=5e-5)
    assert not chart.signals.any()


def test_the_cusum_first_signals_at_the_29th_value() -> None:
    chart = cusum(SHIFTED, 10, 1, 0.5, 5)
    assert chart.up[28] == pytest.approx(5.28)
    assert np.flatnonzero(chart.up > 5)[0] == 28
    assert np.flatnonzero(chart.signals).tolist() == [28, 29]
    assert chart.down[:3] == pytest.approx([0.05, 1.56, 1.77])  # Montgomery, table 9.2


def test_the_ewma_first_signals_at_the_29th_value() -> None:
    chart = ewma(SHIFTED, 10, 1, 0.1, 2.7)
    assert chart.plotted[27] == pytest.approx(10.573, abs=5e-4)
    assert np.flatnonzero(chart.signals)[0] == 28
    assert (chart.lower[-1], chart.upper[-1]) == pytest.approx((9.381, 10.619), abs=5e-4)
    assert chart.plotted[:3] == pytest.approx([9.945, 9.7495, 9.70355])  # Montgomery, table 9.10


def test_the_ewma_of_the_handbook_has_its_limits() -> None:
    chart = ewma(NIST, 50, 2.0539, 0.3, 3)
    assert (chart.lower[-1], chart.upper[-1]) == pytest.approx((47.4115, 52.5884), abs=1e-4)
    assert chart.plotted[:4] == pytest.approx([50.60, 49.52, 50.56, 50.18], abs=5e-3)
    assert not chart.signals.any()


def test_limits_are_frozen_with_the_baseline() -> None:
    early = laney(CANS, FIFTY, baseline=20)
    moved = laney([*CANS[:20], *[45] * 10], FIFTY, baseline=20)
    assert (early.centre, early.spread) == (moved.centre, moved.spread)
    assert early.upper.tolist() == moved.upper.tolist()
    assert moved.signals[20:].tolist() == [1] * 10
    assert laney(CANS, FIFTY).centre != early.centre


def test_the_spread_is_that_between_neighbours_which_a_step_hardly_touches() -> None:
    calm = np.tile([0.0, 1.0], 20)
    stepped = calm + np.repeat([0.0, 50.0], 20)
    assert moving_sigma(calm) == pytest.approx(1 / 1.128)
    assert moving_sigma(stepped) < 3 * moving_sigma(calm) < np.std(stepped)
    assert np.isnan(moving_sigma([1.0]))


def test_a_spread_may_be_kept_from_falling_below_chance() -> None:
    even = [10] * 12
    assert laney(even, [50] * 12).spread == 0
    assert laney(even, [50] * 12, least=1.0).spread == 1


def test_counts_have_poisson_limits_which_u_prime_stretches() -> None:
    counts, exposure = [4, 6, 5, 9, 12, 6], [2.0, 2.0, 4.0, 4.0, 4.0, 2.0]
    chart = u_chart(counts, exposure)
    assert chart.centre == pytest.approx(42 / 18)
    assert chart.upper == pytest.approx([42 / 18 + 3 * (42 / 18 / e) ** 0.5 for e in exposure])
    assert chart.lower.min() == 0
    wide = u_chart(counts, exposure, prime=True)
    assert (wide.upper - wide.centre) / (chart.upper - chart.centre) == pytest.approx(np.full(6, wide.spread))


def test_complaints_vary_more_than_counts_would(real_data: Path) -> None:
    """Complaints per 10,000 sales over 20 months: u signals nearly always, u′ rarely."""
    with (real_data / "spc_quality" / "complaints.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    complaints, sales = ([float(row[name]) for row in rows] for name in ("complaints", "sales"))
    plain, prime = (u_chart(complaints, sales, prime=is_prime) for is_prime in (False, True))
    assert plain.centre == pytest.approx(sum(complaints) / sum(sales))
    assert np.count_nonzero(plain.signals) > np.count_nonzero(prime.signals)
    assert prime.spread > 2


def test_with_many_ratings_p_calls_out_nearly_every_month_and_laney_only_the_winters(real_data: Path) -> None:
    """Four-hour waits of 72 million visits to 274 emergency departments in 36 months."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with (real_data / "nhs_ae" / "ae_attendances.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            totals[row["period"]][0] += int(row["attendances"])
            totals[row["period"]][1] += int(row["breaches"])
    n, late = (np.array([totals[month][i] for month in sorted(totals)], dtype=float) for i in (0, 1))
    assert len(n) == 36 and n.sum() == 72_019_402
    plain, prime = p_chart(late, n), laney(late, n)
    assert np.count_nonzero(plain.signals) >= 34
    called = [month[:7] for month, signal in zip(sorted(totals), prime.signals, strict=True) if signal]
    assert called == ["2017-01", "2017-12", "2018-01", "2018-02", "2018-03", "2019-01", "2019-02"]  # the winters
    assert prime.signals.min() == 0
    assert prime.spread > 30


def test_weeks_are_standardised_by_the_ratings_they_rest_on() -> None:
    z, mean, spread = standardised([1.0, 2.0, 3.0, 9.0], [4.0, 4.0, 4.0, 16.0], 3)
    assert (mean, spread) == pytest.approx((2.0, 2 / 1.128))
    assert z == pytest.approx(np.array([-2.0, 0.0, 2.0, 28.0]) / spread)
    assert np.isnan(standardised([1.0, 1.0, 1.0], [1.0, 1.0, 1.0], 3)[2])
    assert standardised([1.0, 1.0, 1.0], [1.0, 1.0, 1.0], 3, scale=0.4)[2] == 0.4


@pytest.mark.parametrize(
    ("hits", "n"), [([], []), ([3], [2]), ([-1], [2]), ([0], [0])], ids=["none", "too many", "negative", "empty"]
)
def test_no_shares_no_chart(hits: list[int], n: list[int]) -> None:
    with pytest.raises(ValueError, match="a chart of shares"):
        p_chart(hits, n)


def test_no_exposure_no_chart() -> None:
    with pytest.raises(ValueError, match="exposure above 0"):
        u_chart([1, 2], [1, 0])


def test_a_baseline_without_any_miss_has_limits_at_one() -> None:
    chart = laney([5, 5, 5, 5, 4], [5] * 5, baseline=4)
    assert (chart.centre, chart.lower[-1], chart.upper[-1]) == (1, 1, 1)
    assert chart.signals.tolist() == [0, 0, 0, 0, -1]
