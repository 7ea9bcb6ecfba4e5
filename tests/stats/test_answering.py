"""Those who answered, weighted to look like those who were asked: against row by row reckoning, and in simulations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.stats.answering import Told, answered, weighted
from clearbar.stats.answers import conclude_nonresponse
from clearbar.stats.clusters import share
from clearbar.stats.designed import unexplained, variance_of_sum

NAMES = ("m", "n", "x", "nn", "nx", "xx")


def told(cell: np.ndarray, person: np.ndarray, n: np.ndarray, x: np.ndarray) -> tuple[Told, np.ndarray]:
    """Responses, one by one, as rows of cell and person (−1 unknown), and the cell of each row."""
    keys, row = np.unique(np.column_stack([cell, person]), axis=0, return_inverse=True)
    row = row.reshape(-1)
    sums = [np.bincount(row, each, len(keys)) for each in (np.ones(n.size), n, x, n * n, n * x, x * x)]
    people = np.unique(keys[:, 1][keys[:, 1] >= 0])
    codes = np.where(keys[:, 1] >= 0, np.searchsorted(people, keys[:, 1]), -1)
    return Told(codes, *sums), keys[:, 0]


def drawn(seed: int, size: int = 400, unknown: float = 0.2) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    site, channel = rng.integers(0, 4, size), rng.integers(0, 3, size)
    person = np.where(rng.random(size) < unknown, -1, site * 5 + rng.integers(0, 5, size))
    n = rng.integers(1, 4, size)
    return {"site": site, "channel": channel, "person": person, "n": n, "x": rng.binomial(n, 0.6 + 0.08 * site)}


ASKED = {"site": np.array([200.0, 300, 150, 350]), "channel": np.array([500.0, 250, 250])}


def grouped(of: dict[str, np.ndarray]) -> tuple[Told, dict[str, np.ndarray]]:
    found, cell = told(of["site"] * 3 + of["channel"], of["person"], of["n"], of["x"])
    return found, {"site": cell // 3, "channel": cell % 3}


def test_share_and_variance_are_those_of_the_responses_one_by_one() -> None:
    of = drawn(1)
    rows, cells = grouped(of)
    found = weighted(rows, cells, ASKED)
    assert found.raked.settled and not found.together and found.cut == 0
    # Row by row: weights that fill both margins, residuals of the linearised share on the dummies, sums by person.
    w = np.ones(of["n"].size)
    for _ in range(200):
        for name, totals in ASKED.items():
            w *= (totals / np.bincount(of[name], w))[of[name]]
    value = (w * of["x"]).sum() / (w * of["n"]).sum()
    dummies = np.column_stack([of[name][:, None] == np.arange(len(totals)) for name, totals in ASKED.items()])
    over = (of["x"] - value * of["n"]) / (w * of["n"]).sum()
    left = w * unexplained(over, dummies.astype(float), np.ones(w.size))
    alone = np.where(of["person"] < 0, 1000 + np.arange(w.size), of["person"])
    parts = np.bincount(np.unique(alone, return_inverse=True)[1], left)
    assert found.value == pytest.approx(value, rel=1e-8)
    assert found.variance == pytest.approx(variance_of_sum(parts), rel=1e-6)
    assert found.deff == pytest.approx(w.size * (w * w).sum() / w.sum() ** 2, rel=1e-8)


def test_the_sums_as_answered_are_those_of_the_responses_one_by_one() -> None:
    of = drawn(2)
    sums = answered([grouped(of)[0]])
    alone = np.where(of["person"] < 0, 1000 + np.arange(of["n"].size), of["person"])
    label = np.unique(alone, return_inverse=True)[1]
    n, x = np.bincount(label, of["n"]), np.bincount(label, of["x"])
    expected = (n.sum(), x.sum(), n.size, n @ n, n @ x, x @ x)
    assert [float(column[0]) for column in vars(sums).values()] == [float(each) for each in expected]


def test_neither_the_order_of_rows_nor_the_names_of_persons_and_categories_matter() -> None:
    rows, cells = grouped(drawn(3))
    order = np.random.default_rng(0).permutation(rows.m.size)
    names = np.random.default_rng(1).permutation(rows.cluster.max() + 1)
    people = np.where(rows.cluster >= 0, names[rows.cluster], -1)[order]
    again = Told(people, *(getattr(rows, name)[order] for name in NAMES))
    flipped = {"site": 3 - cells["site"][order], "channel": 2 - cells["channel"][order]}
    one = weighted(rows, cells, ASKED)
    other = weighted(again, flipped, {name: totals[::-1] for name, totals in ASKED.items()})
    assert (other.value, other.variance, other.deff) == pytest.approx((one.value, one.variance, one.deff), rel=1e-7)


def test_answers_that_are_like_those_asked_are_left_as_they_are() -> None:
    of = drawn(4)
    rows, cells = grouped(of)
    asked = {name: np.bincount(of[name]) * 2.0 for name in ASKED}
    found = weighted(rows, cells, asked)
    assert found.deff == pytest.approx(1) and found.value == pytest.approx(of["x"].sum() / of["n"].sum())


def test_one_person_and_one_cell_have_no_variance_to_see() -> None:
    rows = Told(np.array([0]), *(np.array([float(v)]) for v in (8, 8, 6, 8, 6, 6)))
    found = weighted(rows, {"site": np.array([0])}, {"site": np.array([20.0])})
    assert np.isnan(found.variance) and found.value == 0.75
    low, high = found.ends(1.0, 8, 0.95)
    assert low < 0.2 and high > 0.98


# The conclusion


def sums(asked: list[tuple[str, int, int]], heard: list[tuple[str, str | None, int, int]], few: int = 0) -> Any:
    """By site: (site, asked, answered), and (site, person, responses, hits), one rating each, target .8."""
    rows = [{"kind": 0, "cell_site": site, "cluster": None, "asked": n, "answered": came} for site, n, came in asked]
    rows += [{"kind": 1, "cell_site": site, "cluster": who, "m": m, "n": m, "x": x, "nn": m, "nx": x, "xx": x,
              "target_low": 0.8, "target_high": 0.8, "edition_low": 1, "edition_high": 1, "few": few}
             for site, who, m, x in heard]  # fmt: skip
    columns = ("asked", "answered", *NAMES, "target_low", "target_high", "edition_low", "edition_high", "few")
    texts = {name: np.array([row[name] for row in rows], dtype=object) for name in ("cell_site", "cluster")}
    return {"kind": np.array([row["kind"] for row in rows]), **texts,
            **{name: np.array([row.get(name, 0) for row in rows], dtype=float) for name in columns}}  # fmt: skip


def test_a_site_that_answers_less_counts_as_much_as_it_was_asked() -> None:
    """Half were asked at each site; 60 answered in a (54 clear), 20 in b (10 clear): 80 % as answered, 70 % raked."""
    answer = conclude_nonresponse(sums([("a", 100, 60), ("b", 100, 20)], [("a", None, 60, 54), ("b", None, 20, 10)]),
                                  (), ())  # fmt: skip
    (row,) = answer.rows
    assert (row.figures["rate"].value, row.figures["rate"].n, row.figures["rate"].hits) == (0.4, 200, 80)
    margins, part = answer.parts
    assert [(one.keys["which"], one.figures["rate"].value) for one in margins.rows] == [("a", 0.6), ("b", 0.2)]
    (one,) = part.rows
    assert one.figures["answered"].value == 0.8 and one.figures["raked"].value == pytest.approx(0.7)
    assert one.facts["deff"] == pytest.approx(80 * (60 / 0.36 + 20 / 0.04) / (100 + 100) ** 2 / 25 * 25, rel=1e-3)
    # All who were asked: .4 of them at .7; the silent may lie ten points away. At .867 of the silent all are at .8.
    everybody = one.figures["everybody"]
    assert everybody.low == pytest.approx(one.figures["raked"].low - 0.06)
    assert everybody.high == pytest.approx(one.figures["raked"].high + 0.06)
    assert one.facts["turns"] == pytest.approx((0.8 - 0.4 * 0.7) / 0.6)


def test_a_wider_gap_widens_the_band_and_none_leaves_the_sampling_error() -> None:
    counted = sums([("a", 100, 60), ("b", 100, 20)], [("a", None, 60, 54), ("b", None, 20, 10)])
    bands = []
    for gap in (0.0, 5.0, 100.0):
        (one,) = conclude_nonresponse(counted, (), (), gap).parts[1].rows
        bands.append((one.figures["everybody"].low, one.figures["everybody"].high))
    assert bands[0] == (one.figures["raked"].low, one.figures["raked"].high)
    assert bands[0][0] > bands[1][0] > bands[2][0] >= 0 and bands[0][1] < bands[1][1] < bands[2][1] <= 1


def test_nobody_asked_says_what_would_bring_it() -> None:
    answer = conclude_nonresponse(sums([], []), (), ())
    assert len(answer) == 0 and "--as invitations" in answer.notes[0]


def test_answers_that_name_no_response_have_a_rate_and_no_story() -> None:
    answer = conclude_nonresponse(sums([("a", 40, 10)], []), (), ())
    assert len(answer) == 1 and [part.measure for part in answer.parts] == ["margins"]
    assert "None of the answers can be joined" in answer.notes[0]


def test_answers_that_cannot_be_joined_are_counted() -> None:
    answer = conclude_nonresponse(sums([("a", 40, 30)], [("a", "p", 20, 10)]), (), ())
    assert "10 of 30 answers cannot be joined to ratings; they count in the rate alone." in answer.notes


def test_too_few_asked_and_too_few_answers_are_not_shown() -> None:
    answer = conclude_nonresponse(sums([("a", 4, 2)], [("a", None, 0, 0)], few=1), (), ())
    assert len(answer) == 0 and answer.withheld == ((),) and not [p for p in answer.parts if p.measure == "weighted"]


def test_a_site_where_nobody_answered_is_stood_for_by_the_others_and_that_is_said() -> None:
    counted = sums([("a", 50, 30), ("b", 50, 25), ("c", 30, 0)], [("a", "p", 30, 30), ("b", "q", 25, 20)])
    part = conclude_nonresponse(counted, (), ()).parts[1]
    assert any("Sites with fewer than 5 answers are weighted together" in note for note in part.notes)
    (one,) = part.rows
    assert one.figures["raked"].value == pytest.approx((50 * 1 + 80 * 0.8) / 130)


def test_all_alike_and_all_answered_are_no_more_certain_than_their_number() -> None:
    counted = sums([("a", 12, 12)], [("a", None, 12, 12)])
    (one,) = conclude_nonresponse(counted, (), ()).parts[1].rows
    assert one.figures["raked"].value == 1 and one.figures["raked"].low < 0.8
    assert one.figures["everybody"].low == one.figures["raked"].low and one.facts["turns"] is None


def test_a_hundred_thousand_persons_with_one_answer_each() -> None:
    people = 100_000
    heard = [("a" if i % 2 else "b", f"p{i}", 1, int(i % 5 > 0)) for i in range(people)]
    (one,) = (
        conclude_nonresponse(sums([("a", people, people // 2), ("b", people, people // 2)], heard), (), ())
        .parts[1]
        .rows
    )
    assert one.figures["raked"].clusters == people and one.figures["raked"].high - one.figures["raked"].low < 0.01


# How often the truth is held


EFFECTS = -0.4 * np.log(1 - (np.arange(2000) + 0.5) / 2000) - 0.4
LOGITS = 0.4 + 0.9 * np.arange(3)[:, None] - 0.8 * np.arange(2)[None, :]
TRUTH = float((1 / (1 + np.exp(-(LOGITS[:, :, None] + EFFECTS)))).mean())
"""What all who were asked would say of people like these."""


def world(rng: np.random.Generator, silent_differ: float) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """4,000 asked in 3 sites × 2 channels; people differ by a skewed effect; who answers depends on the cell (and, with
    `silent_differ`, on how it went). The answers, and who was asked."""
    site, channel = np.arange(4000) % 3, np.arange(4000) // 3 % 2
    person = site * 20 + rng.integers(0, 20, 4000)
    effect = rng.exponential(0.4, 60) - 0.4
    hit = rng.random(4000) < 1 / (1 + np.exp(-LOGITS[site, channel] - effect[person]))
    chance = np.array([0.15, 0.35, 0.6])[site] * np.array([1.0, 0.5])[channel]
    came = rng.random(4000) < chance * (1 + silent_differ * (hit - 0.5))
    of = {"site": site[came], "channel": channel[came], "person": person[came], "n": np.ones(came.sum(), int),
          "x": hit[came].astype(int)}  # fmt: skip
    return of, {"site": np.bincount(site) * 1.0, "channel": np.bincount(channel) * 1.0}


def covered(silent_differ: float, times: int, gap: float) -> dict[str, float]:
    rng, held = np.random.default_rng(17), {"answered": 0, "raked": 0, "everybody": 0}
    for _ in range(times):
        of, asked = world(rng, silent_differ)
        found, cell = told(of["site"] * 2 + of["channel"], of["person"], of["n"], of["x"])
        result = weighted(found, {"site": cell // 2, "channel": cell % 2}, asked)
        plain = share(answered([found]))
        low, high = result.ends(float(plain.n[0] / plain.price[0]), of["n"].size, 0.95)
        away = (1 - of["n"].size / 4000) * gap
        held["answered"] += bool(plain.low[0] <= TRUTH <= plain.high[0])
        held["raked"] += bool(low <= TRUTH <= high)
        held["everybody"] += bool(low - away <= TRUTH <= high + away)
    return {name: number / times for name, number in held.items()}


def test_raked_intervals_hold_the_share_of_all_who_were_asked_where_silence_follows_the_cells() -> None:
    found = covered(0.0, 400, 0.1)
    print(found)
    assert found["answered"] < 0.6
    assert 0.92 <= found["raked"] <= 0.98


def test_where_silence_follows_how_it_went_only_the_band_holds() -> None:
    """Those it went well for answer about twice as often: no weighting on cells can see it."""
    found = covered(0.7, 300, 0.2)
    print(found)
    assert found["raked"] < 0.6
    assert found["everybody"] >= 0.92
