"""Scenarios: texts, or a folder of them, held against the book → scenarios to rehearse; what is unwise about them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from clearbar import standards
from clearbar.flow.folder import scenario_files
from clearbar.model.book import Book
from clearbar.model.lint import Linted
from clearbar.model.scenario import Scenario
from clearbar.practice import scenarios
from clearbar.practice.scenarios.play import exemplary_talk


def read_scenario_texts(files: Mapping[str, str], book: Book | None) -> tuple[Scenario, ...]:
    """The scenarios in `files` (text by name), in the order of the names, held against `book` where it is given.

    Raises ScenarioFault with every fault found, also those by which one could be read and not be played.
    """
    return tuple(one.scenario for one in scenarios.read(_encoded(files), book))


def read_scenarios(path: Path | str, book: Book | None) -> tuple[Scenario, ...]:
    """The scenarios in a file, in a folder of them, or beside the book in the folder `path`; else as
    `read_scenario_texts`."""
    return tuple(one.scenario for one in scenarios.read(scenario_files(path), book))


def lint_scenario_texts(files: Mapping[str, str], book: Book | None) -> Linted:
    """What the rules of a good scenario find in `files`. Raises ScenarioFault where one cannot be read or played."""
    return scenarios.lint(_encoded(files), book, play=exemplary_talk, codes=standards.RULES)


def starter_texts(trade: str) -> dict[str, str]:
    """The scenarios that come with the starter book of a trade, by their names beside it: `scenarios/….yaml`."""
    return scenarios.starter(trade)


def _encoded(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode(errors="surrogatepass") for name, text in files.items()}
