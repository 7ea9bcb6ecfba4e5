"""What is concluded about drivers, from sums as the query returns them; and the satisfaction of airline passengers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import factorial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import clearbar
from clearbar.engines import Evidence
from clearbar.engines.tables import RATINGS
from clearbar.model.estimate import Answer, Unit
from clearbar.model.evidence import StandardRow
from clearbar.stats.answers import conclude_drivers

Levels = npt.NDArray[np.int64]


def sums(
    levels: Levels, person: Levels | None = None, *, bars: int = 4, yes_no: bool = False, answers: int | None = None
) -> dict[str, Any]:
    """What the query returns for one group, from levels of which the last column is the verdict."""
    n, p = len(levels), levels.shape[1] - 1
    who = np.arange(n) if person is None else person
    turned = np.column_stack([levels[:, -1], levels[:, :-1]])
    low, high = (turned < bars).astype(int), (turned == 5).astype(int)
    low[:, 0] = high[:, 0] = 0
    rows: list[dict[str, Any]] = []
    for bucket in np.unique(who % 64):
        at = who % 64 == bucket
        x, a, b = turned[at], low[at], high[at]
        for i in range(p + 1):
            for j in range(i, p + 1):
                rows.append({
                    "first": i, "second": j, "bucket": bucket, "standard": None, "yes_no": int(yes_no), "pooled": None,
                    "clusters": len(np.unique(who)), "n": len(x), "total": x[:, i].sum(), "product": x[:, i] @ x[:, j],
                    "level_low": x[:, i] @ a[:, j], "level_high": x[:, i] @ b[:, j], "low_low": a[:, i] @ a[:, j],
                    "low_high": a[:, i] @ b[:, j], "high_low": b[:, i] @ a[:, j], "high_high": b[:, i] @ b[:, j],
                    "answers": n if answers is None else answers,
                })  # fmt: skip
    nothing = dict.fromkeys(rows[0] if rows else ())
    for place in range(1, p + 1):
        rows.append(
            {
                **nothing,
                "first": place,
                "second": place,
                "bucket": -1,
                "standard": f"s{place}",
                "yes_no": 0,
                "pooled": 0,
            }
        )
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return {name: np.array(column, dtype=object if name == "standard" else float) for name, column in columns.items()}


def drawn(seed: int, n: int = 600, pull: tuple[float, ...] = (0.8, 0.4, 0.0)) -> Levels:
    rng = np.random.default_rng(seed)
    x = np.clip(np.rint(3.7 + rng.normal(size=(n, len(pull)))), 1, 5)
    y = np.clip(np.rint(3.7 + (x - 3.7) @ pull + 0.7 * rng.normal(size=n)), 1, 5)
    return np.column_stack([x, y]).astype(int)


def test_standards_come_with_share_slope_and_ranks_the_largest_first() -> None:
    levels = drawn(1)
    answer = conclude_drivers(sums(levels), ())
    assert list(answer.keys["standard"]) == ["s1", "s2", "s3"]
    assert (answer.facts["rank_from"], answer.facts["rank_to"]) == ([1, 2, 3], [1, 2, 3])
    x = np.column_stack([np.ones(600), levels[:, :-1]])
    assert answer.figures["slope"].value == pytest.approx(np.linalg.lstsq(x, levels[:, -1], rcond=None)[0][1:])
    whole = answer.parts[0].figures["explained"][0]
    assert whole.value == pytest.approx(sum(answer.figures["explains"].value))
    assert whole.n == 600 and whole.low < whole.value < whole.high


def test_halo_and_effect_are_always_spoken_of() -> None:
    notes = conclude_drivers(sums(drawn(1)), ()).notes
    assert any("halo" in note for note in notes) and any("trial" in note for note in notes)
    apart = conclude_drivers(sums(drawn(1)), (), rated="reviewer").notes
    assert any("rated by reviewers" in note for note in apart) and not any("too large" in note for note in apart)


def test_neither_the_order_of_rows_nor_a_shift_of_the_verdict_matters() -> None:
    levels = drawn(2)
    once = conclude_drivers(sums(levels), ())
    found = sums(levels)
    order = np.random.default_rng(1).permutation(len(found["n"]))
    assert conclude_drivers({name: column[order] for name, column in found.items()}, ()) == once
    moved = levels.copy()
    moved[:, -1] += 3
    shifted = conclude_drivers(sums(moved), ())
    assert shifted.figures["explains"].value == pytest.approx(once.figures["explains"].value)
    assert shifted.figures["slope"].low == pytest.approx(once.figures["slope"].low)


def test_a_yes_no_verdict_is_told_in_points_of_its_share() -> None:
    levels = drawn(3)
    levels[:, -1] = np.where(levels[:, -1] >= 4, 4, 2)
    answer = conclude_drivers(sums(levels, yes_no=True), ())
    x = np.column_stack([np.ones(600), levels[:, :-1]])
    slope = np.linalg.lstsq(x, levels[:, -1] == 4, rcond=None)[0][1:]
    assert answer.figures["slope"].value == pytest.approx(slope)
    assert answer.units["slope"] is Unit.POINTS and any("yes or no" in note for note in answer.notes)
    marks = np.column_stack([np.ones(600), levels[:, :-1] < 4, levels[:, :-1] == 5])
    effects = np.linalg.lstsq(marks, levels[:, -1] == 4, rcond=None)[0]
    assert answer.parts[1].figures["penalty"].value == pytest.approx(-effects[1:4])
    assert answer.parts[1].figures["reward"].value == pytest.approx(effects[4:])


def test_persons_whose_answers_are_alike_make_it_less_certain() -> None:
    levels = drawn(4, 300)
    copied = np.repeat(levels, 4, axis=0)
    alone, together = (conclude_drivers(sums(copied, who), ()) for who in (None, np.repeat(np.arange(300), 4)))

    def width(answer: Answer) -> float:
        one = answer.figures["explains"][0]
        return one.high - one.low

    assert 1.5 < width(together) / width(alone) < 2.7
    assert together.figures["explains"][0].clusters == 300


def test_what_cannot_be_told_is_said() -> None:
    constant = drawn(5)
    constant[:, -1] = 4
    same = conclude_drivers(sums(constant), ())
    assert len(same) == 0 and any("not identifiable: all verdicts" in note for note in same.notes)
    few = conclude_drivers(sums(drawn(6, 12)), ())
    assert len(few) == 0 and any("too few responses (12) for 3 standards" in note for note in few.notes)
    flat = drawn(7)
    flat[:, 1] = 3
    partly = conclude_drivers(sums(flat), ())
    assert set(partly.keys["standard"]) == {"s1", "s3"} and any("s2 was always rated alike" in n for n in partly.notes)
    flat[:, :-1] = 3
    assert any("no standard was rated in two ways" in note for note in conclude_drivers(sums(flat), ()).notes)
    left = conclude_drivers(sums(drawn(8), answers=1000), ())
    assert any("600 of 1,000 responses" in note for note in left.notes)
    none = conclude_drivers({name: column[:0] for name, column in sums(drawn(1)).items()}, ())
    assert len(none) == 0 and none.notes == ()


def test_one_cluster_tells_nothing_of_how_sure_it_is() -> None:
    one = conclude_drivers(sums(drawn(9), np.zeros(600, dtype=int)), ())
    figure = one.figures["explains"][0]
    assert (figure.low, figure.high) == (0, 1)
    assert (one.facts["rank_from"], one.facts["rank_to"]) == ([1, 1, 1], [3, 3, 3])


def test_a_mark_that_fewer_than_five_stand_behind_is_not_told() -> None:
    levels = drawn(10)
    levels[:, 0] = np.where(levels[:, 0] < 4, 4, levels[:, 0])
    levels[:4, 0] = 1
    costs = conclude_drivers(sums(levels), ()).parts[1]
    at = list(costs.keys["standard"]).index("s1")
    assert costs.facts["missed"][at] is None and costs.figures["penalty"].n[at] == 0
    assert costs.figures["contrast"].n[at] == 0 and costs.figures["reward"].n[at] == 600


# Airline passengers

ATTRIBUTES = (
    "Inflight wifi service", "Departure/Arrival time convenient", "Ease of Online booking", "Gate location",
    "Food and drink", "Online boarding", "Seat comfort", "Inflight entertainment", "On-board service",
    "Leg room service", "Baggage handling", "Checkin service", "Inflight service", "Cleanliness",
)  # fmt: skip


def _passengers(real_data: Path) -> tuple[Levels, npt.NDArray[np.bool_]]:
    """Levels of 14 attributes, of which 0 is none, and who was satisfied."""
    table = pq.read_table(real_data / "airline" / "airline_satisfaction.parquet")
    levels = np.column_stack([table[name].to_numpy() for name in ATTRIBUTES])
    return levels, np.array([one == "satisfied" for one in table["satisfaction"].to_pylist()])


def _batches(levels: Levels, happy: npt.NDArray[np.bool_]) -> Iterator[pa.RecordBatch]:
    """Ratings of the attributes, and the verdict of each passenger as a yes/no standard."""
    verdicts = np.where(happy, 4, 2)
    for number, level in enumerate([*levels.T, verdicts]):
        at = np.flatnonzero(level > 0)
        name = "overall" if number == len(ATTRIBUTES) else f"a{number:02d}"
        passenger = [f"p{i}" for i in at]
        constant = {"standard": name, "edition": name, "source": "customer", "setting": "live", "instrument": "form",
                    "week": 201501, "censored": False, "disputed": False}  # fmt: skip
        known = {
            "rating": [f"{name}-{i}" for i in at],
            "response": passenger,
            "interaction": passenger,
            "level": level[at],
        }
        columns = []
        for field in RATINGS:
            value = known.get(field.name, [constant.get(field.name)] * len(at))
            columns.append(pa.array(value, field.type))
        yield pa.RecordBatch.from_arrays(columns, schema=RATINGS)


def by_all_subsets(levels: Levels, happy: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """LMG shares by a regression on every subset, one after the other."""
    alike = np.corrcoef(np.column_stack([levels, happy]).T)
    p = levels.shape[1]
    explained = {(): 0.0}
    for size in range(1, p + 1):
        for use in combinations(range(p), size):
            at = list(use)
            explained[use] = float(alike[-1, at] @ np.linalg.solve(alike[np.ix_(at, at)], alike[-1, at]))
    found = np.zeros(p)
    for use, value in explained.items():
        for k in use:
            before = tuple(one for one in use if one != k)
            found[k] += (value - explained[before]) * factorial(len(before)) * factorial(p - len(use)) / factorial(p)
    return found


@pytest.mark.slow
def test_passengers_are_driven_as_regressions_on_all_subsets_say(
    real_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    levels, happy = _passengers(real_data)
    assert levels.shape == (129_880, 14) and happy.sum() == 56_428
    folder = tmp_path_factory.mktemp("airline") / "evidence"
    names = [*(f"a{number:02d}" for number in range(14)), "overall"]
    scales = ["levels"] * 14 + ["yes_no"]
    rows = [StandardRow(name, name, "fly", name, "front", None, 4, None, scale, None)
            for name, scale in zip(names, scales, strict=True)]  # fmt: skip
    Evidence.create(folder).keep(_batches(levels, happy), rows)
    answer = clearbar.measure("drivers", folder)
    full = (levels > 0).all(axis=1)
    expected = dict(zip(names[:14], by_all_subsets(levels[full], happy[full]), strict=True))
    told = dict(zip(answer.keys["standard"], answer.figures["explains"].value, strict=True))
    assert told == pytest.approx(expected, abs=1e-9)
    assert answer.figures["explains"].n[0] == full.sum() == 119_567
    assert [ATTRIBUTES[int(name[1:])] for name in list(told)[:3]] == [
        "Online boarding", "Inflight wifi service", "Inflight entertainment",
    ]  # fmt: skip
    assert answer.facts["rank_from"][0] == answer.facts["rank_to"][0] == 1
    assert answer.parts[0].facts["responses"] == [int((levels > 0).any(axis=1).sum())]
