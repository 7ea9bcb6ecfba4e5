"""Outcomes whose mean and variation can be asked for, as SQL over `r`, and the ratings that have them."""

from __future__ import annotations

from clearbar.model.errors import Fault, QuestionFault

OUTCOMES: dict[str, tuple[str, tuple[str, ...]]] = {
    "level": ("r.level", ()),
    "millis": ("ln(1 + r.millis / 1000.0)", ("r.millis is not null", "not r.censored")),
    "gap": ("(r.level - r.expected)", ("r.expected is not null",)),
}
"""`millis` is read as log(1 + seconds): waits are skewed, and twice as long weighs the same at each length. A
censored wait has no length yet and is left out."""


def outcome(name: str, default: str = "level") -> tuple[str, tuple[str, ...]]:
    """SQL and conditions of an outcome. Raises QuestionFault if there is none of that name."""
    if (name or default) not in OUTCOMES:
        hint = f"known: {', '.join(OUTCOMES)}"
        raise QuestionFault([Fault("--of", 0, 0, "CQ003", f"`{name}` is no outcome", hint)])
    return OUTCOMES[name or default]
