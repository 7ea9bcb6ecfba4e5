"""What a question of the corpus' two questionnaires means, and which standard its answer rates.

The wording changed while the corpus was collected ("the assistant", "the AI Assistant", "the ship's computer", or an
ellipsis for all of them), so a question is known by the words that carry its meaning and never by its full text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

COURTESY = "any.calm-and-helpful"
OUTCOME = "any.outcome"
KNOW_HOW = "any.knows-what-to-do"


@dataclass(frozen=True)
class Meaning:
    """What a yes says. `standard` is what the answer rates, None where it is no rating of service and `why` says so.

    `good` is the answer that meets the standard. `happy_only`: only said of scenarios in which the task can be done.
    """

    standard: str | None
    good: bool = True
    happy_only: bool = False
    why: str = ""


_ASKED_OF_CUSTOMER = (
    (r"\bcalm\b.*\bhelpful\b", Meaning(COURTESY)),
    (r"\benjoy", Meaning(None, why="whether the task was enjoyed is not about service")),
    (r"\bsay something\b", Meaning(None, why="what was talked about is not whether it was done")),
    (
        r"\b(authenticate|book|change|find|give|recover|report|reserve|run|schedule|submit|tell|unlock)\b",
        Meaning(OUTCOME, happy_only=True),
    ),
)
_ASKED_OF_AGENT = (
    (r"\bunsure\b", Meaning(KNOW_HOW, good=False)),
    (
        r"\b(annoyed|aggressive|confused|mind)\b",
        Meaning(None, why="how the customer was is a fact about the customer"),
    ),
)
_UNKNOWN = Meaning(None, why="the question is not known")


@cache
def asked_of_customer(question: str) -> Meaning:
    """What a question to the customer means."""
    return _first(_ASKED_OF_CUSTOMER, question)


@cache
def asked_of_agent(question: str) -> Meaning:
    """What a question to the agent means."""
    return _first(_ASKED_OF_AGENT, question)


def _first(meanings: tuple[tuple[str, Meaning], ...], question: str) -> Meaning:
    for pattern, meaning in meanings:
        if re.search(pattern, question, re.IGNORECASE):
            return meaning
    return _UNKNOWN
