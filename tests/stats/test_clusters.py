"""Cluster-robust shares and means: hand-worked sums, row-level sandwich, statsmodels, and what happens at the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri, stdtrit

from clearbar.stats.clusters import ClusterSums, mean, pooled_rho, ratings_to_settle, share
from clearbar.stats.intervals import wilson

Clusters = list[tuple[int, float]]
NAMES = ("n", "s", "clusters", "nn", "ns", "ss")


def sums(*groups: Clusters) -> ClusterSums:
    """From (ratings, sum) of each cluster of each group, added up by hand."""
    rows = [
        (
            sum(n for n, _ in group),
            sum(s for _, s in group),
            len(group),
            sum(n * n for n, _ in group),
            sum(n * s for n, s in group),
            sum(s * s for _, s in group),
        )
        for group in groups
    ]
    return ClusterSums.of(**dict(zip(NAMES, zip(*rows, strict=True), strict=True)))


FOUR: Clusters = [(4, 4), (4, 2), (4, 3), (4, 1)]
UNEVEN: Clusters = [(1, 1), (9, 2), (4, 4), (2, 1), (7, 6), (3, 0)]


def test_a_share_of_four_even_clusters_worked_by_hand() -> None:
    """10 of 16: D = 1.5² + .5² + .5² + 1.5² = 5, spread .234375, so 5/(16·.234375·¾) = 1.7778, unbiased 1.6.

    It has min(3·4/3, 6/1.6) = 3.75 degrees of freedom; 2 more say 1 + 3·.05 = 1.15. Together 1.443 with 5.75.
    """
    figures = share(sums(FOUR))
    deff = (3.75 * 1.6 + 2 * 1.15) / 5.75
    assert figures.value[0] == 0.625
    assert figures.deff[0] == pytest.approx(deff)
    assert figures.df[0] == pytest.approx(5.75)
    t2 = stdtrit(5.75, 0.975) ** 2 / (16 / deff)
    centre, half = (0.625 + t2 / 2) / (1 + t2), np.sqrt(t2 * (0.234375 + t2 / 4)) / (1 + t2)
    assert figures.low[0] == pytest.approx(centre - half)
    assert figures.high[0] == pytest.approx(centre + half)
    assert figures.effective_n[0] == pytest.approx(16 / deff)


def test_clusters_of_one_rating_give_the_plain_score_interval() -> None:
    figures = share(sums([(1, 1)] * 17 + [(1, 0)] * 3, [(1, 1)] * 9))
    np.testing.assert_allclose((figures.low, figures.high), wilson([17, 9], [20, 9]), atol=1e-7)
    np.testing.assert_allclose(figures.deff, 1)


def test_a_mean_without_squares_has_the_error_of_a_row_level_sandwich() -> None:
    """statsmodels multiplies by G/(G−1); here the factor is 1/(1 − nn/n²), the same for even clusters only."""
    linear = pytest.importorskip("statsmodels.regression.linear_model")
    rng = np.random.default_rng(3)
    for sizes in ([6] * 12, rng.integers(1, 15, 25).tolist()):
        cluster = np.repeat(np.arange(len(sizes)), sizes)
        y = rng.normal(size=cluster.size) + rng.normal(size=len(sizes))[cluster]
        totals = np.bincount(cluster, y)
        group = sums(list(zip(sizes, totals.tolist(), strict=True)))
        fitted = linear.OLS(y, np.ones((y.size, 1))).fit(cov_type="cluster", cov_kwds={"groups": cluster})
        variance = fitted.cov_params()[0, 0] * (len(sizes) - 1) / len(sizes) / (1 - 1 / group.alike[0])
        figures = mean(group)
        error = (figures.high[0] - figures.value[0]) / stdtrit(figures.df[0], 0.975)
        assert figures.value[0] == pytest.approx(fitted.params[0])
        assert error == pytest.approx(np.sqrt(variance))
        if len(set(sizes)) == 1:
            assert error == pytest.approx(fitted.bse[0])


@pytest.mark.parametrize("rho", [0.0, 0.1, 0.4])
def test_many_clusters_give_the_design_effect_of_a_row_level_sandwich(rho: float) -> None:
    rng = np.random.default_rng(8)
    size = rng.integers(1, 12, 4000)
    chance = np.where(rng.random(4000) < rho, rng.random(4000) < 0.8, 0.8)
    hits = rng.binomial(size, chance)
    rows = np.concatenate([np.r_[np.ones(h), np.zeros(n - h)] for n, h in zip(size, hits, strict=True)])
    residual, cluster = rows - rows.mean(), np.repeat(np.arange(4000), size)
    robust = sum(part.sum() ** 2 for part in np.split(residual, np.flatnonzero(np.diff(cluster)) + 1))
    naive = (residual**2).sum()
    figures = share(sums(list(zip(size.tolist(), hits.tolist(), strict=True))))
    assert figures.deff[0] == pytest.approx(max(robust / naive, 1), rel=0.01)


def test_the_mean_of_hits_is_their_share() -> None:
    group = sums(FOUR, UNEVEN)
    np.testing.assert_allclose(mean(group, group.s).value, share(group).value)


def test_one_cluster_alone_counts_about_as_one_rating() -> None:
    figures = share(sums([(40, 30)]))
    assert figures.effective_n[0] == pytest.approx(1)
    assert figures.low[0] < 0.1
    assert figures.high[0] > 0.95


def test_one_cluster_beside_others_borrows_how_alike_their_ratings_are() -> None:
    apart = [(5, 4), (5, 3), (5, 4), (5, 5), (5, 4), (5, 3), (5, 4), (5, 5)] * 8
    alone, beside = share(sums([(40, 30)])), share(sums([(40, 30)], *[apart] * 6))
    assert beside.deff[0] < alone.deff[0] / 5
    assert beside.high[0] - beside.low[0] < alone.high[0] - alone.low[0]


def test_a_group_without_a_miss_borrows_the_design_effect_of_the_others() -> None:
    perfect: Clusters = [(5, 5)] * 6
    clustered: Clusters = [(5, 5), (5, 0), (5, 5), (5, 1), (5, 4), (5, 5)] * 10
    mixed: Clusters = [(5, 4), (5, 3), (5, 4), (5, 4), (5, 5), (5, 4)] * 10
    among_clustered, among_mixed = share(sums(perfect, clustered)), share(sums(perfect, mixed))
    assert among_clustered.value[0] == among_mixed.value[0] == 1.0
    assert among_clustered.deff[0] > 2 > 1.2 > among_mixed.deff[0]
    assert among_clustered.high[0] == 1.0
    assert among_clustered.low[0] < among_mixed.low[0] < wilson(30, 30)[0]


def test_the_pooled_correlation_finds_that_of_generated_clusters() -> None:
    rng = np.random.default_rng(4)
    groups = []
    for share_of_group in (0.6, 0.8, 0.9):
        size, precision = rng.integers(2, 20, 3000), 1 / 0.15 - 1
        chance = rng.beta(share_of_group * precision, (1 - share_of_group) * precision, 3000)
        groups.append(list(zip(size.tolist(), rng.binomial(size, chance).tolist(), strict=True)))
    assert pooled_rho(sums(*groups)) == pytest.approx(0.15, abs=0.01)
    assert np.isnan(pooled_rho(sums([(1, 1), (1, 0)], [(7, 3)])))


def test_asked_without_pooling_each_group_stands_for_itself() -> None:
    together, alone = share(sums(FOUR, UNEVEN), pool=False), share(sums(UNEVEN))
    assert (together.low[1], together.high[1]) == (alone.low[0], alone.high[0])


def test_the_sums_of_two_parts_with_different_clusters_add_up() -> None:
    parts, whole = sums(FOUR, UNEVEN), sums(FOUR + UNEVEN)
    added = ClusterSums.of(**{name: getattr(parts, name).sum() for name in NAMES})
    assert share(added).low[0] == share(whole).low[0]


def test_a_mean_gap_of_a_few_ratings_that_are_all_alike_is_not_certain() -> None:
    figures = mean(sums([(1, 0)] * 8), [0])
    assert figures.value[0] == 0
    assert figures.high[0] > 0.2
    assert mean(sums([(1, 0)] * 800), [0]).high[0] < 0.01


def test_without_squares_one_cluster_has_no_ends() -> None:
    figures = mean(sums([(6, 3)]))
    assert (figures.low[0], figures.high[0]) == (-np.inf, np.inf)


def test_a_mean_of_single_ratings_has_about_the_t_interval_of_a_textbook() -> None:
    y = np.random.default_rng(6).integers(-4, 5, 60)
    figures = mean(sums([(1, int(value)) for value in y]), [int((y * y).sum())])
    half = stdtrit(59, 0.975) * y.std(ddof=1) / np.sqrt(60)
    assert figures.high[0] - figures.value[0] == pytest.approx(half, rel=1e-3)


def test_so_many_more_ratings_just_exclude_the_target() -> None:
    """Score inversion: with n* = z²·t(1−t)/(p−t)² ratings the interval ends at t."""
    more = ratings_to_settle(0.9, 50, 1.0, 0.85)
    assert wilson(0.9 * (50 + more), 50 + more)[0] >= 0.85 > wilson(0.9 * (49 + more), 49 + more)[0]
    assert more == np.ceil(ndtri(0.975) ** 2 * 0.85 * 0.15 / 0.05**2) - 50


def test_settled_is_zero_and_hopeless_is_no_number() -> None:
    more = ratings_to_settle([0.99, 0.85, 0.8501, 0.5], 200, 1.0, 0.85)
    assert (more[0], more[3]) == (0, 0)
    assert np.isnan(more[1:3]).all()


def test_a_design_effect_of_two_doubles_the_ratings_that_are_needed() -> None:
    once, twice = ratings_to_settle(0.9, 10, 1.0, 0.8), ratings_to_settle(0.9, 10, 2.0, 0.8)
    assert twice + 10 == pytest.approx(2 * (once + 10), abs=2)


clusters = st.lists(
    st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1, max_size=12
)


@given(groups=st.lists(clusters, min_size=1, max_size=6), target=st.sampled_from([0.5, 0.8, 0.95]))
def test_any_clusters_give_an_interval_within_bounds_that_agrees_with_its_verdict(
    groups: list[Clusters], target: float
) -> None:
    figures = share(sums(*groups))
    assert np.all((figures.low >= 0) & (figures.low <= figures.value + 1e-9))
    assert np.all((figures.value - 1e-9 <= figures.high) & (figures.high <= 1))
    assert np.all((figures.deff >= 1) & (figures.deff <= figures.n + 1e-9))
    settled = ratings_to_settle(figures.value, figures.n, figures.price, target) == 0
    outside = (figures.low > target) | (figures.high < target)
    assert np.array_equal(settled, outside)


@given(groups=st.lists(clusters, min_size=2, max_size=6))
def test_the_order_of_groups_and_clusters_does_not_matter(groups: list[Clusters]) -> None:
    forward, backward = share(sums(*groups)), share(sums(*[group[::-1] for group in groups[::-1]]))
    np.testing.assert_allclose(forward.low, backward.low[::-1], atol=1e-9)
    np.testing.assert_allclose(forward.high, backward.high[::-1], atol=1e-9)


def test_sums_that_no_clusters_can_have_are_refused() -> None:
    good = {"n": 10, "s": 5, "clusters": 3, "nn": 40, "ns": 20, "ss": 12}
    for wrong in ({"clusters": 0}, {"clusters": 11}, {"nn": 9}, {"n": [10, 10]}):
        with pytest.raises(ValueError, match=r"sums"):
            ClusterSums.of(**(good | wrong))
    with pytest.raises(ValueError, match=r"hits"):
        share(ClusterSums.of(**(good | {"s": 11})))


SCHOOLS = {  # district: (schools, total of api00); R package survey 4.1-1, data(api), apiclus1
    61: (13, 9372), 135: (34, 22508), 178: (4, 2077), 197: (13, 8593), 255: (16, 11369), 406: (2, 1116), 413: (1, 551),
    437: (4, 1888), 448: (12, 9111), 510: (21, 13761), 568: (9, 6386), 637: (11, 7359), 716: (37, 20394), 778: (2, 905),
    815: (4, 2493),
}  # fmt: skip


def test_a_cluster_sample_of_schools_gives_the_published_mean_and_standard_error() -> None:
    """svymean(~api00, dclus1): 644.17, SE 23.542 with the 757 districts as a finite population (survey manual)."""
    n, total = (np.array(column, dtype=float) for column in zip(*SCHOOLS.values(), strict=True))
    sums = ClusterSums.of(n=n.sum(), s=total.sum(), clusters=15, nn=n @ n, ns=n @ total, ss=total @ total)
    found = mean(sums)
    assert found.value[0] == pytest.approx(644.17, abs=0.005)
    half = (found.high - found.low)[0] / 2
    alike = sums.alike[0]
    # back from the n²/Σn² clusters of equal size that count here to the G = 15 of the survey package
    error = half / stdtrit(alike - 1, 0.975) * np.sqrt((1 - 1 / alike) * 15 / 14)
    assert error == pytest.approx(23.779, abs=0.001)
    assert error * np.sqrt(1 - 15 / 757) == pytest.approx(23.542, abs=0.001)
