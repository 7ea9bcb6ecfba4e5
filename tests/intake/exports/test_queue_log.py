from __future__ import annotations

from typing import Any

import pytest

from clearbar.intake.exports import SYSTEMS, Source
from tests.intake.exports.reading import Outcome, convert, inline, sample


def whole() -> Outcome:
    return convert("queue_log", sample("calls", "queue_log"))


def test_waits_are_messages_without_words() -> None:
    outcome = whole()
    one = outcome.conversations["1772442000.11"]
    assert [(m.role.value, m.author, m.text, int(m.at.timestamp())) for m in one.messages] == [
        ("customer", "hidden(01632960001)", "", 1772442000),
        ("agent", "PJSIP/8008", "", 1772442015),
    ]
    assert (one.owner, one.topic, one.channel) == ("PJSIP/8008", "sales", "telephone")
    assert not outcome.rejections


def test_who_hangs_up_leaves_an_open_wait() -> None:
    one = whole().conversations["1772442100.13"]
    assert [m.role.value for m in one.messages] == ["customer"]
    assert (one.seen_at - one.messages[0].at).total_seconds() == 45


def test_a_call_that_changes_queues_is_one_interaction_that_goes_on_waiting() -> None:
    one = whole().conversations["1772442200.14"]
    assert [(m.role.value, int(m.at.timestamp()) - 1772442200) for m in one.messages] == [
        ("customer", 0),
        ("customer", 61),
        ("agent", 90),
    ]
    assert one.owner == "hidden(una invented)" and one.customer is None


def test_a_log_that_begins_within_a_call_tells_its_wait() -> None:
    one = whole().conversations["1772441900.10"]
    assert int((one.messages[1].at - one.messages[0].at).total_seconds()) == 600


@pytest.mark.parametrize(
    ("event", "wait"),
    [("ABANDON|1|2|33", 33), ("EXITWITHTIMEOUT|1|2|33", 33), ("EXITWITHKEY|5|1|2|33", 33), ("EXITEMPTY|1|2|33", 33)],
)
def test_every_end_without_an_answer_tells_how_long_it_was_waited_for(event: str, wait: int) -> None:
    one = convert("queue_log", inline(f"1772442033|c1|q|NONE|{event}\n")).conversations["c1"]
    assert [m.role.value for m in one.messages] == ["customer"]
    assert (one.seen_at - one.messages[0].at).total_seconds() == wait


def test_broken_lines_are_told_and_the_others_read() -> None:
    log = "nonsense\n\nx|c1|q|NONE|ENTERQUEUE||1|1\n1772442000|c2|q|NONE|ENTERQUEUE||1|1\n"
    outcome = convert("queue_log", inline(log))
    assert [(one.line, one.faults[0].code) for one in outcome.rejections] == [(1, "CX005"), (3, "CX009")]
    assert list(outcome.conversations) == ["c2"]


class Endless:
    """A log without an end: a call a minute, each abandoned."""

    def __init__(self) -> None:
        self.lines = 0

    def readline(self, _size: int = -1) -> bytes:
        self.lines += 1
        return f"{1772442000 + self.lines * 60}|c{self.lines}|q|NONE|ABANDON|1|1|5\n".encode()

    def __enter__(self) -> Endless:
        return self

    def __exit__(self, *_error: object) -> None: ...


def test_calls_that_are_long_over_come_out_before_the_log_ends() -> None:
    log: Any = Endless()
    items = SYSTEMS["queue_log"].read([Source("log", lambda: log)], SYSTEMS["queue_log"].shape(), str)
    for _ in range(100):
        next(items)
    assert log.lines == 100 + 12 * 60
