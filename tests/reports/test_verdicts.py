"""Verdicts as sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearbar.model.book import OVERALL, Dimension, Source
from clearbar.model.estimate import Verdict
from clearbar.model.report import Gap
from clearbar.reports import verdicts
from tests.reports.samples import line, mean


def test_each_standing_has_its_own_sentence() -> None:
    said = [
        verdicts.line_sentence(each)
        for each in (
            line("order_correct", 455, 480, 0.9),
            line("greeting", 288, 400, 0.8),
            line("solved", 8, 10, 0.75, more=120),
            line("solved", 8, 10, None),
            line("call_back", None),
            line("call_back", None, heard_from=Source.CUSTOMER),
        )
    ]
    assert said == [
        "Order correct clears its target of 90 %; 455 of 480 (92–96 %), customers say",
        "Greeting falls short of its target of 80 %; 288 of 400 (67–76 %), customers say",
        "Solved cannot be told yet from its target of 75 %; 8 of 10 (49–94 %), customers say;"
        " about 120 more ratings would settle it",
        "Solved has no target yet; 8 of 10 (49–94 %), customers say",
        "Call back: nobody has been asked yet",
        "Call back: too few to show: fewer than five answers",
    ]


def test_one_more_rating_is_said_in_the_singular() -> None:
    assert verdicts.more(line("x", 8, 10, more=1)) == "about 1 more rating would settle it"


def test_a_share_on_its_target_promises_nothing() -> None:
    told = verdicts.more(line("x", 8, 10, more=None))
    assert told == "the share lies on its target, so more ratings may not settle it"


def test_a_settled_verdict_asks_for_no_more() -> None:
    assert verdicts.more(line("x", 455, 480, 0.9, more=7)) == ""


def test_without_a_figure_no_verdict_is_shown() -> None:
    unheard = line("x", None, verdict=Verdict.FALLS_SHORT)
    assert verdicts.verdict_of(unheard) is None
    assert verdicts.evidence(unheard) == ""


@pytest.mark.parametrize("each", list(verdicts.Standing))
def test_every_standing_has_a_mark(each: verdicts.Standing) -> None:
    assert verdicts.MARK[each]


def test_verdicts_differ_in_shape() -> None:
    three = {verdicts.MARK[verdicts.Standing(each.value)] for each in Verdict}
    assert three == {"▲", "▼", "◇"}


def test_a_timed_standard_names_its_pair_and_the_verdict_of_it() -> None:
    timed = line("wait", 360, 420, dimension=Dimension.PROMPTNESS, pair="advice")
    guard = line("advice", 288, 400)
    assert verdicts.pairing(timed, {"advice": guard}) == (
        "Read with its pair, advice: ▼ falls short of its target of 80 %, 288 of 400 (67–76 %), customers say"
    )


def test_a_timed_standard_without_its_pair_is_not_left_alone() -> None:
    timed = line("wait", 360, 420, dimension=Dimension.PROMPTNESS)
    assert "read speed alone with care" in verdicts.pairing(timed, {})
    assert "advice, is not in this report" in verdicts.pairing(replace(timed, pair="advice"), {})
    assert verdicts.pairing(replace(timed, dimension=Dimension.COURTESY), {}) == ""


def test_the_step_that_brings_a_figure_is_named() -> None:
    unheard = line("call_back", None)
    assert verdicts.next_step(unheard, "Call back") == "Ask right after “Call back”, and the answers will stand here"
    few = replace(unheard, heard_from=Source.VENDOR)
    assert verdicts.next_step(few, "").endswith("; a figure is shown from five answers on")
    assert verdicts.next_step(line("x", 8, 10), "Call back") == ""


def test_a_gap_is_said_with_both_parts_and_a_tie_is_no_difference() -> None:
    low = Gap(mean(3.8, 0.1, 50), mean(4.1, 0.1, 50), mean(-0.3, 0.2, 50))
    tie = replace(low, gap=mean(0.1, 0.2, 50))
    assert verdicts.distance(low, "customers") == ("customers expected 4.1 and experienced 3.8: less than expected")
    assert verdicts.distance(tie, "customers").endswith("no difference can be told")


def test_a_standard_is_called_what_the_book_calls_it_and_else_its_id_in_words() -> None:
    one = line("till.greeting", 8, 10)
    assert verdicts.name_of(one) == "till greeting"
    assert verdicts.name_of(replace(one, name="the greeting")) == "the greeting"
    assert verdicts.name_of(replace(one, standard=OVERALL, name="the greeting")) == "the whole interaction"
    assert verdicts.line_sentence(replace(one, name="the greeting")).startswith("The greeting ")
