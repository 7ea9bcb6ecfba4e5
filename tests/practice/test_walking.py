"""Walks as phones tell them: whatever comes, no time that is kept is negative, goes back or lies in the future."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.book import Audience, Journey, Level, Scale, Stage, Standard, Step
from clearbar.model.walk import Times, Waited, Walked
from clearbar.practice.walking import LONGEST, NOTE, OLDEST, NoWalk, read, waited

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)


def standard(id: str, scale: Scale = Scale.LEVELS) -> Standard:
    return Standard(id, "a promise", Level.GOOD, 0.8, f"e-{id}", scale)


JOURNEY = Journey(
    "shop", "Shop", Audience.CUSTOMER, "a kettle",
    (
        Step("in", "Coming in", Stage.FRONT, (standard("in.seen"), standard("in.hello", Scale.YES_NO))),
        Step("store", "Behind the door", Stage.BACK, (standard("store.neat"),)),
        Step("pay", "Paying", Stage.FRONT, (standard("pay.quick"),)),
        Step("out", "Going", Stage.FRONT, ()),
    ),
)  # fmt: skip

some_number = st.one_of(st.integers(-(10**6), 10**8), st.floats(allow_nan=True, allow_infinity=True))
numbers = st.one_of(some_number, st.none(), st.booleans(), st.text(max_size=3))
around_now = st.integers(-10 * 365 * 86_400, 10 * 365 * 86_400).map(lambda seconds: NOW + timedelta(seconds=seconds))
without_zone = around_now.map(lambda at: at.replace(tzinfo=None))
instants = st.one_of(around_now.map(datetime.isoformat), without_zone.map(datetime.isoformat), st.text(max_size=12))
lists, tables = st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=4), numbers, max_size=2)
anything = st.one_of(numbers, lists, tables)
steps = st.fixed_dictionaries(
    {"step": st.sampled_from(["in", "pay", "out"])},
    optional={
        "times": st.one_of(anything, st.dictionaries(st.sampled_from(list(Times.__dataclass_fields__)), numbers)),
        "jumped": anything,
        "feeling": numbers,
        "note": st.one_of(anything, st.text(max_size=2 * NOTE)),
        "levels": st.one_of(anything, st.dictionaries(st.sampled_from(["in.seen", "in.hello", "pay.quick"]), numbers)),
    },
)


def kept(walk: Walked) -> list[float]:
    """All times of a walk, in the order in which they happened."""
    return [one for step in walk.steps for one in astuple(step.times) if one is not None]


@given(begun=instants, told=st.lists(steps, min_size=1, max_size=3, unique_by=lambda one: str(one["step"])))
def test_no_time_that_is_kept_is_negative_goes_back_or_lies_in_the_future(
    begun: Any, told: list[dict[str, Any]]
) -> None:
    told.sort(key=lambda one: ["in", "pay", "out"].index(one["step"]))
    walk = read({"begun": begun, "steps": told}, JOURNEY, now=NOW)
    times = kept(walk)
    assert times == sorted(times) and all(0 <= one <= LONGEST for one in times)
    assert NOW - OLDEST - timedelta(seconds=LONGEST) <= walk.begun <= NOW
    assert all(walk.begun + timedelta(seconds=one) <= NOW for one in times)
    for step in walk.steps:
        assert step.feeling in {None, 1, 2, 3, 4, 5} and len(step.note) <= NOTE
        assert set(step.levels.values()) <= {1, 2, 3, 4, 5} and step.levels.get("in.hello") in {None, 2, 4}
        assert not step.jumped or step.times == Times(), "what jumped has no time"
        found = waited(step.times)
        assert found is None or (found.millis >= 0 and found.censored == (step.times.served is None))


taps = st.lists(st.integers(0, 3_600_000), min_size=12, max_size=12).map(sorted)


@given(when=taps, ago=st.integers(0, 40 * 86_400))
def test_a_walk_that_can_have_been_is_kept_as_it_was(when: list[int], ago: int) -> None:
    names = ("arrived", "noticed", "served", "done")
    told = [
        {"step": step, "times": dict(zip(names, when[4 * place : 4 * place + 4], strict=True))}
        for place, step in enumerate(("in", "pay", "out"))
    ]
    begun = NOW - timedelta(seconds=ago + 3_600)
    walk = read({"begun": begun.isoformat(), "steps": told}, JOURNEY, now=NOW)
    assert kept(walk) == [round(one / 1000, 1) for one in when] and walk.begun == begun
    assert not any(step.jumped for step in walk.steps)


@pytest.mark.parametrize(
    "times",
    [
        {"arrived": 5, "noticed": 4},
        {"arrived": -1},
        {"noticed": 5},
        {"arrived": 0, "served": 5, "gave_up": 6},
        {"arrived": 0, "gave_up": 5, "done": 6},
        {"arrived": "5"},
        {"arrived": True},
        {"arrived": float("nan")},
        {"arrived": LONGEST * 1000 + 1},
        [1, 2],
    ],
)
def test_a_step_whose_times_make_no_sense_keeps_the_rest(times: Any) -> None:
    told = {"steps": [{"step": "in", "times": times, "feeling": 4, "note": " hm ", "levels": {"in.seen": 3}}]}
    (step,) = read(told, JOURNEY, now=NOW).steps
    assert step.jumped and step.times == Times()
    assert (step.feeling, step.note, step.levels) == (4, "hm", {"in.seen": 3})


def test_a_step_that_lies_before_the_last_one_loses_its_times_only() -> None:
    told = {
        "steps": [
            {"step": "in", "times": {"arrived": 5_000, "served": 9_000}},
            {"step": "pay", "times": {"arrived": 8_000}},
            {"step": "out", "times": {"arrived": 9_000}},
        ]
    }
    assert [step.jumped for step in read(told, JOURNEY, now=NOW).steps] == [False, True, False]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"steps": "in"},
        {"steps": []},
        {"steps": ["in"]},
        {"steps": [{"step": "store"}]},
        {"steps": [{"step": ["in"]}]},
        {"steps": [{"step": "pay"}, {"step": "in"}]},
        {"steps": [{"step": "in"}, {"step": "in"}]},
    ],
)
def test_what_is_no_walk_of_the_journey_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(NoWalk):
        read(told, JOURNEY, now=NOW)


@pytest.mark.parametrize(
    ("times", "wait"),
    [
        (Times(10, None, 70), Waited(60_000, False)),
        (Times(10, 20, 70, 90), Waited(60_000, False)),
        (Times(10, 20, None, None, 610), Waited(600_000, True)),
        (Times(10, 20), None),
        (Times(), None),
    ],
)
def test_a_wait_is_from_arriving_until_served_or_given_up(times: Times, wait: Waited | None) -> None:
    assert waited(times) == wait
