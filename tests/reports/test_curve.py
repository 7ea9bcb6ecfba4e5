"""A journey as a curve."""

from __future__ import annotations

from dataclasses import replace

from clearbar.model.book import Audience, Stage
from clearbar.model.report import Curve
from clearbar.reports import curve
from tests.reports.samples import point, shop

COUNTER = shop().curves[0]


def test_the_curve_is_told_by_its_peak_low_and_end() -> None:
    assert curve.sentence(COUNTER) == (
        "Having a coffee at the counter is best at “Be served” and weakest at “Wait in line”;"
        " it ends on “Leave”, 333 of 380 (84–91 %)"
    )


def test_an_end_on_the_peak_is_said_as_such() -> None:
    assert curve.sentence(replace(COUNTER, end="serve")).endswith("it ends there, on its peak, 455 of 480 (92–96 %)")


def test_steps_that_cannot_be_told_apart_have_no_peak() -> None:
    told = curve.sentence(replace(COUNTER, peak=None, low=None, end=None))
    assert told == "Having a coffee at the counter: its six steps cannot be told apart yet"


def test_a_low_alone_is_said_alone() -> None:
    told = curve.sentence(replace(COUNTER, peak=None, end=None))
    assert told == "Having a coffee at the counter is weakest at “Wait in line”"


def test_journeys_without_two_heard_steps_are_told_in_a_line() -> None:
    one = Curve(
        "j", "Refunds", Audience.CUSTOMER, "", "", (point("a", "Ask", 8, 10), point("b", "Get", None)), None, None, None
    )
    assert curve.sentence(one) == "Refunds: one step has been heard about so far, “Ask”, 8 of 10 (49–94 %)"
    assert curve.sentence(replace(one, points=one.points[1:])) == "Refunds: nothing has been heard about its one step"
    assert curve.sentence(replace(one, points=())) == "Refunds: no step is written yet"


def test_the_curve_breaks_where_nothing_was_heard() -> None:
    points = (point("a", "A", 8, 10), point("b", "B", 9, 10), point("c", "C", None), point("d", "D", 7, 10))
    drawn = curve.picture(replace(COUNTER, points=points))
    assert len(drawn.lines) == 1
    assert drawn.lines[0] == "125.0,200.0 375.0,100.0"
    assert drawn.marks[1].leaves is None
    assert drawn.marks[0].leaves == drawn.marks[1].enters == "85%"
    assert drawn.marks[2].at is None


def test_the_line_of_visibility_is_drawn_only_where_a_step_is_behind_it() -> None:
    assert curve.picture(COUNTER).has_back
    seen = tuple(replace(each, stage=Stage.FRONT) for each in COUNTER.points)
    assert not curve.picture(replace(COUNTER, points=seen)).has_back


def test_long_journeys_are_drawn_downwards() -> None:
    many = tuple(point(str(at), str(at), 8, 10) for at in range(8))
    assert curve.picture(replace(COUNTER, points=many)).long
    assert not curve.picture(replace(COUNTER, points=many[:7])).long


def test_peak_low_and_end_are_marked_with_words() -> None:
    marked = {mark.title: mark.word for mark in curve.picture(COUNTER).marks if mark.word}
    assert marked == {"Be served": "peak", "Wait in line": "low", "Leave": "end"}
