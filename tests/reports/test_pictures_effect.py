"""The picture of an effect: a title that claims no more than the figures, and what was to be expected beside them."""

from __future__ import annotations

from clearbar.model.estimate import Answer, Estimate, Estimates, Unit
from clearbar.reports.charts.events import Axis, Band, Moment, spec
from clearbar.reports.pictures import section
from clearbar.reports.pictures.effect import sentence

EXPECTED = "Those who were coached rose by 9.0 points; of that, about 6.0 points would be expected without it."


def estimates(*figures: tuple[float, float, float]) -> Estimates:
    value, low, high = zip(*figures, strict=True)
    return Estimates(value, low, high, [120] * len(value), [12] * len(value))


def effect(*figures: tuple[float, float, float], by: tuple[str, ...] = (), **more: Answer) -> Answer:
    keys = {name: [f"s{i}" for i in range(len(figures))] for name in by}
    ones = [1] * len(figures)
    facts = {"treated": [12] * len(ones), "control": [30] * len(ones), "periods": [8] * len(ones)}
    parts = tuple(more.values())
    notes = (EXPECTED, "Who was coached was not drawn by lot.")
    return Answer("effect", by, keys, {"effect": estimates(*figures)}, facts, notes, (), {"effect": Unit.POINTS}, parts)


def times(*since: int) -> Answer:
    figures = estimates(*((0.01 * at, 0.01 * at - 0.05, 0.01 * at + 0.05) for at in since))
    facts = {"treated": [12] * len(since), "control": [30] * len(since)}
    return Answer("by-time", ("since",), {"since": since}, {"effect": figures}, facts, (), (), {"effect": Unit.POINTS})


def rises(expected: float) -> Answer:
    figures = {
        "rise": estimates((0.09, 0.05, 0.13)),
        "expected": estimates((expected, expected - 0.02, expected + 0.02)),
    }
    return Answer("regression to the mean", (), {}, figures, {"below": [0.1]}, (), (), {"expected": Unit.POINTS})


def told(value: float, low: float, high: float) -> str:
    return sentence(Estimate(value, low, high, 120), Unit.POINTS)


def test_the_title_says_better_or_worse_only_where_it_can_be_told() -> None:
    assert (
        told(0.1, 0.06, 0.14) == "Those who started did 10 points better than if they had waited (between +6 and +14)"
    )
    assert told(-0.1, -0.14, -0.01).startswith("Those who started did 10 points worse")
    assert told(0.1, -0.02, 0.22) == "Whether it helped cannot be told yet: the difference lies between −2 and +22"


def test_periods_around_the_start_stand_with_the_expected_rise_as_a_shaded_band() -> None:
    found = section(effect((0.1, 0.06, 0.14), a=times(-3, -1, 0, 1), b=rises(0.06)), {})
    assert found
    (panel,) = found.first
    assert panel.drawing and "shaded: +6 of itself, if chosen for being low" in panel.drawing.narrow
    assert "base" in panel.drawing.narrow and "start" in panel.drawing.wide
    assert panel.table and [row[0] for row in panel.table.rows] == [
        "3 before",
        "1 before",
        "The period of the start",
        "1 after",
    ]
    assert EXPECTED.rstrip(".") in panel.remarks
    assert found.closing == ("Who was coached was not drawn by lot",)


def test_no_band_where_no_rise_was_to_be_expected() -> None:
    found = section(effect((0.1, 0.06, 0.14), a=times(-3, -1, 0, 1), b=rises(-0.01)), {})
    assert found and found.first[0].drawing and "shaded" not in found.first[0].drawing.narrow


def test_several_groups_stand_below_each_other() -> None:
    found = section(effect((0.1, 0.06, 0.14), (0.0, -0.1, 0.1), by=("site",)), {})
    assert found and found.first[0].table and len(found.first[0].table.rows) == 2


def test_nothing_told_is_nothing_drawn() -> None:
    assert section(Answer("effect", (), {}, {"effect": Estimates((), (), (), ())}, {}), {}) is None


def test_a_range_beyond_the_scale_ends_at_its_edge() -> None:
    axis = Axis(-0.2, 0.2, ((-0.2, "−20"), (0.0, "0"), (0.2, "+20 points")))
    drawn = spec([Moment(0, 0.1, -9.0, 9.0, "wide")], axis, Band(0.05, "of itself"), "start", "periods", 328)
    rows = [row for rows in drawn["datasets"].values() for row in rows if "low" in row]
    assert rows and all(row["high"] == axis.down(0.2) and row["low"] == axis.down(-0.2) for row in rows)
