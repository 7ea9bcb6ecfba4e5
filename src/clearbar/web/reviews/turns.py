"""The states of a dispute, and which act leads from one to which."""

from __future__ import annotations

from clearbar.web.reviews.models import Dispute

State = Dispute.State

TURNS: dict[str, dict[str, str]] = {
    "": {"open": State.OPEN},
    State.OPEN: {"uphold": State.UPHELD, "change": State.CHANGED, "withdraw": State.WITHDRAWN},
    State.UPHELD: {},
    State.CHANGED: {},
    State.WITHDRAWN: {"open": State.OPEN},
}
"""State → act → state. A rating without a dispute is in the state ""; one that was withdrawn may be disputed again, as
a dispute of its own."""

WAITING = frozenset({State.OPEN})
"""States in which a rating counts in nothing that is said of a person."""
