"""Talk: what somebody says → what the customer of the scenario answers."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from clearbar.model.scenario import Mood, Scenario, Talk
from clearbar.practice import customer
from clearbar.practice.customer import Driver, Scripted, from_data, to_data
from clearbar.text.vectors import Kept, embedder

__all__ = ["Driver", "again_from", "answer", "begin", "from_data", "scripted", "to_data"]

_CHANGED = "The scenario has changed since this talk began. Begin it again to go on."
_MOST_KEPT = 128
_OTHER = "This talk belongs to another scenario."


def begin(scenario: Scenario, *, mood: Mood | None = None, seed: int) -> Talk:
    """A new talk, opened by the customer, in the persona's own mood unless another is asked for."""
    return customer.begin(scenario, mood=mood, seed=seed)


def answer(scenario: Scenario, talk: Talk, text: str, *, driver: Driver) -> Talk:
    """The talk with `text` of staff and the customer's answer. `end` is set where it is over; one that is over stays as
    it is, and so does one that the scenario does not fit any more: its `fault` says why."""
    if talk.end:
        return talk
    if fault := _misfit(scenario, talk):
        return _faulty(talk, fault)
    return driver.answer(scenario, talk, text)


def again_from(scenario: Scenario, talk: Talk, turn: int) -> Talk:
    """The talk cut before the thing that staff said as number `turn`, to be gone on with from there.

    They are counted from 0; ValueError for less."""
    if fault := _misfit(scenario, talk):
        return _faulty(talk, fault)
    return customer.again_from(talk, turn)


def scripted(scenario: Scenario, *, by_words: bool = False) -> Driver:
    """The customer that follows the script alone, made once for an edition.

    They hear by words and meaning where the extra `embed` is installed, else by words; with `by_words` by words alone.
    The first time for an edition, the extra takes about 10 ms for each way of saying an intent, else it is a few
    milliseconds: a page that opens a talk may well ask for it then."""
    intents = tuple((intent, tuple(texts)) for intent, texts in sorted(scenario.intents.items()))
    return _scripted(scenario.edition, intents, None if by_words else embedder())


@lru_cache(maxsize=_MOST_KEPT)
def _scripted(edition: str, intents: tuple[tuple[str, tuple[str, ...]], ...], meaning: Kept | None) -> Driver:
    """Kept by edition and intents: a scenario that is being written may have no edition yet."""
    del edition
    return Scripted(customer.Embedded(dict(intents), meaning) if meaning else customer.TfIdf(dict(intents)))


def _misfit(scenario: Scenario, talk: Talk) -> str:
    if talk.scenario != scenario.id:
        return _OTHER
    return _CHANGED if talk.edition != scenario.edition else ""


def _faulty(talk: Talk, fault: str) -> Talk:
    return replace(talk, fault=fault)
