from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.checks.waits import Wait, longest_wait, median_wait, waits_of
from clearbar.model.conversation import Conversation, Message, Role

Talk = Callable[..., Conversation]


def lengths(conversation: Conversation, bots: bool = True) -> list[tuple[int, bool]]:
    return [(wait.millis // 1000, wait.open) for wait in waits_of(conversation, bots=bots)]


def test_a_further_question_does_not_restart_the_wait(talk: Talk) -> None:
    assert lengths(talk(("c", 0), ("c", 30), ("a", 40), ("a", 50), ("c", 60), ("a", 65))) == [(40, False), (5, False)]


def test_a_wait_without_reply_is_censored(talk: Talk) -> None:
    assert lengths(talk(("c", 0), ("a", 10), ("c", 20), seen=80)) == [(10, False), (60, True)]


def test_a_wait_that_was_seen_no_longer_is_zero_and_open(talk: Talk) -> None:
    assert lengths(talk(("c", 5))) == [(0, True)]


def test_system_and_internal_messages_neither_ask_nor_answer(talk: Talk) -> None:
    note = {"public": False}
    assert lengths(talk(("c", 0), ("s", 1), ("a", 2, note), ("a", 9), ("c", 20, note), ("s", 30), seen=99)) == [
        (9, False)
    ]


def test_a_bot_answers_only_where_bots_count(talk: Talk) -> None:
    said = talk(("c", 0), ("b", 1), ("a", 60))
    assert lengths(said) == [(1, False)]
    assert lengths(said, bots=False) == [(60, False)]


def test_an_agent_who_writes_first_ends_no_wait(talk: Talk) -> None:
    assert lengths(talk(("a", 0), ("c", 10), ("a", 13))) == [(3, False)]


def test_messages_out_of_order_make_no_negative_wait(talk: Talk) -> None:
    assert lengths(talk(("c", 100), ("a", 50))) == [(0, False)]


def test_a_wait_through_the_night_when_clocks_change_is_real_time() -> None:
    zone = ZoneInfo("Europe/Amsterdam")
    asked, answered = datetime(2026, 3, 29, 1, 30, tzinfo=zone), datetime(2026, 3, 29, 3, 30, tzinfo=zone)
    messages = (Message(Role.CUSTOMER, "", asked), Message(Role.AGENT, "", answered))
    conversation = Conversation("i", messages, datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert lengths(conversation) == [(3600, False)]


def made(pairs: list[tuple[int, bool]]) -> list[Wait]:
    return [Wait(millis, i, None if is_open else i, None) for i, (millis, is_open) in enumerate(pairs)]


def kaplan_meier(pairs: list[tuple[int, bool]]) -> int | None:
    """By the definition over distinct times: product of (1 - answered at t / at risk just before t)."""
    share = Fraction(1)
    for time in sorted({millis for millis, _ in pairs}):
        at_risk = sum(millis >= time for millis, _ in pairs)
        answered = sum(millis == time and not is_open for millis, is_open in pairs)
        share *= 1 - Fraction(answered, at_risk)
        if share <= Fraction(1, 2):
            return time
    return None


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=12))
def test_the_median_is_the_one_of_kaplan_and_meier(pairs: list[tuple[int, bool]]) -> None:
    found = median_wait(made(pairs))
    assert (found.millis if found else None) == kaplan_meier(pairs)


@pytest.mark.parametrize(
    ("pairs", "median"),
    [
        ([(4, False), (9, False), (2, False)], 4),
        ([(4, False), (9, False)], 4),
        ([(4, False), (1, True)], 4),
        ([(4, False), (9, True)], 4),
        # Times 1, 2, 3+, 4, 5: after 2 are 3/5 waiting, after 4 are 3/5 x 1/2 = 3/10. Dropping 3+ would give 2.
        ([(1, False), (2, False), (3, True), (4, False), (5, False)], 4),
        ([(7, True)], None),
    ],
)
def test_an_open_wait_moves_the_median_as_computed_by_hand(pairs: list[tuple[int, bool]], median: int | None) -> None:
    found = median_wait(made(pairs))
    assert (found.millis if found else None) == median
    assert found is None or not found.open


def test_of_equally_long_waits_the_answered_one_is_the_longest() -> None:
    assert longest_wait(made([(5, True), (5, False), (5, False)])).asked == 1


times = st.lists(st.tuples(st.sampled_from("cabs"), st.integers(0, 50), st.booleans()), max_size=15)


@given(times, st.integers(0, 100))
def test_waits_never_overlap_and_only_the_last_is_open(
    talk: Talk, said: list[tuple[str, int, bool]], after: int
) -> None:
    said = sorted(said, key=lambda one: one[1])
    seen = (said[-1][1] if said else 0) + after
    conversation = talk(*((role, at, {"public": public}) for role, at, public in said), seen=seen)
    waits = waits_of(conversation, bots=True)
    assert all(not wait.open for wait in waits[:-1])
    assert all(wait.millis >= 0 for wait in waits)
    assert sum(wait.millis for wait in waits) <= seen * 1000
    edges = [edge for wait in waits for edge in (wait.asked, wait.answered) if edge is not None]
    assert edges == sorted(set(edges))
