"""What somebody may mean with what they say: the value that a matcher gives, and what every matcher can do."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple, Protocol


class Match(NamedTuple):
    """One intent that was heard, and how sure that is (0..1)."""

    intent: str
    sure: float


class Matcher(Protocol):
    """Hears the intents of one scenario in what somebody says."""

    def heard(self, text: str, near: Collection[str] = ()) -> tuple[Match, ...]:
        """The intents in `text`, best first; nothing where none is sure enough. `near` are those that the customer is
        waiting for: of two that are about as sure, one of them is taken."""
        ...
