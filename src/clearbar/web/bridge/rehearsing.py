"""Rehearsing: scenarios as texts → scenarios as values, read once for each edition; a talk and what is said → the talk
with the customer's answer; a talk that ended → what it showed of each standard."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Any

from clearbar.flow.rehearse import endpoint, scenarios, show, talk, weakest
from clearbar.flow.rehearse import lines as flow_lines
from clearbar.model.book import Book, Step
from clearbar.model.lint import Linted
from clearbar.model.scenario import STAFF, Mood, Scenario, Talk, Turn

MOST_KEPT = 500
"""So many scenarios are kept as values; of more, the one that was asked for longest ago is read again."""

Weak = weakest.Weak
Line = flow_lines.Line
Post = endpoint.Post
MOST_BYTES = endpoint.MOST_BYTES
"""So much of a model's answer is read."""
refused = endpoint.refused
"""Status, body, key → the fault of an answer that is none."""

_kept: OrderedDict[str, Scenario] = OrderedDict()
_lock = Lock()


def read(file: str, text: str, book: Book | None) -> Scenario:
    """The scenario in a text, held against the book where it is given. Raises ScenarioFault with every fault found."""
    return scenarios.read_scenario_texts({file: text}, book)[0]


def scenario_of(edition: str, text: Callable[[], str]) -> Scenario:
    """The scenario of an edition; its text is asked for where it is not known yet. Raises ScenarioFault where an older
    text cannot be read any more."""
    with _lock:
        if edition in _kept:
            _kept.move_to_end(edition)
            return _kept[edition]
    found = read("scenario.yaml", text(), None)
    with _lock:
        _kept[edition] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def linted(files: Mapping[str, str], book: Book | None) -> Linted:
    """What is unwise about scenarios. Raises ScenarioFault where they cannot be read."""
    return scenarios.lint_scenario_texts(files, book)


def starters(trade: str) -> dict[str, str]:
    """The scenarios that come with the starter book of a trade, by file name."""
    return dict(scenarios.starter_texts(trade))


def begin(scenario: Scenario, mood: Mood, seed: int) -> Talk:
    """A talk that the customer opens."""
    return talk.begin(scenario, mood=mood, seed=seed)


def answered(scenario: Scenario, held: Talk, text: str) -> Talk:
    """The talk with what was said and the customer's answer, by the script."""
    return talk.answer(scenario, held, text, driver=talk.scripted(scenario))


def answered_by_model(scenario: Scenario, held: Talk, text: str, *, post: Post, url: str, model: str, key: str) -> Talk:
    """The same in the words of a language model; where it fails, by the script, with `fault` saying why."""
    driver = endpoint.told_by_model(post, url=url, model=model, key=key)
    return talk.answer(scenario, held, text, driver=driver)


def again_from(scenario: Scenario, held: Talk, line: int) -> Talk:
    """The talk as it was before staff said their line number `line`, counted from 0."""
    return talk.again_from(scenario, held, line)


def kept(held: Talk) -> dict[str, Any]:
    """The talk as JSON data."""
    return talk.to_data(held)


def talk_of(data: Mapping[str, Any]) -> Talk:
    """The talk that was kept. Raises ValueError for anything else."""
    return talk.from_data(data)


def shown(
    book: Book, scenario: Scenario, held: Talk, *, interaction: str, at: datetime, person: str
) -> list[dict[str, Any]]:
    """What a talk showed of each standard, as JSON data."""
    found = show.show(book, scenario, held, interaction=interaction, at=at, person=person)
    return [
        {
            "standard": one.standard, "level": int(one.level), "cleared": one.cleared, "by": one.by,
            "turns": list(one.turns), "says": one.says, "example": one.example,
        }
        for one in found
    ]  # fmt: skip


def lines(scenario: Scenario, held: Talk) -> tuple[Line, ...]:
    """What each thing that staff said did."""
    return flow_lines.lines(scenario, held)


def played(scenario: Scenario, held: Talk, heard: Collection[str], end: str) -> Talk:
    """A talk face to face, as the colleague who played the customer tells it: the intents that they heard, in the order
    in which the scenario names them, and how it ended. No words of it are known."""
    said = [one for one in scenario.intents if one in heard]
    turns = tuple(Turn(STAFF, "", held.patience, held.scene, (one,), 1.0) for one in said)
    return replace(held, turns=(*held.turns[:1], *turns), end=end)


def shown_by_stakes(
    book: Book, scenario: Scenario, held: Talk, *, interaction: str, at: datetime
) -> list[dict[str, Any]]:
    """What a talk showed of the standards at stake, by the scenario alone: there are no words for a check to read."""
    return [
        one
        for one in shown(_unchecked(book), scenario, held, interaction=interaction, at=at, person="")
        if one["by"] == "scenario"
    ]


def _unchecked(book: Book) -> Book:
    """The book without its automatic checks."""

    def bare(step: Step) -> Step:
        return replace(step, standards=tuple(replace(one, check=None) for one in step.standards))

    journeys = tuple(replace(one, steps=tuple(map(bare, one.steps))) for one in book.journeys)
    return replace(book, journeys=journeys, overall=replace(book.overall, check=None))


def weak_first(counts: Mapping[str, tuple[float, float]]) -> tuple[Weak, ...]:
    """Standards by what one person has cleared of them, (hits, of), each pulled towards the others; the weakest
    first."""
    return weakest.weak_first(counts)
