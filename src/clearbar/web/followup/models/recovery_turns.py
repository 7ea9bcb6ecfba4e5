"""The states of a case and its turns, in one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from clearbar.web.followup.models.recovery import State


class Turn(StrEnum):
    """What can be done with a case."""

    OPEN = "opened"
    ANSWER = "answered"
    HEAR = "the customer wrote"
    LOSE = "the answer did not arrive"
    CLOSE = "closed"
    NO_WAY = "no way to reply"
    GIVE_UP = "no way to reply, and nobody else to agree"
    AGREE = "agreed that there is no way to reply"
    DISAGREE = "did not agree that there is no way to reply"
    REOPEN = "reopened"
    HAND = "handed over"
    WEIGH = "severity changed"
    SORT = "root cause said"
    OFFER = "offered"
    LATE = "lateness told"


_STAYS = (Turn.HAND, Turn.WEIGH, Turn.SORT, Turn.OFFER, Turn.LATE)


def _staying(state: State) -> dict[Turn, State]:
    return dict.fromkeys(_STAYS, state)


TURNS: Mapping[State, Mapping[Turn, State]] = {
    State.OPEN: {
        Turn.ANSWER: State.ANSWERED,
        Turn.HEAR: State.OPEN,
        Turn.LOSE: State.OPEN,
        Turn.CLOSE: State.CLOSED,
        Turn.NO_WAY: State.SILENT,
        Turn.GIVE_UP: State.UNREACHED,
        **_staying(State.OPEN),
    },
    State.ANSWERED: {
        Turn.ANSWER: State.ANSWERED,
        Turn.HEAR: State.OPEN,
        Turn.LOSE: State.OPEN,
        Turn.CLOSE: State.CLOSED,
        Turn.NO_WAY: State.SILENT,
        Turn.GIVE_UP: State.UNREACHED,
        **_staying(State.ANSWERED),
    },
    State.SILENT: {
        Turn.ANSWER: State.ANSWERED,
        Turn.HEAR: State.OPEN,
        Turn.LOSE: State.SILENT,
        Turn.AGREE: State.UNREACHED,
        Turn.DISAGREE: State.OPEN,
        **_staying(State.SILENT),
    },
    State.CLOSED: {
        Turn.HEAR: State.OPEN,
        Turn.LOSE: State.OPEN,
        Turn.REOPEN: State.OPEN,
        Turn.SORT: State.CLOSED,
    },
    State.UNREACHED: {Turn.HEAR: State.OPEN, Turn.REOPEN: State.OPEN, Turn.SORT: State.UNREACHED},
}
"""State → turn → state. Closing needs an answer that was sent; what is not in the table is refused."""
