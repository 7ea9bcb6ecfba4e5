"""The states of a coaching, which act leads from one to which, and whose act it is."""

from __future__ import annotations

from clearbar.web.followup.models.coaching import Coaching

State = Coaching.State

TURNS: dict[str, dict[str, str]] = {
    "": {"begin": State.BEGUN, "ask": State.ASKED},
    State.ASKED: {"accept": State.BEGUN, "decline": State.DECLINED, "call off": State.CALLED_OFF},
    State.BEGUN: {"rate": State.RATED, "call off": State.CALLED_OFF},
    State.RATED: {"share": State.SHARED, "call off": State.CALLED_OFF},
    State.SHARED: {"propose": State.PROPOSED, "looked": State.CLOSED, "call off": State.CALLED_OFF},
    State.PROPOSED: {"propose": State.PROPOSED, "agree": State.AGREED, "call off": State.CALLED_OFF},
    State.AGREED: {
        "keep": State.AGREED, "extend": State.AGREED, "close": State.CLOSED, "call off": State.CALLED_OFF,
    },
    State.CLOSED: {},
    State.DECLINED: {},
    State.CALLED_OFF: {},
}  # fmt: skip
"""State → act → state. What was never begun is in the state ""."""

FINAL = frozenset(state for state, acts in TURNS.items() if not acts)
PERSON, COACH, OTHER = "person", "coach", "the other"

WHOSE: dict[str, frozenset[str]] = {
    "begin": frozenset({COACH}),
    "ask": frozenset({PERSON}),
    "accept": frozenset({COACH}),
    "decline": frozenset({COACH}),
    "rate": frozenset({PERSON}),
    "share": frozenset({PERSON}),
    "looked": frozenset({PERSON, COACH}),
    "propose": frozenset({PERSON, COACH}),
    "agree": frozenset({OTHER}),
    "keep": frozenset({PERSON, COACH}),
    "extend": frozenset({PERSON, COACH}),
    "close": frozenset({PERSON, COACH}),
    "call off": frozenset({PERSON, COACH}),
}
"""Act → who may do it. Of a proposal, the yes of the one who made it is given; the other says theirs."""
