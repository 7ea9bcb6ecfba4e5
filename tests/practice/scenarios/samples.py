"""A scenario that breaks no rule, and changes laid over it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import yaml

from clearbar import checks
from clearbar.model.book import Book
from clearbar.model.lint import Finding, Linted
from clearbar.model.scenario import Scenario
from clearbar.practice.scenarios import lint, read
from clearbar.practice.scenarios.play import exemplary_talk
from clearbar.standards import read_book, starter

FILE = "scenarios/umbrella.yaml"
SCENARIO: dict[str, Any] = {
    "scenario": "umbrella",
    "title": "The umbrella that turned inside out",
    "journey": "return",
    "customer": {
        "name": "Ms Rain",
        "who": "She holds a bundle of wet ribs, and waits for somebody to laugh.",
        "wants": "An umbrella that stays one.",
        "hides": "She has to walk to a funeral in an hour.",
        "uncovered_by": ["ask-when"],
        "patience": 5,
    },
    "moods": ["angry"],
    "opening": "It was an umbrella this morning.",
    "intents": {
        "sorry": ["I am sorry about that.", "That must have been a wet walk.", "Sorry to hear that."],
        "ask-when": ["When do you need it?", "Do you have to go out soon?", "How soon must you leave?"],
        "offer-two": [
            "You can have a new one, or your money back.",
            "Either another umbrella or the money, as you like.",
            "Choose between a new umbrella and the money.",
        ],
        "laugh": ["That looks funny.", "Ha, what a bird you have there.", "It seems that the wind won."],
    },
    "scenes": {
        "counter": {
            "hears": [
                {"intent": "laugh", "says": "I thought so.", "patience": -3},
                {"intent": "ask-when", "says": "In an hour. It is a funeral.", "patience": 1, "go": "hurry"},
                {"intent": "offer-two", "says": "Another one.", "go": "hurry"},
                {"intent": "sorry", "says": "So am I.", "patience": 1},
            ],
            "otherwise": {"says": "It drips on your counter."},
        },
        "hurry": {
            "hears": [
                {"intent": "offer-two", "says": "A black one, please.", "go": "dry"},
                {"intent": ["sorry", "ask-when"], "says": "Thank you. And the umbrella?"},
                {"intent": "laugh", "says": "I leave.", "go": "wet"},
            ],
            "otherwise": {"says": "I have to go."},
        },
    },
    "ends": {
        "dry": {"says": "He would have liked it.", "outcome": "good"},
        "wet": {"says": "Then I walk.", "outcome": "bad"},
    },
    "gives_up": "wet",
    "stakes": [
        {
            "standard": "return.choice",
            "better": ["offer-two"],
            "worse": ["laugh"],
            "why": "Who chooses has been asked.",
            "example": "You can have a new one, or your money back.",
        }
    ],
    "exemplary": [
        {"customer": "It was an umbrella this morning."},
        {"staff": "I am sorry about that. When do you need it?"},
        {"customer": "In an hour. It is a funeral."},
        {"staff": "You can have a new one, or your money back."},
        {"customer": "A black one, please."},
    ],
}


def book() -> Book:
    """The starter book of a shop."""
    return read_book({name: text.encode() for name, text in starter("shop").items()}, checks.kinds())


def laid(changes: dict[str, Any]) -> dict[str, Any]:
    """The scenario with changes: `scenes/hurry/otherwise/patience` → value; None takes it out."""
    made = deepcopy(SCENARIO)
    for path, value in changes.items():
        *above, last = [int(part) if part.isdigit() else part for part in path.split("/")]
        inside: Any = made
        for part in above:
            inside = inside[part]
        if value is None:
            del inside[last]
        elif isinstance(inside, list) and last == len(inside):
            inside.append(value)
        else:
            inside[last] = value
    return made


def text(changes: dict[str, Any]) -> str:
    """The file with changes."""
    return yaml.safe_dump(laid(changes), sort_keys=False, allow_unicode=True, width=10_000)


def files(changes: dict[str, Any]) -> dict[str, bytes]:
    """The file with changes, by its name."""
    return {FILE: text(changes).encode()}


def scenario(changes: dict[str, Any] | None = None) -> Scenario:
    """The scenario with changes, as it is read."""
    [found] = read(files(changes or {}), book())
    return found.scenario


def found(changes: dict[str, Any], code: str | None = None) -> Linted:
    """What the rules find with changes: all of them, or one."""
    return lint(files(changes), book(), play=exemplary_talk, wanted={code} if code else None)


def at(finding: Finding, content: dict[str, bytes]) -> str:
    """What stands at a finding, to the end of its line."""
    return content[finding.file].decode().split("\n")[finding.line - 1][finding.column - 1 :]
