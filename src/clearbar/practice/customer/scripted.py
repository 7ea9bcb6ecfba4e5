"""The customer that follows the script alone, and what every driver of a customer can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from clearbar.model.scenario import Scenario, Talk
from clearbar.practice.customer.matching import Matcher
from clearbar.practice.customer.script import step


class Driver(Protocol):
    """Answers for the customer of a scenario."""

    def answer(self, scenario: Scenario, talk: Talk, text: str) -> Talk:
        """The talk with `text` of staff and the customer's answer; `end` is set where it is over."""
        ...


@dataclass(frozen=True)
class Scripted:
    """The script, with a matcher that hears the scenario's intents."""

    matcher: Matcher

    def answer(self, scenario: Scenario, talk: Talk, text: str) -> Talk:
        """The talk with `text` and the customer's answer."""
        return step(scenario, talk, text, self.matcher)
