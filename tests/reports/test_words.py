"""Figures as words. Expected strings are written by hand from the rules of docs/report.md."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.book import Source
from clearbar.model.estimate import Estimate
from clearbar.reports import words
from tests.reports.samples import wilson


@pytest.mark.parametrize(
    ("hits", "n", "said"),
    [
        (8, 10, "8 of 10 (49–94 %)"),  # Wilson, known by heart
        (0, 5, "0 of 5 (0–43 %)"),
        (5, 5, "5 of 5 (57–100 %)"),
        (0, 12, "0 of 12 (0–24 %)"),
        (412, 500, "412 of 500 (79–85 %)"),
        (999, 999, "999 of 999 (100 %)"),
        (850, 1000, "850 of 1,000 (82.7–87.1 %)"),
        (12412, 15000, "12,412 of 15,000 (82.1–83.3 %)"),
    ],
)
def test_a_share_is_said_with_its_count_and_interval(hits: int, n: int, said: str) -> None:
    assert words.share(wilson(hits, n)) == said


def test_a_share_without_a_count_says_its_per_cent() -> None:
    assert words.share(Estimate(0.824, 0.79, 0.86, 500)) == "82 % of 500 (79–86 %)"


@pytest.mark.parametrize(
    ("low", "high", "target", "said"),
    [
        (0.7960, 0.86, 0.80, "79–86 %"),  # nearest would say 80 and seem to reach the target
        (0.70, 0.7960, 0.80, "70–79 %"),  # nearest would say 80 and seem not to fall short
        (0.8040, 0.86, 0.804, "80–86 %"),  # on the target itself: clears, nothing to be moved
        (0.8349, 0.86, 0.834, "84–86 %"),  # nearest would say 83, below a target of 83.4
        (0.80, 0.86, 0.80, "80–86 %"),
        (0.7960, 0.86, None, "80–86 %"),
    ],
)
def test_rounding_never_carries_an_end_over_the_target(
    low: float, high: float, target: float | None, said: str
) -> None:
    assert words.interval(Estimate((low + high) / 2, low, high, 200), target) == said


@given(
    off=st.floats(-0.012, 0.012),
    width=st.floats(0, 1),
    target=st.integers(0, 100).map(lambda points: points / 100),
    n=st.sampled_from([5, 999, 1000, 10**6]),
)
def test_what_is_written_agrees_with_the_verdict(off: float, width: float, target: float, n: int) -> None:
    low = min(1.0, max(0.0, target + off))
    for each in (Estimate(low, low, min(1.0, low + width), n), Estimate(low, max(0.0, low - width), low, n)):
        agrees(each, target)


def agrees(estimate: Estimate, target: float) -> None:
    written_low, written_high = (float(end) for end in words.ends(estimate, target))
    points = round(100 * target, 6)
    for end, written in ((estimate.low, written_low), (estimate.high, written_high)):
        assert (end >= target) == (written >= points)
    assert abs(written_low - 100 * estimate.low) <= 1
    assert abs(written_high - 100 * estimate.high) <= 1


def test_decimals_begin_at_a_thousand() -> None:
    assert words.rounded(0.8244, 999) == "82"
    assert words.rounded(0.8244, 1000) == "82.4"


def test_an_open_interval_stays_on_the_scale() -> None:
    assert words.interval(Estimate(0.5, float("-inf"), float("inf"), 5)) == "0–100 %"
    assert words.whole(Estimate(0.5, float("-inf"), float("inf"), 5000)) == "0–100 %"


def test_targets_are_said_as_they_were_set() -> None:
    assert [words.percent(target) for target in (0.8, 0.825, 0.07, 1.0, 0.0)] == [
        "80 %",
        "82.5 %",
        "7 %",
        "100 %",
        "0 %",
    ]


def test_small_counts_are_words_and_large_ones_are_figures() -> None:
    assert [words.spelled(number) for number in (0, 1, 12, 13, 1234)] == ["no", "one", "twelve", "13", "1,234"]
    assert words.plural(1, "person", "people") == "1 person"
    assert words.plural(1200, "person", "people") == "1,200 people"


def test_names_are_listed_with_and() -> None:
    assert [words.listing(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@pytest.mark.parametrize("source", list(Source))
def test_every_source_can_be_named_and_can_speak(source: Source) -> None:
    assert words.speakers(source)
    assert " say" in words.say(source)


def test_a_probability_is_never_said_to_be_certain() -> None:
    assert [words.chance(p) for p in (0.0, 0.004, 0.5, 0.7, 0.996, 1.0)] == [
        "under 1 in 100",
        "under 1 in 100",
        "about 50 in 100",
        "about 70 in 100",
        "over 99 in 100",
        "over 99 in 100",
    ]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 3, 1), date(2026, 5, 31), "1 March to 31 May 2026"),
        (date(2026, 3, 1), date(2026, 3, 9), "1 to 9 March 2026"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 to 1 January 2026"),
        (date(2026, 3, 1), date(2026, 3, 1), "1 March 2026"),
        (None, date(2026, 3, 1), "1 March 2026"),
        (None, None, "days not known"),
    ],
)
def test_a_period_repeats_nothing(first: date | None, last: date | None, said: str) -> None:
    assert words.period(first, last) == said


def test_levels_and_their_difference_carry_sign_and_interval() -> None:
    assert words.level(Estimate(4.06, 3.94, 4.21, 80)) == "4.1 (3.9–4.2)"
    assert words.difference(Estimate(-0.3, -0.5, -0.04, 80)) == "−0.3 (−0.5 to 0.0)"
    assert words.difference(Estimate(0.26, 0.1, 0.4, 80)) == "+0.3 (+0.1 to +0.4)"
