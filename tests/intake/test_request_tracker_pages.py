"""Which tickets are read, on an invented server that answers the few questions that the reader asks, while tickets
are changed, deleted, merged and moved under the reader's hands and the connection breaks anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clearbar.intake import request_tracker_pages as pages
from clearbar.intake.request_tracker import ServerFault, Wishes
from clearbar.intake.request_tracker_pages import Mark, read_pages
from tests.intake.tracker import Tracker

NOW = datetime(2026, 3, 2, tzinfo=UTC)


class CutOff(Exception):
    """The connection breaks, or the reader is killed."""


@dataclass
class Reading:
    """The file as the flow keeps it: each interaction once, the newest, and the mark behind what is kept."""

    tracker: Tracker
    wishes: Wishes
    mark: Mark | None = None
    held: dict[str, list[str]] = field(default_factory=dict)
    read: int = 0

    def run(self) -> None:
        steps = read_pages(self.tracker.get, self.wishes, self.mark, now=lambda: NOW, hide=str)
        for page in steps:
            for one in page.conversations:
                self.held[one["interaction"]] = [message["text"] for message in one["messages"]]
            for gone in page.gone:
                self.held.pop(gone, None)
            self.mark = page.mark
            self.read += len(page.conversations)


def reading(tracker: Tracker, **wishes: Any) -> Reading:
    return Reading(tracker, Wishes(**{"per_page": 2, **wishes}))


ACTS = st.tuples(
    st.sampled_from(["new", "say", "delete", "reject", "open", "move", "merge", "hide"]),
    st.integers(0, 30),
    st.integers(0, 30),
)


def act(tracker: Tracker, kind: str, one: int, other: int) -> None:
    """One change of the invented server, by somebody else."""
    numbers = [number for number in tracker.said if number not in tracker.into]
    if kind == "new" or not numbers:
        tracker.new(f"text {one}", "ab"[one % 2])
        return
    number = numbers[one % len(numbers)]
    if kind == "hide":
        tracker.hide(one * 12)
    elif kind == "merge":
        tracker.merge(number, numbers[other % len(numbers)])
    elif kind == "say":
        tracker.say(number, f"more {other}")
    elif kind == "move":
        tracker.change(number, queue="ab"[other % 2])
    else:
        tracker.change(number, status={"delete": "deleted", "reject": "rejected", "open": "open"}[kind])


@settings(max_examples=300)
@given(
    st.lists(ACTS, max_size=12), st.lists(st.lists(ACTS, max_size=4), max_size=25), st.sets(st.integers(0, 60)),
    st.sampled_from([None, "a"]),
)  # fmt: skip
@example(  # reopened after it was read as deleted, before the page with that change was asked for
    [("new", 0, 0), ("new", 0, 0)],
    [[], [], [("new", 0, 0)], *[[]] * 6, [("delete", 0, 0), ("hide", 4, 0)], [("hide", 4, 0), ("new", 0, 0)], [], [],
     [("open", 0, 0)]],
    set(), None,
)  # fmt: skip
def test_whatever_happens_meanwhile_nothing_is_lost_or_doubled(
    first: list[Any], meanwhile: list[list[Any]], breaks: set[int], queue: str | None
) -> None:
    tracker = Tracker()
    for one in first:
        act(tracker, *one)
    waiting = iter(meanwhile)

    def before() -> None:
        for one in next(waiting, []):
            act(tracker, *one)
        if len(tracker.asked) in breaks:
            raise CutOff

    tracker.before = before
    it = reading(tracker, query=f"Queue = '{queue}'" if queue else "")
    for _ in range(len(breaks) + 1):
        try:
            it.run()
        except CutOff:
            continue
    tracker.before = None
    for one in waiting:
        for step in one:
            act(tracker, *step)
    it.run()
    if any(tracker.log[-pages.LONGEST_PAGE * pages._MOST_EMPTY_PAGES :]) or not tracker.log:
        assert it.held == tracker.truth(queue)


def test_what_did_not_change_is_not_read_again() -> None:
    tracker = Tracker()
    for i in range(9):
        tracker.new(f"text {i}")
    it = reading(tracker)
    it.run()
    assert it.read == 9
    it.run()
    assert it.read == 9
    tracker.say(4, "more")
    tracker.say(4, "and more")
    it.run()
    assert it.read == 10 and it.held["rt-4"] == ["text 3", "more", "and more"]


def test_a_transaction_that_becomes_visible_late_is_not_passed_by() -> None:
    """Numbers are given before transactions can be seen: another's may be seen first."""
    tracker = Tracker()
    one, other = tracker.new("first"), tracker.new("second")
    it = reading(tracker)
    it.run()
    tracker.say(one, "slow")
    late = tracker.log.pop()
    tracker.log.append(None)
    body = tracker.bodies.pop()
    tracker.say(other, "quick")
    it.run()
    assert it.held == {"rt-1": ["first"], "rt-2": ["second", "quick"]}
    tracker.log[-2] = late
    tracker.bodies.insert(-1, body)
    it.run()
    assert it.held["rt-1"] == ["first", "slow"] and it.read == 4


def test_what_may_not_be_seen_hides_nothing_behind_it() -> None:
    tracker = Tracker()
    one = tracker.new()
    it = reading(tracker)
    it.run()
    tracker.hide(730)
    tracker.say(one, "behind")
    tracker.hide(420)
    it.run()
    assert it.held == {"rt-1": ["new", "behind"]}


def test_a_ticket_that_the_server_cannot_give_is_asked_for_again() -> None:
    tracker = Tracker()
    for i in range(5):
        tracker.new(f"text {i}")
    tracker.ill = {2, 4}
    it = reading(tracker)
    it.run()
    assert it.mark and it.mark.broken == ("2", "4") and set(it.held) == {"rt-1", "rt-3", "rt-5"}
    tracker.ill = {4}
    it.run()
    assert it.mark.broken == ("4",) and set(it.held) == {"rt-1", "rt-2", "rt-3", "rt-5"}
    tracker.ill = set()
    it.run()
    assert it.mark.broken == () and it.held == tracker.truth(None)


def test_a_server_that_fails_everywhere_is_not_asked_to_the_end() -> None:
    tracker = Tracker()
    tracker.ill = {tracker.new() for _ in range(pages.MOST_BROKEN + 30)}
    with pytest.raises(ServerFault, match="failed at more than 20 tickets"):
        reading(tracker).run()
    assert sum(path.endswith("/history") for path in tracker.asked) <= pages.MOST_BROKEN + 1


@pytest.mark.parametrize("answer", [None, {}, {"Version": "4.4.6"}, [], "hello"])
def test_what_is_no_request_tracker_5_is_told(answer: Any) -> None:
    with pytest.raises(ServerFault, match="Request Tracker 5 or newer"):
        list(read_pages(lambda path, question: answer, Wishes(), None, now=lambda: NOW, hide=str))


@pytest.mark.parametrize("answer", [{}, {"items": None}, {"items": [1]}, {"items": [{"no": "id"}]}, [], 3, None])
def test_an_answer_of_another_shape_is_told(answer: Any) -> None:
    def get(path: str, question: Mapping[str, str]) -> Any:
        return {"Version": "5.0.3"} if path == "rt" else answer

    with pytest.raises(ServerFault):
        list(read_pages(get, Wishes(), None, now=lambda: NOW, hide=str))


def test_a_server_that_does_not_tell_how_many_there_are_is_not_guessed_at() -> None:
    tracker = Tracker()
    tracker.new()

    def get(path: str, question: Mapping[str, str]) -> Any:
        answer = tracker.get(path, question)
        return {**answer, "total": None} if path == "tickets" else answer

    with pytest.raises(ServerFault, match="UseSQLForACLChecks"):
        list(read_pages(get, Wishes(), None, now=lambda: NOW, hide=str))
