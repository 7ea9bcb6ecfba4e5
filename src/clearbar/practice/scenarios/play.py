"""The exemplary talk of a scenario, played: its lines of staff are said to its own customer."""

from __future__ import annotations

from functools import lru_cache

from clearbar.model.scenario import STAFF, Mood, Scenario, Talk
from clearbar.practice.customer import Scripted, TfIdf, begin

_SEED = 0
"""Which of several wordings the customer says does not change how a talk goes."""


def exemplary_talk(scenario: Scenario, mood: Mood) -> Talk:
    """How the exemplary talk goes with a customer in `mood`, up to its end or the last line of staff."""
    driver = _customer(scenario.edition, tuple(sorted(scenario.intents.items())))
    talk = begin(scenario, mood=mood, seed=_SEED)
    for who, text in scenario.exemplary:
        if who == STAFF:
            talk = driver.answer(scenario, talk, text)
    return talk


@lru_cache(maxsize=8)
def _customer(edition: str, intents: tuple[tuple[str, tuple[str, ...]], ...]) -> Scripted:
    """Made once for all moods."""
    del edition
    return Scripted(TfIdf(dict(intents)))
