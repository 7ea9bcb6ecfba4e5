"""The score of all interactions against published answers, against the formulas of others on raw arrays, and against
what must not change it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer, Verdict
from clearbar.stats.answers import conclude_blend
from clearbar.stats.answers.blend import ALONE, BOTH
from clearbar.stats.blend import Blend, blend
from clearbar.stats.reviews import review_sums

Arrays = dict[str, np.ndarray]

PHOTO = [10, 12, 7, 13, 13, 6, 17, 16, 15, 10, 14, 12, 10, 5, 12, 10, 10, 9, 6, 11, 7, 9, 11, 10, 10]
FIELD = [15, 14, 9, 14, 8, 5, 18, 15, 13, 15, 11, 15, 12, 8, 13, 9, 11, 12, 9, 12, 13, 11, 10, 9, 8]
"""Dead trees in 25 of 100 plots, as seen on a photograph and counted there; on all 100 photographs the mean is 11.3
(Lohr, Sampling: Design and Analysis, section 4.2)."""


def row(
    y: Any, f: Any, chosen: Any, checks: int, f_checks: float, *, person: Any = None, stratum: int = 0
) -> dict[str, float]:
    """The sums of one stratum, added up from reviews one by one, as the query would."""
    y, f = np.asarray(y, float), np.asarray(f, float)
    pi = np.broadcast_to(np.asarray(chosen, float), y.shape)
    rest = pi < 1
    sure = {"sure": (~rest).sum(), "sure_y": y[~rest].sum(), "sure_f": f[~rest].sum()}
    y, f, pi = y[rest], f[rest], pi[rest]
    w, v = 1 / pi, np.sqrt(1 - pi) / pi
    vv = v * v
    names = np.arange(len(y)) if person is None else np.asarray(person)[rest]
    _, at = np.unique(names, return_inverse=True)
    a, cy, cf = (np.bincount(at, column, at.max() + 1 if len(at) else 0) for column in (v, v * y, v * f))
    return {
        "n": len(y), "w": w.sum(), "wy": (w * y).sum(), "wf": (w * f).sum(), "v": v.sum(), "vv": vv.sum(),
        "vvy": (vv * y).sum(), "vvf": (vv * f).sum(), "vvyy": (vv * y * y).sum(), "vvyf": (vv * y * f).sum(),
        "vvff": (vv * f * f).sum(), **sure, "clusters": len(a), "aa": (a * a).sum(), "ay": (a * cy).sum(),
        "af": (a * cf).sum(), "yy": (cy * cy).sum(), "yf": (cy * cf).sum(), "ff": (cf * cf).sum(), "checks": checks,
        "f_checks": f_checks, "stratum": stratum,
    }  # fmt: skip


def table(*rows: dict[str, float]) -> Arrays:
    return {name: np.array([one[name] for one in rows], dtype=float) for name in rows[0]}


def one(*rows: dict[str, float], **how: Any) -> Blend:
    return blend(table(*rows), np.zeros(len(rows), dtype=np.int64), **how)


TREES = row(FIELD, PHOTO, 0.25, 100, 1130)


def test_the_dead_trees_of_lohr() -> None:
    found = one(TREES, enough=10)
    assert found.weight[0] == pytest.approx(0.613274, abs=5e-7)
    assert found.value[0] - found.weight[0] * 11.3 == pytest.approx(5.059292, abs=5e-7)
    assert found.value[0] == pytest.approx(11.989, abs=5e-4)
    assert found.error[0] == pytest.approx(0.408, abs=5e-4)


def test_the_dead_trees_by_difference_and_without_photographs() -> None:
    difference, alone = one(TREES, weight=1.0), one(TREES, weight=0.0)
    assert (difference.value[0], difference.error[0]) == (
        pytest.approx(12.26, abs=5e-3),
        pytest.approx(0.457, abs=5e-4),
    )
    assert (alone.value[0], alone.error[0]) == (pytest.approx(11.56), pytest.approx(0.522, abs=5e-4))


def test_twenty_five_reviews_are_too_few_for_a_check() -> None:
    assert one(TREES).weight[0] == 0
    assert one(TREES).value[0] == pytest.approx(11.56)


def sample(
    seed: int, n: int = 300, others: int = 4000, scale: float = 1.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels y and predictions f of n, and predictions of others, as arrays."""
    rng = np.random.default_rng(seed)
    good = rng.normal(size=n + others)
    f = scale * (good + 0.5 * rng.normal(size=n + others)) + 0.3
    return (good + 0.4 * rng.normal(size=n + others))[:n], f[:n], f[n:]


def ppi(y: np.ndarray, f: np.ndarray, other: np.ndarray) -> tuple[float, float, float]:
    """PPI++ as Angelopoulos, Duchi & Zrnic write it (arXiv 2311.01453, examples 6.1 and 6.2): λ, estimate, variance."""
    n, many = len(y), len(other)
    lam = np.cov(y, f)[0, 1] / ((1 + n / many) * np.var(f, ddof=1))
    rectifier = y - lam * f
    value = lam * other.mean() + rectifier.mean()
    return lam, value, lam * lam * np.var(f, ddof=1) / many + np.var(rectifier, ddof=1) / n


@pytest.mark.parametrize("scale", [1.0, 0.3, 4.0])
@pytest.mark.parametrize("seed", range(4))
def test_it_is_prediction_powered_inference(seed: int, scale: float) -> None:
    """The same estimate; the same variance, once that of the finite number of interactions is added: what was drawn is
    all that happened, not a sample of what might have."""
    y, f, other = sample(seed, scale=scale)
    lam, value, variance = ppi(y, f, other)
    everything = len(y) + len(other)
    found = one(row(y, f, len(y) / everything, everything, f.sum() + other.sum()), step=1e-9)
    assert found.weight[0] / (1 + len(y) / len(other)) == pytest.approx(lam, rel=1e-9)
    assert found.value[0] == pytest.approx(value, rel=1e-9)
    assert found.error[0] ** 2 + np.var(y, ddof=1) / everything == pytest.approx(variance, rel=1e-9)


def test_a_check_that_sees_too_little_of_what_there_is_weighs_more_than_one() -> None:
    y, f, other = sample(3, scale=0.3)
    found = one(row(y, f, 0.1, len(y) + len(other), f.sum() + other.sum()))
    assert found.weight[0] > 2
    clipped = one(row(y, f, 0.1, len(y) + len(other), f.sum() + other.sum()), weight=1.0)
    assert found.error[0] < 0.85 * clipped.error[0]


def test_a_check_that_says_the_opposite_helps_as_much() -> None:
    y, f, other = sample(4)
    straight = one(row(y, f, 0.1, 4300, f.sum() + other.sum()))
    turned = one(row(y, -f, 0.1, 4300, -f.sum() - other.sum()))
    assert turned.weight[0] == pytest.approx(-straight.weight[0])
    assert (turned.value[0], turned.error[0]) == (pytest.approx(straight.value[0]), pytest.approx(straight.error[0]))


def test_a_check_that_says_nothing_is_left_out() -> None:
    rng = np.random.default_rng(1)
    y, f = rng.normal(size=60), rng.normal(size=60)
    f -= np.polyval(np.polyfit(y, f, 1), y)  # no correlation at all
    assert one(row(y, f, 0.1, 600, 30.0)).weight[0] == 0
    assert one(row(y, np.ones(60), 0.1, 600, 600.0)).weight[0] == 0


def test_probabilities_are_inverted() -> None:
    """Half of the reviews stand for ten times as many interactions each."""
    pi = np.array([0.5] * 20 + [0.05] * 20)
    y = np.array([1.0] * 20 + [0.0] * 20)
    found = one(row(y, y, pi, 440, 40.0), weight=0.0, step=1e-9)
    assert found.value[0] == pytest.approx(40 / 440)
    v, e = np.sqrt(1 - pi) / pi, y - 40 / 440
    expected = np.sqrt((v * v * e * e).sum()) / (1 / pi).sum()
    many = v.sum() ** 2 / (v * v).sum()
    assert found.error[0] == pytest.approx(expected * np.sqrt(many / (many - 1)), rel=1e-9)


def test_once_all_are_reviewed_nothing_is_left_to_guess() -> None:
    y = np.array([0.0, 1, 1, 1, 0, 1, 1, 1])
    found = one(row(y, 1 - y, 1.0, 8, 2.0))
    assert (found.value[0], found.error[0]) == (pytest.approx(0.75), 0)
    assert [end[0] for end in found.share_ends(0.95)] == [pytest.approx(0.75)] * 2


def test_complaints_stand_for_themselves_alone() -> None:
    """Ten complaints, all bad, all reviewed; 40 of the other 990."""
    y = np.array([0.0] * 10 + [1.0] * 30 + [0.0] * 10)
    pi = np.array([1.0] * 10 + [40 / 990] * 40)
    found = one(row(y, np.ones(50), pi, 1000, 1000.0))
    assert found.value[0] == pytest.approx((10 * 0 + 990 * 0.75) / 1000)


def test_persons_who_resemble_themselves_make_the_error_larger() -> None:
    rng = np.random.default_rng(5)
    person = np.repeat(np.arange(20), 10)
    y = (np.repeat(rng.normal(size=20), 10) + 0.5 * rng.normal(size=200)).round(6)
    apart = one(row(y, y * 0, 0.01, 20000, 0.0))
    together = one(row(y, y * 0, 0.01, 20000, 0.0, person=person))
    means = y.reshape(20, 10).mean(axis=1)
    by_person = means.std(ddof=1) / np.sqrt(20) * np.sqrt(0.99)
    assert together.error[0] > 2 * apart.error[0]
    assert together.error[0] == pytest.approx(by_person, rel=0.15)
    assert together.df[0] < 40


def strata(seed: int = 6) -> list[dict[str, float]]:
    rng = np.random.default_rng(seed)
    rows = []
    for h, (n, many, level) in enumerate([(80, 400, 0.0), (60, 3000, 3.0)]):
        y = level + rng.normal(size=n)
        f = y + 0.5 * rng.normal(size=n)
        rows.append(row(y, f, n / many, many, many * (level + 0.1), stratum=h))
    return rows


def test_strata_count_by_all_that_happened_in_them() -> None:
    rows = strata()
    alone = [one({**each, "stratum": 0}) for each in rows]
    found = one(*rows)
    part = np.array([400, 3000]) / 3400
    assert found.value[0] == pytest.approx(sum(w * each.value[0] for w, each in zip(part, alone, strict=True)))
    errors = [w * each.error[0] for w, each in zip(part, alone, strict=True)]
    assert found.error[0] == pytest.approx(np.hypot(*errors), rel=0.02)
    assert found.weight[0] == pytest.approx(sum(w * each.weight[0] for w, each in zip(part, alone, strict=True)))


def test_strata_of_one_kind_each_with_few_reviews_share_their_weight() -> None:
    rng = np.random.default_rng(8)
    rows = []
    for h in range(5):
        y = rng.normal(size=12)
        rows.append(row(y, y + 0.3 * rng.normal(size=12), 0.1, 120, 10.0, stratum=h))
    found = one(*rows)
    assert found.weight[0] == pytest.approx(1, abs=0.25)
    assert one(*rows[:2]).weight[0] == 0  # 24 reviews


def test_a_stratum_that_nobody_reviewed_is_taken_together_with_others() -> None:
    rows = [*strata(), row([], [], [], 100, 50.0, stratum=2)]
    found = one(*rows)
    assert found.value[0] == pytest.approx(one(*strata()).value[0], abs=0.25)
    assert found.error[0] > 0


def test_folds_learn_from_each_other() -> None:
    """λ of a fold comes from the reviews of the others: reckoned by hand."""
    rng = np.random.default_rng(9)
    y = rng.normal(size=90)
    f = y + rng.normal(size=90)
    part = np.arange(90) % 3
    whole = row(y, f, 0.1, 900, 18.0)
    rows = [{**row(y[part == k], f[part == k], 0.1, 900, 18.0), **{name: whole[name] for name in
             ("clusters", "aa", "ay", "af", "yy", "yf", "ff")}} for k in range(3)]  # fmt: skip
    lam = [np.cov(y[part != k], f[part != k])[0, 1] / np.var(f[part != k], ddof=1) for k in range(3)]
    rectifier = np.mean([y[i] - lam[part[i]] * f[i] for i in range(90)])
    found = one(*rows)
    assert found.value[0] == pytest.approx(np.mean(lam) * 18 / 900 + rectifier)
    assert found.value[0] != pytest.approx(one(whole).value[0], rel=1e-6)
    assert found.error[0] == pytest.approx(one(whole).error[0])


def test_a_group_without_reviews_has_no_score() -> None:
    with pytest.raises(ValueError, match="at least two"):
        one(row([], [], [], 100, 50.0))


def test_what_must_not_change_it_does_not() -> None:
    rng = np.random.default_rng(10)
    y, person = rng.normal(size=120), rng.integers(0, 15, 120)
    f, pi = y + rng.normal(size=120), rng.uniform(0.02, 0.3, 120)
    first = one(row(y, f, pi, 2000, 40.0, person=person))
    order = rng.permutation(120)
    mixed = one(row(y[order], f[order], pi[order], 2000, 40.0, person=person[order] + 100))
    assert mixed.value[0] == pytest.approx(first.value[0], rel=1e-9)
    assert mixed.error[0] == pytest.approx(first.error[0], rel=1e-9)
    raised = one(row(y + 7, f - 3, pi, 2000, 40.0 - 6000, person=person))
    assert raised.value[0] == pytest.approx(first.value[0] + 7, rel=1e-9)
    assert raised.error[0] == pytest.approx(first.error[0], rel=1e-6)
    doubled = one(row(2 * y, 2 * f, pi, 2000, 80.0, person=person))
    assert (doubled.value[0], doubled.weight[0]) == (pytest.approx(2 * first.value[0]), pytest.approx(first.weight[0]))


# The answer


def sums(*rows: dict[str, Any]) -> dict[str, np.ndarray]:
    """What the query returns: rows with keys and counts."""
    plain = {"fold": 0.0, "edition_low": 1.0, "edition_high": 1.0, "target_low": 0.8, "target_high": 0.8,
             "unknown": 0.0, "leaked": 0.0, "doubled": 0.0, "learned": 0.0, "unchecked": 0.0}  # fmt: skip
    full = [{**plain, "rated": each["n"] + each["sure"], "answers": each["n"] + each["sure"], **each} for each in rows]
    kinds = {name: object if isinstance(full[0][name], str) else float for name in full[0]}
    return {name: np.array([each[name] for each in full], dtype=kinds[name]) for name in full[0] if name != "stratum"}


def hits(n: int, seed: int, share: float = 0.7, same: float = 0.9) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < share).astype(float)
    return y, np.where(rng.random(n) < same, y, 1 - y)


def group(name: str, n: int = 100, seed: int = 1, **more: Any) -> dict[str, Any]:
    y, f = hits(n, seed)
    return {"standard": name, **row(y, f, 0.1, 1000, 660.0), **more}


def told(*rows: dict[str, Any], **how: Any) -> Answer:
    return conclude_blend(sums(*rows), ["standard"], **how)


def test_an_answer_has_both_scores_and_what_the_check_says() -> None:
    answer = told(group("b"), group("a", seed=2))
    assert list(answer.keys["standard"]) == ["a", "b"]
    for found in answer.rows:
        score, alone = found.figures["blend"], found.figures["reviewed"]
        assert found.facts["checked"] == 0.66
        assert found.facts["checks"] == 1000
        assert found.facts["rests_on"] == BOTH
        width = (alone.high - alone.low) / (score.high - score.low)
        assert found.facts["gain"] == pytest.approx(width)
        assert width > 1.2
        assert found.facts["verdict"] is Verdict.FALLS_SHORT


def test_each_group_stands_for_itself() -> None:
    both, apart = told(group("b"), group("a", seed=2)), told(group("b"))
    assert both.figures["blend"].value[1] == pytest.approx(apart.figures["blend"].value[0])


def test_few_reviews_stand_alone() -> None:
    answer = told(group("a", n=20))
    assert answer.facts["rests_on"] == [ALONE]
    assert (answer.facts["weight"], answer.facts["gain"]) == ([None], [None])
    assert answer.figures["blend"] == answer.figures["reviewed"]
    assert any("fewer than 30" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"unknown": 3.0},
            "3 reviewed interactions say not with which probability they were chosen, and are left out.",
        ),
        ({"unchecked": 1.0}, "1 reviewed interaction was not checked, and is left out."),
        ({"rated": 140.0}, "Whether one of them is harsh comes first"),
        ({"edition_high": 2.0}, "a changed within what was read"),
        ({"checks": 3000.0}, "foresee another number"),
    ],
)
def test_what_must_be_known_is_said(more: dict[str, float], said: str) -> None:
    assert any(said in note for note in told({**group("a"), **more}).notes)
    assert not any(said in note for note in told(group("a")).notes)


def test_a_check_that_was_learned_from_these_reviews_is_left_out() -> None:
    answer = told(group("a", learned=100.0), group("b"))
    assert answer.facts["rests_on"] == [ALONE, BOTH]
    assert any("--folds" in note for note in answer.notes)
    assert told(group("a", learned=100.0), folds=5).facts["rests_on"] == [BOTH]


def test_what_cannot_be_told_is_said_and_not_printed() -> None:
    y, f = hits(50, 3)
    complaints = {"standard": "a", **row(y, f, 1.0, 1000, 660.0)}
    answer = told(complaints, group("b", doubled=2.0))
    assert len(answer) == 0
    assert any(
        "Not identifiable: 1 group has reviews only of interactions chosen for a reason" in n for n in answer.notes
    )
    assert any("several versions" in note for note in answer.notes)


def test_with_all_reviewed_the_score_is_exact() -> None:
    y, f = hits(50, 3)
    answer = told({"standard": "a", **row(y, f, 1.0, 50, float(f.sum()))})
    (found,) = answer.rows
    assert found.figures["blend"].value == found.figures["blend"].low == found.figures["blend"].high == y.mean()


def test_groups_without_reviews_are_counted() -> None:
    nothing = {**group("c"), "n": np.nan, "answers": 0.0}
    few = {**group("d"), "n": np.nan, "answers": 4.0}
    answer = told(group("a"), nothing, few)
    assert answer.withheld == (("d",),)
    assert any("1 group has checks but no review" in note for note in answer.notes)
    assert [note for note in told(nothing).notes if note.startswith("Not identifiable")]


def test_a_mean_level_stays_within_the_levels() -> None:
    y = np.array([5.0] * 30 + [4.0])
    answer = told({"standard": "a", **row(y, y * 0 + 4, 0.1, 310, 1240.0)}, of="level")
    (found,) = answer.rows
    assert found.figures["blend"].high == 5
    assert set(found.facts) == {"checked", "checks", "rests_on", "weight", "gain"}


def test_reviews_alone_of_one_kind_have_an_interval_as_any_share() -> None:
    """8 of 8 are no certainty, and no worse than what a score interval would say of them within reason."""
    found = one(row(np.ones(8), np.ones(8), 0.01, 800, 800.0))
    low, high = found.share_ends(0.95)
    assert high[0] == 1
    assert 0.4 < low[0] < 0.7


def test_a_hundred_thousand_groups_of_five_are_reckoned_at_once() -> None:
    first = row([1, 0, 1, 1, 0.0], [1, 0, 0, 1, 0.0], 0.1, 50, 25.0)
    many = 100_000
    columns = {name: np.full(many, value) for name, value in first.items()} | {"stratum": np.arange(many, dtype=float)}
    found = blend(columns, np.arange(many))
    assert np.ptp(found.value) == 0
    assert isinstance(replace(found), Blend)


def test_sums_of_arrays_are_those_of_the_query() -> None:
    rng = np.random.default_rng(12)
    y, f, person = rng.normal(size=40), rng.normal(size=40), rng.integers(0, 9, 40)
    pi = np.where(rng.random(40) < 0.2, 1.0, rng.uniform(0.1, 0.6, 40))
    found = review_sums(y, f, pi, checks=400, f_checks=5.0, person=person)
    assert {name: column[0] for name, column in found.items()} == pytest.approx(row(y, f, pi, 400, 5.0, person=person))
    with pytest.raises(ValueError, match="above 0"):
        review_sums(y, f, 0.0, checks=400, f_checks=5.0)
