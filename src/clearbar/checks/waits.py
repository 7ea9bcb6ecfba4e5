"""The waits of a conversation: how long a customer waits for each answer.

A wait starts at the first public message of the customer that nobody has answered, and ends at the next public
message of an agent (or of a bot, where bots count). What the customer writes meanwhile does not restart it. Messages
of the system and internal notes neither start nor end a wait. A wait that has not ended when the conversation was
last seen is open: its length until then is a lower bound, never an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from clearbar.checks.durations import MILLISECOND, say_millis
from clearbar.model.check import Basis
from clearbar.model.conversation import SERVING, Conversation, Role

_AGENTS = frozenset({Role.AGENT})


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait, in whole milliseconds. `asked` and `answered` are message indexes from 0; `answered` is None while
    the wait is open. `by` is the author of the answer, where known."""

    millis: int
    asked: int
    answered: int | None
    by: str | None

    @property
    def open(self) -> bool:
        """Whether nobody had answered when the conversation was last seen."""
        return self.answered is None

    def longer_than(self, limit: timedelta) -> bool:
        """Whether it takes longer than `limit`, which itself is still in time."""
        return self.millis > limit // MILLISECOND

    def bases(self) -> tuple[Basis, ...]:
        """The messages that this wait rests on: the question and, if there is one, the answer."""
        length = say_millis(self.millis)
        if self.answered is None:
            return (Basis(f"waits since here, {length} when last seen", self.asked),)
        return Basis("waits from here", self.asked), Basis(f"answered here, after {length}", self.answered)


def waits_of(conversation: Conversation, *, bots: bool) -> list[Wait]:
    """All waits in order; only the last one can be open."""
    answering = SERVING if bots else _AGENTS
    waits: list[Wait] = []
    asked: int | None = None
    messages = conversation.messages
    for index, message in enumerate(messages):
        if not message.public:
            continue
        if message.role is Role.CUSTOMER:
            asked = index if asked is None else asked
        elif asked is not None and message.role in answering:
            waits.append(Wait(_millis(messages[asked].at, message.at), asked, index, message.author))
            asked = None
    if asked is not None:
        waits.append(Wait(_millis(messages[asked].at, conversation.seen_at), asked, None, None))
    return waits


def _millis(start: datetime, end: datetime) -> int:
    """Time from `start` to `end`. In UTC, because two times of one zone subtract by the clock on the wall, which is
    wrong by an hour in the nights when that clock is set. Intake puts messages in order, so that no wait is negative;
    whoever builds a conversation in another way gets 0 at least."""
    return max(0, (end.astimezone(UTC) - start.astimezone(UTC)) // MILLISECOND)


def median_wait(waits: Sequence[Wait]) -> Wait | None:
    """The wait at the median by Kaplan and Meier (1958, J. Am. Stat. Assoc. 53:457): the shortest time within which at
    least half were answered. None where no wait was answered.

    An open wait counts as running for as long as it was seen, then it leaves the estimate. The share still waiting
    after time t is the product over answered waits i <= t of (1 - 1 / number still running before i); where an
    answer and the end of sight fall together, the answer comes first. With no open wait this is the lower median.
    """
    running = len(waits)
    waiting = Fraction(1)
    for wait in sorted(waits, key=lambda one: (one.millis, one.open)):
        if not wait.open:
            waiting *= Fraction(running - 1, running)
            if 2 * waiting <= 1:
                return wait
        running -= 1
    return None


def longest_wait(waits: Iterable[Wait]) -> Wait:
    """The longest wait; of equal ones an answered one, then the first."""
    return max(waits, key=lambda one: (one.millis, not one.open, -one.asked))
