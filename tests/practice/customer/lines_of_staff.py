"""What staff might say in some scenarios, each line with the intents that a person hears in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from clearbar.flow.rehearse.scenarios import read_scenario_texts, starter_texts
from clearbar.model.scenario import Scenario

HERE = Path(__file__).parent
DEMO = Path(__file__).parents[3] / "examples" / "demo" / "book" / "scenarios"
TRADES = ("clinic-reception", "contact-centre", "hotel", "service-desk", "shop")


class Line(NamedTuple):
    """One line: in which scenario, the intents in it, and the words."""

    scenario: str
    meant: frozenset[str]
    said: str


Intents = Mapping[str, tuple[str, ...]]


def scenarios() -> tuple[Scenario, ...]:
    """The scenarios of the demo and of the starter books."""
    found = list(
        read_scenario_texts({file.name: file.read_text("utf-8") for file in sorted(DEMO.glob("*.yaml"))}, None)
    )
    for trade in TRADES:
        found += read_scenario_texts(starter_texts(trade), None)
    return tuple(found)


def intents() -> dict[str, Intents]:
    """The intents of all scenarios that lines are for."""
    own = {
        name: {key: tuple(ways) for key, ways in one["intents"].items()} for name, one in _read("paraphrases").items()
    }
    return {**own, **{one.id: one.intents for one in scenarios()}}


def chosen_on() -> list[Line]:
    """The lines on which the bounds were chosen."""
    return [line for name, one in _read("paraphrases").items() for line in _lines(name, one["said"])]


def held_out() -> list[Line]:
    """The lines on which nothing was chosen."""
    return [line for name, said in _read("heldout").items() for line in _lines(name, said)]


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    return read


def _lines(name: str, said: list[tuple[list[str], str]]) -> Iterator[Line]:
    for meant, text in said:
        yield Line(name, frozenset(meant), text)
