"""Ranges that texts name, in five languages; and what two of them have in common."""

from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.standards.quantities import Range, only_ranges, ranges

MINUTE, HOUR, DAY = 60, 3600, 86_400


def only(text: str, language: str = "en") -> Range:
    (one,) = ranges(text, language)
    return one


@pytest.mark.parametrize(
    ("language", "text", "low", "high", "unit"),
    [
        ("en", "Somebody greets you within two minutes.", 0, 2 * MINUTE, "time"),
        ("en-GB", "You waited longer than 20 minutes.", 20 * MINUTE, inf, "time"),
        ("en", "You waited between 10 and 20 minutes.", 10 * MINUTE, 20 * MINUTE, "time"),
        ("en", "You waited 2 minutes at most.", 0, 2 * MINUTE, "time"),
        ("en", "between 90 seconds and 2 minutes", 90, 120, "time"),
        ("en", "2–5 min", 2 * MINUTE, 5 * MINUTE, "time"),
        ("en", "under 1.5 hours", 0, 1.5 * HOUR, "time"),
        ("en", "within half an hour", 0, HOUR / 2, "time"),
        ("en", "within the hour", 0, HOUR, "time"),
        ("en", "in 5 to 7 business days", 5, 7, "working day"),
        ("en", "from at least 3 frames", 3, inf, "frame"),
        ("en", "two ways or more", 2, inf, "way"),
        ("en", "at most five passengers", 0, 5, "passenger"),
        ("en", "up to 1,500 points", 0, 1500, "point"),
        ("en", "20% or more", 20, inf, "%"),
        ("en", "130% and above", 130, inf, "%"),
        ("de", "Sie warten höchstens fünf Minuten.", 0, 5 * MINUTE, "time"),
        ("de", "innerhalb von 2 Werktagen", 0, 2, "working day"),
        ("de", "zwischen 1,5 und 2 Stunden", 1.5 * HOUR, 2 * HOUR, "time"),
        ("nl", "tussen 2 en 5 minuten", 2 * MINUTE, 5 * MINUTE, "time"),
        ("nl", "niet langer dan een uur", 0, HOUR, "time"),
        ("fr", "dans les deux minutes", 0, 2 * MINUTE, "time"),
        ("fr", "plus de 3 jours", 3 * DAY, inf, "time"),
        ("es", "en menos de cinco minutos", 0, 5 * MINUTE, "time"),
        ("es", "entre 5 y 10 minutos", 5 * MINUTE, 10 * MINUTE, "time"),
        ("", "≤ 2 min", 0, 2 * MINUTE, "time"),
    ],
)
def test_a_range_is_read(language: str, text: str, low: float, high: float, unit: str) -> None:
    found = only(text, language)
    assert (found.low, found.high, found.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "Nobody greeted you within two minutes.", 2 * MINUTE, inf),
        ("en", "You never wait longer than five minutes.", 0, 5 * MINUTE),
        ("en", "It took no longer than 45 seconds.", 0, 45),
        ("de", "Niemand hat Sie innerhalb von zwei Minuten begrüßt.", 2 * MINUTE, inf),
        ("nl", "Niemand groette u binnen twee minuten.", 2 * MINUTE, inf),
        ("fr", "Personne ne vous a salué en deux minutes.", 2 * MINUTE, inf),
        ("es", "Nadie le saludó en dos minutos.", 2 * MINUTE, inf),
    ],
)
def test_a_denied_range_is_the_other_side(language: str, text: str, low: float, high: float) -> None:
    found = only(text, language)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "Neither of the last two messages names a day.",
        "They were set once more after you had walked about for five minutes.",
        "It is in two rooms.",
        "The boat leaves at 10:30.",
        "Half of the answers or more came in time.",
        "more than once",
        "2 min",
        "",
    ],
)
def test_a_number_alone_is_no_range(text: str) -> None:
    assert ranges(text, "en") == []


def test_an_unknown_language_knows_signs_only() -> None:
    assert ranges("inom två minuter", "sv") == []
    assert only("< 5 min", "sv").high == 5 * MINUTE


def test_days_before_and_days_after_are_no_same_unit() -> None:
    before, after = only("three or more days before the deadline"), only("three or more days after the deadline")
    assert not before.overlaps(after)


def test_only_ranges_leaves_out_what_stands_twice() -> None:
    text = "within 2 minutes, and at most 3 calls, and less than 5 minutes"
    assert [one.unit for one in only_ranges(text, "en")] == ["call"]


def test_real_scales_leave_no_gap_and_do_not_overlap() -> None:
    """Two scales of a state university in the Philippines (Area X of its accreditation papers, pages 370 and 515)."""
    minutes = ["within 5-10 minutes", "within 11-15 minutes", "within 16 to 20 minutes", "after 20 minutes"]
    shares = ["50% and below", "51-99%", "100-114%", "115-129%", "130% and above"]
    for scale in (minutes, shares):
        told = [only(text) for text in scale]
        for lower, upper in pairwise(told):
            assert not lower.overlaps(upper)
            assert not lower.gap_to(upper)


whole = st.integers(1, 500)


@given(whole, whole, st.sampled_from(["minutes", "calls", "days", "%"]))
def test_more_than_and_at_most_share_a_value_only_where_they_must(first: int, second: int, unit: str) -> None:
    most, more = only(f"at most {first} {unit}"), only(f"more than {second} {unit}")
    assert most.overlaps(more) == more.overlaps(most) == (second < first)


@given(whole, whole)
def test_whole_things_share_an_end_and_waits_do_not(first: int, second: int) -> None:
    calls = only(f"at most {first} calls").overlaps(only(f"at least {second} calls"))
    minutes = only(f"at most {first} minutes").overlaps(only(f"at least {second} minutes"))
    assert calls == (second <= first)
    assert minutes == (second < first)


@given(whole, whole)
def test_a_gap_lies_between_waits_that_do_not_touch(first: int, second: int) -> None:
    gap = only(f"at most {first} minutes").gap_to(only(f"more than {second} minutes"))
    assert gap == (second > first)


@given(st.text(max_size=80), st.sampled_from(["en", "de", "nl", "fr", "es", "sv", "zh-Hans"]))
def test_any_text_can_be_read_and_ranges_stand_in_it(text: str, language: str) -> None:
    for one in ranges(text, language):
        assert 0 <= one.start < one.end <= len(text)
        assert one.low <= one.high
