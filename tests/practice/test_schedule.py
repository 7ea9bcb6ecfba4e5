"""When somebody is asked again: the published intervals, local days, editions, and the five minutes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.quiz import Due
from clearbar.practice.schedule import LONGEST, first, is_of, rating, recall, review

START = datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
GOOD, AGAIN = 1.0, 0.0
INTERVALS = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
"""What py-fsrs 6.3.2 gives for six times good, twice again, five times good, each on the day that it is due."""


def test_intervals_are_the_published_ones() -> None:
    card, at, days = "", START, []
    for credit in [GOOD] * 6 + [AGAIN] * 2 + [GOOD] * 5:
        found = review(card, credit, edition="e", at=at)
        days.append(found.days)
        card, at = found.card, found.due
    assert days == INTERVALS


def by_hand(stability: float, days: int) -> float:
    """The forgetting curve, from its formula, with the published decay of FSRS-6."""
    decay = -0.1542
    return float((1 + (0.9 ** (1 / decay) - 1) * days / stability) ** decay)


@given(st.lists(st.sampled_from([GOOD, 0.6, AGAIN]), min_size=2, max_size=8), st.integers(1, 400))
def test_the_chance_to_remember_falls_as_the_formula_says(credits: list[float], days: int) -> None:
    card, at = "", START
    for credit in credits:
        found = review(card, credit, edition="e", at=at)
        card, at = found.card, max(found.due, at)
    last = datetime.fromisoformat(json.loads(card)["last_review"])
    told = recall(card, last + timedelta(days=days))
    assert told == pytest.approx(by_hand(json.loads(card)["stability"], days))
    assert recall(card, last) == pytest.approx(1)


def test_what_is_due_is_remembered_by_nine_of_ten() -> None:
    card, at = "", START
    for _ in range(4):
        found = review(card, GOOD, edition="e", at=at)
        card, at = found.card, found.due
    assert recall(card, at) == pytest.approx(0.9, abs=0.01)


def test_credit_tells_the_memory_and_time_never_does() -> None:
    assert [rating(one).name for one in (1, 0.9, 0.89, 0.5, 0.49, 0)] == [
        "Good",
        "Good",
        "Hard",
        "Hard",
        "Again",
        "Again",
    ]
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="between 0 and 1"):
            rating(wrong)


def test_a_card_is_due_from_the_beginning_of_the_local_day() -> None:
    zone = "Pacific/Auckland"
    card = review("", GOOD, edition="e", at=START, zone=zone).card
    found = review(card, GOOD, edition="e", at=START, zone=zone)
    local = found.due.astimezone(ZoneInfo(zone))
    assert found.days >= 1 and (local.hour, local.minute) == (0, 0) and local.date() == found.day
    assert found.day == START.astimezone(ZoneInfo(zone)).date() + timedelta(days=found.days)


def test_a_day_begins_right_where_the_clock_is_put_forward_at_midnight() -> None:
    """In Santiago 8 September 2024 had no midnight."""
    zone = "America/Santiago"
    card = review("", GOOD, edition="e", at=datetime(2024, 9, 6, 15, tzinfo=UTC), zone=zone).card
    found = review(card, GOOD, edition="e", at=datetime(2024, 9, 6, 16, tzinfo=UTC), zone=zone)
    assert found.day == date(2024, 9, 8) and found.due.astimezone(ZoneInfo(zone)).date() == found.day


def test_late_one_evening_and_early_the_next_morning_are_a_day_apart() -> None:
    zone = "Europe/Berlin"
    evening = datetime(2024, 3, 4, 22, 30, tzinfo=UTC)
    card = ""
    for _ in range(2):
        card = review(card, GOOD, edition="e", at=evening, zone=zone).card
    morning = review(card, GOOD, edition="e", at=evening + timedelta(hours=7), zone=zone)
    noon = review(card, GOOD, edition="e", at=evening + timedelta(hours=13), zone=zone)
    at_once = review(card, GOOD, edition="e", at=evening, zone=zone)
    assert morning.card == noon.card and morning.days > at_once.days


def test_a_changed_edition_begins_anew() -> None:
    card, at = "", START
    for _ in range(5):
        found = review(card, GOOD, edition="old", at=at)
        card, at = found.card, found.due
    anew = review(card, GOOD, edition="new", at=at)
    assert anew == review("", GOOD, edition="new", at=at)
    assert is_of(anew.card, "new") and not is_of(card, "new") and not is_of("", "new")


def test_an_answer_that_comes_late_from_a_phone_does_not_turn_time_back() -> None:
    card = review("", GOOD, edition="e", at=START).card
    late = review(card, GOOD, edition="e", at=START - timedelta(days=40))
    assert json.loads(late.card)["last_review"] == json.loads(card)["last_review"]


def test_however_often_somebody_is_right_it_is_asked_again_within_two_years() -> None:
    card, at = "", START
    for _ in range(40):
        found = review(card, GOOD, edition="e", at=at)
        assert found.days <= LONGEST
        card, at = found.card, found.due
    assert review(card, GOOD, edition="e", at=at, longest=100).days <= 100


@given(st.text(min_size=1, max_size=6))
def test_a_seed_spreads_dates_the_same_way_each_time_and_by_little(seed: str) -> None:
    card, at = "", START
    for _ in range(4):
        found = review(card, GOOD, edition="e", at=at)
        card, at = found.card, found.due
    plain = review(card, GOOD, edition="e", at=at)
    spread = review(card, GOOD, edition="e", at=at, seed=seed)
    assert spread == review(card, GOOD, edition="e", at=at, seed=seed)
    assert abs(spread.days - plain.days) <= 0.05 * plain.days + 1


def test_seeds_do_spread() -> None:
    card, at = "", START
    for _ in range(4):
        found = review(card, GOOD, edition="e", at=at)
        card, at = found.card, found.due
    assert len({review(card, GOOD, edition="e", at=at, seed=f"{i}").days for i in range(50)}) > 5


@pytest.mark.parametrize("card", ["nonsense", "[]", "{}", '{"edition": "e"}', '{"edition": "e", "state": 9}', "7"])
def test_what_is_no_card_is_refused(card: str) -> None:
    with pytest.raises(ValueError, match="no card"):
        review(card, GOOD, edition="e", at=START)


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        review("", GOOD, edition="e", at=START.replace(tzinfo=None))


def waiting() -> list[Due]:
    """Never asked; of another edition; well known; nearly forgotten; not due."""
    weak = review("", AGAIN, edition="e", at=START)
    strong = weak
    for _ in range(3):
        strong = review(strong.card, GOOD, edition="e", at=START)
    now = START + timedelta(days=3)
    return [
        Due("strong", "e", strong.card, now - timedelta(days=2), 100),
        Due("weak", "e", weak.card, now - timedelta(days=1), 100),
        Due("changed", "e2", strong.card, now - timedelta(days=1), 100),
        Due("new", "e", "", now, 100),
        Due("later", "e", weak.card, now + timedelta(hours=1), 100),
    ]


def test_new_and_changed_come_first_then_what_is_nearly_forgotten() -> None:
    now = START + timedelta(days=3)
    assert [one.standard for one in first(waiting(), now, seconds=900)] == ["changed", "new", "weak", "strong"]


def test_five_minutes_are_five_minutes() -> None:
    now = START + timedelta(days=3)
    assert len(first(waiting(), now)) == 3
    assert [one.standard for one in first(waiting(), now, seconds=10)] == ["changed"]
    long = [replace(one, seconds=250 if one.standard == "new" else 100) for one in waiting()]
    assert [one.standard for one in first(long, now)] == ["changed", "weak", "strong"]
    assert first([], now) == ()
