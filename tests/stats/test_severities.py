"""Oracles: Shrout & Fleiss 1979, ordinary least squares with dummy columns, and coverage in a world where raters were
not met by chance and neither persons nor levels are normal."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from clearbar.model.agreement import Lean
from clearbar.model.estimate import Answer
from clearbar.model.question import FLOOR
from clearbar.stats.answers import conclude_severities
from clearbar.stats.components import Floats
from clearbar.stats.dependability import Sources, between, dependability, generalizability, smallest
from clearbar.stats.nested import PersonSums, nested
from clearbar.stats.shares import shares
from clearbar.stats.two_way import Cells, level

SHROUT_FLEISS = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float)
"""Six persons, four raters (Shrout & Fleiss 1979, Psychological Bulletin 86:420, table 2)."""

Rated = list[tuple[str, str, str, float]]
"""Person, rater, interaction, level."""


def sums(rated: Rated, key: str = "s") -> dict[str, Any]:
    """What the query would count, rating by rating."""
    persons, raters = sorted({one[0] for one in rated}), sorted({one[1] for one in rated})
    rows: list[tuple[str, int, int, str | None, float, float, float, int]] = []
    cells, units = defaultdict(list), defaultdict(list)
    for person, rater, unit, y in rated:
        cells[person, rater].append(y)
        units[person, unit].append(y)
    for (person, rater), ys in cells.items():
        at = persons.index(person) + 1, raters.index(rater) + 1
        rows.append(("cell", *at, None, len(ys), sum(ys), sum(y * y for y in ys), 0))
    for place, names in enumerate((persons, raters)):
        for i, name in enumerate(names, 1):
            answers = sum(one[place] == name for one in rated)
            told = name if answers >= FLOOR else None
            rows.append((("person", "rater")[place], (i, 0)[place], (0, i)[place], told, 0, 0, 0, answers))
    shared: dict[tuple[str, int], list[float]] = defaultdict(list)
    for (person, _), ys in units.items():
        shared[person, len(ys)].append(sum(ys) ** 2)
    rows += [("shared", persons.index(p) + 1, m, None, len(t), 0, sum(t), 0) for (p, m), t in shared.items()]
    names = ("kind", "person", "rater", "name", "n", "s", "q", "answers")
    columns = {
        name: np.array(column, dtype=object) for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }
    for name in ("person", "rater", "n", "s", "q", "answers"):
        columns[name] = columns[name].astype(float if name in "sq" else int)
    return {"standard": np.array([key] * len(rows), dtype=object), **columns}


def told(rated: Rated, **more: Any) -> Answer:
    return conclude_severities(sums(rated), ("standard",), **more)


def part(answer: Answer, name: str) -> Answer:
    return next(one for one in answer.parts if one.measure == name)


def crossed_world(seed: int, persons: int = 30, raters: int = 6, each: int = 12, twice: bool = True) -> Rated:
    """Every interaction is seen by one rater or two; r0 is harsh."""
    rng = np.random.default_rng(seed)
    quality, severity = rng.normal(3.5, 0.5, persons), rng.normal(0, 0.1, raters)
    severity[0] = -1.2
    found = []
    for p in range(persons):
        for i in range(each):
            happened = rng.normal(0, 0.5)
            for r in rng.choice(raters, 1 + (twice and i % 2 == 0), replace=False):
                y = quality[p] + severity[r] + happened + rng.normal(0, 0.5)
                found.append((f"p{p:02d}", f"r{r}", f"i{p}-{i}", float(y)))
    return found


# Published


def sources_of(y: Floats) -> Sources:
    """Variances of a table of persons by raters from its mean squares."""
    persons, raters = y.shape
    p, r, g = y.mean(axis=1), y.mean(axis=0), y.mean()
    ms_p, ms_r = raters * ((p - g) ** 2).sum() / (persons - 1), persons * ((r - g) ** 2).sum() / (raters - 1)
    rest = ((y - p[:, None] - r + g) ** 2).sum() / ((persons - 1) * (raters - 1))
    return Sources(np.array([(ms_p - rest) / raters, (ms_r - rest) / persons, 0, rest]), np.eye(4))


def test_designs_are_the_intraclass_correlations_of_shrout_and_fleiss() -> None:
    sources = sources_of(SHROUT_FLEISS)
    found = [dependability(sources, k, 1, 1.96).value for k in (1, 4)]
    found += [generalizability(sources, k, 1, 1.96).value for k in (1, 4)]
    assert found == pytest.approx([0.29, 0.62, 0.71, 0.91], abs=0.005)


def test_persons_each_rated_by_others_are_icc_one() -> None:
    people = PersonSums(np.full(6, 4), SHROUT_FLEISS.sum(axis=1), (SHROUT_FLEISS**2).sum(axis=1))
    one = shares(people, nested(people))["person"].value
    assert one == pytest.approx(0.17, abs=0.005)
    assert 4 * one / (1 + 3 * one) == pytest.approx(0.44, abs=0.005)


def test_the_whole_answer_on_shrout_and_fleiss_is_theirs() -> None:
    rated = [(f"p{p}", f"r{r}", f"{p}", y) for (p, r), y in np.ndenumerate(SHROUT_FLEISS)]
    answer = told(rated, raters=4, interactions=1)
    kept = 5.2444 / (5.2444 + 1.0194 / 6)  # of a rater's mean, by the variances of the published mean squares
    rows = {row.keys["rater"]: row for row in answer.rows}
    means = SHROUT_FLEISS.mean(axis=0) - SHROUT_FLEISS.mean()
    assert [rows[f"r{r}"].figures["severity"].value for r in range(4)] == pytest.approx(means.tolist())
    assert [rows[f"r{r}"].facts["shrunk"] for r in range(4)] == pytest.approx((means * kept).tolist(), rel=1e-4)
    designs = {row.keys["raters"]: row for row in part(answer, "dependability").rows}
    assert designs[4].figures["dependability"].value == pytest.approx(0.62, abs=0.005)
    assert designs[4].figures["relative"].value == pytest.approx(0.91, abs=0.005)
    assert any("no rater rated a person twice" in note for note in answer.notes)


# The equations


def test_levelled_persons_and_raters_are_least_squares_with_dummy_columns() -> None:
    rng = np.random.default_rng(2)
    person, rater = rng.integers(0, 9, 60), rng.integers(0, 4, 60)
    both = np.unique(np.column_stack([person, rater]), axis=0)
    n = rng.integers(1, 5, len(both)).astype(float)
    mean = rng.normal(3, 1, len(both))
    found = level(Cells(both[:, 0], both[:, 1], n, n * mean, n * mean**2 + 1), 0.2, 0.7)
    variance = 0.2 + 0.7 / n
    x = np.hstack([np.eye(9)[both[:, 0]], np.eye(4)[both[:, 1]] - 0.25])
    whole = np.vstack([x / np.sqrt(variance)[:, None], np.r_[np.zeros(9), np.ones(4)]])
    target = np.r_[mean / np.sqrt(variance), 0]
    slow = np.linalg.lstsq(whole, target, rcond=None)[0]
    assert found.person == pytest.approx(slow[:9]) and found.severity == pytest.approx(slow[9:])
    covariance = np.linalg.pinv(x.T @ (x / variance[:, None]))
    keep = np.eye(13)
    keep[9:, 9:] -= 0.25
    errors = np.sqrt(np.diag(keep @ covariance @ keep))
    assert found.person_se == pytest.approx(errors[:9]) and found.severity_se == pytest.approx(errors[9:])


def test_the_part_of_interactions_is_found() -> None:
    """Three variances of 1/4 each for interactions and the rest, known persons and raters."""
    rng = np.random.default_rng(3)
    happened = rng.normal(0, 0.5, 4000)
    y = happened[:, None] + rng.normal(0, 0.5, (4000, 2))
    found = between(
        float((y**2).sum()), np.array([(y.sum(axis=1) ** 2).sum()]), np.array([4000.0]), np.array([2.0]),
        np.array([0, 0, 0, 0.5]),
    )  # fmt: skip
    assert found == pytest.approx(0.25, abs=0.02)
    assert between(1.0, np.array([1.0]), np.array([3.0]), np.array([1.0]), np.ones(4)) is None


def test_the_smallest_design_reaches_the_aim_and_none_smaller_does() -> None:
    sources = Sources(np.array([0.2, 0.02, 0.02, 0.5]), np.eye(4))
    raters, each = smallest(sources, 0.8, 12) or (0, 0)
    assert (raters, each) == (2, 9)
    assert dependability(sources, 2, 9, 1.96).value >= 0.8 > dependability(sources, 2, 8, 1.96).value
    assert dependability(sources, 1, 12, 1.96).value < 0.8
    assert smallest(Sources(np.array([0.0, 1, 1, 1]), np.eye(4)), 0.8, 12) is None


def test_the_same_interactions_settle_less_than_more_of_them() -> None:
    sources = Sources(np.array([0.2, 0.0, 0.0, 0.5]), np.eye(4), interaction=0.4)
    together, apart = (dependability(sources, 4, 3, 1.96, same=same).value for same in (True, False))
    assert together == pytest.approx(0.2 / (0.2 + 0.4 / 3 + 0.1 / 12)) and apart == pytest.approx(
        0.2 / (0.2 + 0.5 / 12)
    )


# The answer


def test_a_harsh_rater_is_found_and_persons_are_what_they_are_without() -> None:
    rated = crossed_world(1)
    answer = told(rated)
    apart = {row.keys["rater"]: row.facts["apart"] for row in answer.rows}
    assert apart == {"r0": Lean.HARSH, **{f"r{i}": None for i in range(1, 6)}}
    truth = np.random.default_rng(1).normal(3.5, 0.5, 30)
    rows = list(part(answer, "persons").rows)
    wrong = {
        name: float(np.std([row.figures[name].value - truth[i] for i, row in enumerate(rows)]))
        for name in ("raw", "adjusted")
    }
    assert wrong["adjusted"] < wrong["raw"]


def test_parts_that_were_never_compared_are_refused() -> None:
    one, other = crossed_world(1), [(f"q{p}", f"s{r}", i, y) for p, r, i, y in crossed_world(2)]
    answer = told([*one, *other])
    assert len(answer) == 0 and all(len(each) == 0 for each in answer.parts)
    (note,) = answer.notes
    assert note.startswith("s: refused: persons and raters fall into 2 parts")


@pytest.mark.parametrize(
    ("rated", "says"),
    [
        ([(f"p{i % 3}", "r", f"i{i}", float(i % 5)) for i in range(30)], "only one rater"),
        ([("p", f"r{i % 2}", f"i{i}", float(i % 5)) for i in range(2)], "no more ratings than persons and raters"),
        ([(f"p{i}", f"r{i % 7}", f"i{i}", 3.0) for i in range(1000)], "fall into 7 parts"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_said(rated: Rated, says: str) -> None:
    answer = told(rated)
    assert len(answer) == 0
    assert any(says in note for note in answer.notes)


def test_no_ratings_at_all_have_nothing_to_compare() -> None:
    nothing = {name: column[:0] for name, column in sums(crossed_world(1)).items()}
    answer = conclude_severities(nothing, ("standard",))
    assert len(answer) == 0 and "nothing can be compared" in answer.notes[0]


def test_two_raters_lie_as_far_from_their_mean_as_each_other() -> None:
    answer = told(crossed_world(4, raters=2, twice=False))
    low, high = (row.figures["severity"] for row in answer.rows)
    assert low.value == pytest.approx(-high.value) and low.high < 0
    assert any("only 2 raters" in note for note in answer.notes)
    assert any("no interaction was rated twice" in note for note in answer.notes)


def test_ratings_that_are_all_the_same_tell_no_severity() -> None:
    answer = told([(p, r, i, 4.0) for p, r, i, _ in crossed_world(5, persons=8, each=6)])
    assert [row.figures["severity"].value for row in answer.rows] == pytest.approx([0.0] * 6)
    assert not any(row.facts["apart"] for row in answer.rows)
    assert len(part(answer, "variation")) == 0


def test_a_single_person_has_no_dependability() -> None:
    rng = np.random.default_rng(1)
    answer = told([("p", f"r{i % 3}", f"i{i}", float(rng.normal())) for i in range(60)])
    assert len(part(answer, "dependability")) == 0 and len(answer) == 3
    assert any("only one person" in note for note in answer.notes)


def test_who_rated_little_is_not_named_and_counts() -> None:
    rated = [*crossed_world(6), ("p00", "rare", "x", 1.0), ("p01", "rare", "y", 1.0)]
    answer = told(rated)
    assert "rare" not in answer.keys["rater"] and answer.withheld == (("s", None),)
    assert any("fewer than 5 answers" in note for note in answer.notes)


# What must not matter


def figures(answer: Answer) -> list[float]:
    found = [row.figures["severity"] for row in answer.rows]
    found += [row.figures["adjusted"] for row in part(answer, "persons").rows]
    found += [row.figures["dependability"] for row in part(answer, "dependability").rows]
    return [end for one in found for end in (one.value, one.low, one.high)]


def test_the_order_of_ratings_and_the_labels_of_interactions_do_not_matter() -> None:
    rated = crossed_world(7)
    shuffled = [(p, r, f"other {i}", y) for p, r, i, y in reversed(rated)]
    assert figures(told(shuffled)) == pytest.approx(figures(told(rated)), rel=1e-6)


def test_a_constant_moves_persons_and_not_raters() -> None:
    rated = crossed_world(8)
    one, other = told(rated), told([(p, r, i, y + 2) for p, r, i, y in rated])
    severities = [[row.figures["severity"].value for row in each.rows] for each in (one, other)]
    assert severities[0] == pytest.approx(severities[1], abs=1e-6)
    persons = [np.array([row.figures["adjusted"].value for row in part(each, "persons").rows]) for each in (one, other)]
    assert persons[1] - persons[0] == pytest.approx(np.full(30, 2.0), abs=1e-6)


# Coverage


def unfair_world(rng: np.random.Generator) -> tuple[Rated, Floats, Floats]:
    """Skewed persons and skewed noise; the harsh raters mostly meet the weak persons."""
    quality, severity = rng.exponential(0.6, 25), np.linspace(-0.8, 0.8, 5)
    rank = quality.argsort().argsort() / 25
    rated = []
    for p in range(25):
        met = np.exp(-3 * np.abs(rank[p] - np.linspace(0, 1, 5)))
        for i in range(10):
            happened = quality[p] + rng.exponential(0.5)
            for r in rng.choice(5, 1 + i % 2, replace=False, p=met / met.sum()):
                rated.append((f"p{p:02d}", f"r{r}", f"i{p}-{i}", float(happened + severity[r] + rng.exponential(0.5))))
    return rated, severity, quality + 1.0


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    rng, held = np.random.default_rng(12), {"severity": [], "adjusted": []}
    for _ in range(150):
        rated, severity, quality = unfair_world(rng)
        answer = told(rated)
        for name, table, truth in (("severity", answer, severity), ("adjusted", part(answer, "persons"), quality)):
            found = [row.figures[name] for row in table.rows]
            held[name] += [one.low <= value <= one.high for one, value in zip(found, truth, strict=True)]
    assert 0.92 <= np.mean(held["severity"]) <= 0.98
    assert 0.92 <= np.mean(held["adjusted"]) <= 0.98
