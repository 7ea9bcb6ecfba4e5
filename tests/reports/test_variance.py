"""Consistency as a bar and a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearbar.model.estimate import Estimate
from clearbar.model.report import Consistency, Share
from clearbar.reports import variance


def split(*parts: tuple[str, float, float, float], of: str = "level") -> Consistency:
    return Consistency("greeting", of, tuple(Share(p, Estimate(v, lo, hi, 300), 0.5) for p, v, lo, hi in parts), 300)


THREE = split(("site", 0.12, 0.05, 0.2), ("person", 0.3, 0.2, 0.4), ("occasion", 0.58, 0.5, 0.66))


def test_the_split_is_told_in_plain_words() -> None:
    assert variance.sentence(THREE) == (
        "Of all variation in how greeting is rated, 12 % lies between sites, 30 % lies between people"
        " and the rest, 58 %, between occasions of the same person"
    )


def test_times_are_told_as_times() -> None:
    assert variance.sentence(replace(THREE, of="millis")).startswith("Of all variation in how long greeting takes,")
    assert variance.picture(replace(THREE, of="millis")).parts[0].sd == "0.50 log seconds"


def test_the_whole_parts_fill_the_bar_after_rounding() -> None:
    odd = split(("site", 0.335, 0, 1), ("person", 0.335, 0, 1), ("occasion", 0.33, 0, 1))
    assert sum(variance.points(odd)) == 100


@pytest.mark.parametrize(
    ("largest", "said"),
    [("site", "between sites"), ("person", "between people"), ("rater", "those who rate"), ("occasion", "occasions")],
)
def test_the_largest_part_says_where_to_look(largest: str, said: str) -> None:
    told = split((largest, 0.7, 0.6, 0.8), ("team", 0.3, 0.2, 0.4))
    assert said in variance.meaning(told)


def test_nothing_is_advised_while_the_largest_part_is_uncertain() -> None:
    close = split(("site", 0.45, 0.3, 0.6), ("occasion", 0.55, 0.4, 0.7))
    assert variance.meaning(close) == "Which part is the largest cannot be told yet"


def test_one_part_or_none_is_told() -> None:
    assert variance.sentence(split(("occasion", 1, 1, 1))) == (
        "All variation in how greeting is rated lies between occasions"
    )
    assert "too little was heard" in variance.sentence(split())
    assert variance.meaning(split()) == ""


def test_parts_stand_beside_each_other_on_the_bar() -> None:
    parts = variance.picture(THREE).parts
    assert [(part.start, part.width) for part in parts] == [("0%", "12%"), ("12%", "30%"), ("42%", "58%")]
    assert [part.has_room for part in parts] == [False, True, True]
    assert parts[0].words == "sites 12 % (5–20 %)"
