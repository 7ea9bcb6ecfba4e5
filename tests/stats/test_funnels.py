"""Groups against the limits of chance, as they are told: real departments, simulated sites, and what cannot be told."""

from __future__ import annotations

import csv
from collections import defaultdict
from math import asin, sin, sqrt
from pathlib import Path

import numpy as np
import pytest
from tests.measures.samples import keep, row

import clearbar
from clearbar.model.question import Sums
from clearbar.stats.answers import conclude_funnel, conclude_funnels
from clearbar.stats.shrink import normal_normal

Counts = dict[str, tuple[int, int]]


def sums(counts: Counts, by: str = "site", **outer: str) -> Sums:
    """Sums of groups whose ratings are all of different persons, so that nothing clusters and n are worth n."""
    names = sorted(counts)
    n, hits = (np.array([counts[name][i] for name in names], dtype=float) for i in (1, 0))
    common = hits.sum() / max(n.sum(), 1)
    return {
        **{name: np.array([value] * len(names), dtype=object) for name, value in outer.items()},
        by: np.array(names, dtype=object), "n": n, "hits": hits, "clusters": n, "nn": n, "nx": hits, "xx": hits,
        "target_low": np.full(len(names), 0.95), "target_high": np.full(len(names), 0.95),
        "edition_low": np.ones(len(names)), "edition_high": np.ones(len(names)), "expected": n * common,
        "target": n * 0.95, "answers": n,
    }  # fmt: skip


@pytest.fixture(scope="module")
def departments(real_data: Path) -> Counts:
    """Emergency departments of England, 2016–2019: who was seen within four hours, of how many (major departments)."""
    seen: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with (real_data / "nhs_ae" / "ae_attendances.csv").open() as file:
        for line in csv.DictReader(file):
            if line["type"] == "1":
                seen[line["org_code"]][0] += int(float(line["attendances"])) - int(float(line["breaches"]))
                seen[line["org_code"]][1] += int(float(line["attendances"]))
    return {name: (hits, n) for name, (hits, n) in seen.items() if n > 10_000}


def by_hand(counts: Counts, part: float) -> tuple[float, float, dict[str, tuple[float, float]]]:
    """Spiegelhalter's φ and τ² and the limits of 99.8 %, department by department."""
    total, all_ = (sum(one[i] for one in counts.values()) for i in (0, 1))
    middle = asin(sqrt(total / all_))
    z = sorted((asin(sqrt(hits / n)) - middle) * 2 * sqrt(n) for hits, n in counts.values())

    def at(p: float) -> float:
        place = p * (len(z) - 1)
        return z[int(place)] + (place - int(place)) * (z[min(int(place) + 1, len(z) - 1)] - z[int(place)])

    low, high = at(part), at(1 - part)
    squares = sum(min(max(each, low), high) ** 2 for each in z)
    w = [4.0 * n for _, n in counts.values()]
    tau2 = (squares - (len(z) - 1)) / (sum(w) - sum(each * each for each in w) / sum(w))
    limits = {}
    for name, (_, n) in counts.items():
        half = 3.090232306167813 * sqrt(1 / (4 * n) + tau2)
        limits[name] = (sin(max(middle - half, 0)) ** 2, sin(min(middle + half, np.pi / 2)) ** 2)
    return squares / len(z), tau2, limits


@pytest.mark.parametrize("part", [0.1, 0.0, 0.2])
def test_departments_lie_where_spiegelhalters_formulas_put_them(departments: Counts, part: float) -> None:
    assert len(departments) > 120
    answer = conclude_funnel(sums(departments), ("site",), part)
    ratio, tau2, limits = by_hand(departments, part)
    facts = next(answer.rows).facts
    assert facts["ratio"] == pytest.approx(ratio, rel=1e-9)
    assert ratio > 1000  # tens of thousands of visits each: chance is nothing beside what departments differ by
    middle = facts["centre"]
    assert facts["spread"] == pytest.approx(sqrt(tau2) * 2 * sqrt(middle * (1 - middle)), rel=1e-9)
    for one in answer.rows:
        assert (one.facts["low_998"], one.facts["high_998"]) == pytest.approx(limits[one.keys["site"]], abs=1e-9)


def test_without_over_dispersion_nearly_all_departments_would_lie_outside_and_with_it_few(departments: Counts) -> None:
    answer = conclude_funnel(sums(departments), ("site",))
    lies = [one.facts["lies"] for one in answer.rows]
    share = lies.count("within") / len(lies)
    assert 0.85 < share < 0.99
    middle = next(answer.rows).facts["centre"]
    alone = [abs(asin(sqrt(hits / n)) - asin(sqrt(middle))) * 2 * sqrt(n) > 3.09 for hits, n in departments.values()]
    assert np.mean(alone) > 0.85
    assert any("times as much as by chance" in note for note in answer.notes)


def test_untouched_the_spread_of_departments_is_that_of_dersimonian_and_laird(departments: Counts) -> None:
    """Around the inverse-variance mean on the arcsine scale; here its weights are the sizes themselves."""
    hits, n = (np.array([one[i] for one in departments.values()], dtype=float) for i in (0, 1))
    y, s = np.arcsin(np.sqrt(hits / n)), 0.5 / np.sqrt(n)
    pooled = normal_normal(y, s, "DL")
    answer = conclude_funnel(sums(departments), ("site",), 0.0)
    facts = next(answer.rows).facts
    tau2 = (facts["spread"] / (2 * sqrt(facts["centre"] * (1 - facts["centre"])))) ** 2
    assert tau2 == pytest.approx(pooled.tau2, rel=0.01)  # the centre is the share of all, not quite the mean of arcs


def test_the_whole_road_on_departments_thinned_to_one_visit_in_ten_thousand(
    departments: Counts, tmp_path: Path
) -> None:
    ratings, thinned = [], {}
    for name, (hits, n) in sorted(departments.items())[:40]:
        count, good = round(n / 10_000), round(hits / 10_000)
        thinned[name] = (good, count)
        ratings += [row(f"{name}-{i}", site=name, level=5 if i < good else 1) for i in range(count)]
    folder = keep(tmp_path / "evidence", ratings)
    found = clearbar.measure("funnel", folder, by="site", winsorised=0.0)
    told = conclude_funnel(sums({name: each for name, each in thinned.items() if each[1] >= 5}), ("site",), 0.0)
    assert [one.keys["site"] for one in found.rows] == [one.keys["site"] for one in told.rows]
    for one, other in zip(found.rows, told.rows, strict=True):
        for name in ("adjusted", "low_95", "high_998", "ratio", "spread", "lies"):
            assert one.facts[name] == (
                pytest.approx(other.facts[name], abs=1e-5) if name != "lies" else other.facts[name]
            )


def test_a_funnel_of_each_standard_is_that_of_its_groups_alone_and_that_of_the_report() -> None:
    dice = np.random.default_rng(4)
    one = {f"s{i}": (int(dice.binomial(n, 0.8)), n) for i, n in enumerate((40, 90, 200, 500))}
    other = {f"s{i}": (int(dice.binomial(n, 0.5)), n) for i, n in enumerate((40, 90, 200))}
    parts = [sums(one, standard="a"), sums(other, standard="b")]
    both = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    answer = conclude_funnel(both, ("standard", "site"))
    assert len(answer) == 7
    alone = conclude_funnel(parts[1], ("standard", "site"))
    assert [row.facts for row in answer.rows if row.keys["standard"] == "b"] == [row.facts for row in alone.rows]
    (curves,) = answer.parts
    assert len(curves) == 2 * 24 and curves.measure == "limits"
    reported = conclude_funnels(both, dict.fromkeys(("a", "b")))  # type: ignore[arg-type]
    for funnel in reported:
        told = [row for row in answer.rows if row.keys["standard"] == funnel.standard]
        assert [(row.facts["adjusted"], row.facts["low_95"], row.facts["high_998"]) for row in told] == [
            (point.adjusted, point.limits.low_95, point.limits.high_998) for point in funnel.points
        ]
        drawn = [row for row in curves.rows if row.keys["standard"] == funnel.standard]
        assert [row.facts["worth"] for row in drawn] == [each.n for each in funnel.limits]


@pytest.mark.parametrize("counts", [{}, {"a": (8, 10)}, {"a": (8, 10), "b": (9, 10)}])
def test_fewer_than_three_groups_are_no_funnel(counts: Counts) -> None:
    answer = conclude_funnel(sums(counts), ("site",))
    assert (len(answer), answer.parts) == (0, ())
    assert any(note.startswith("Not identifiable") for note in answer.notes)


def test_groups_that_are_all_equal_or_all_perfect_lie_within() -> None:
    for share in (0.8, 1.0, 0.0):
        counts = {f"s{i}": (int(share * 50), 50) for i in range(6)}
        answer = conclude_funnel(sums(counts), ("site",))
        assert {row.facts["lies"] for row in answer.rows} == {"within"}
        assert {row.facts["spread"] for row in answer.rows} == {0.0}
        assert any("no more variation than chance" in note for note in answer.notes)


def test_neither_order_nor_names_nor_parts_of_the_data_matter() -> None:
    counts = {"a": (30, 40), "b": (70, 90), "c": (180, 200), "d": (50, 90)}
    here = {row.keys["site"]: row.facts for row in conclude_funnel(sums(counts), ("site",)).rows}
    told = sums(counts)
    turned = {name: np.asarray(column)[::-1] for name, column in told.items()}
    assert {row.keys["site"]: row.facts for row in conclude_funnel(turned, ("site",)).rows} == here
    named = sums({f"z{name}": each for name, each in counts.items()})
    assert {row.keys["site"][1:]: row.facts for row in conclude_funnel(named, ("site",)).rows} == here


def test_sites_that_are_alike_are_rarely_told_to_lie_outside_and_a_bad_one_is_found() -> None:
    """Through the whole conclusion, true shares that follow no normal among them."""
    dice = np.random.default_rng(17)
    outside, found, times = [], 0, 200
    for round_ in range(times):
        truth = dice.beta(80, 20, 20) if round_ % 2 else 0.8 + 0.06 * (dice.random(20) - 0.5)
        truth[0] = 0.5
        n = dice.integers(100, 600, 20)
        counts = {f"s{i:02}": (int(dice.binomial(n[i], truth[i])), int(n[i])) for i in range(20)}
        lies = [row.facts["lies"] for row in conclude_funnel(sums(counts), ("site",)).rows]
        outside += [one in {"above", "below"} for one in lies[1:]]
        found += lies[0] == "below"
    print(f"\n{np.mean(outside):.4f} of good sites told to lie beyond chance; the bad one found in {found / times:.2f}")
    assert np.mean(outside) < 0.02
    assert found / times > 0.97
