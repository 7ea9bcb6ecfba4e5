"""Texts → scenarios. Every fault of every file is found before one is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from clearbar.model.book import Book
from clearbar.model.errors import Fault, ScenarioFault
from clearbar.model.scenario import Scenario
from clearbar.practice.scenarios.build import build
from clearbar.practice.scenarios.refer import reference_faults, taken_twice
from clearbar.practice.scenarios.rules import CHECKS, RULES
from clearbar.practice.scenarios.shape import ScenarioShape
from clearbar.practice.scenarios.written import Written
from clearbar.text.faults import shape_faults
from clearbar.text.tree import Node, parse

MOST_BYTES = 256_000
"""No file is read that is larger than this,"""
MOST_FILES = 500
"""nor more than so many of them."""


@dataclass(frozen=True)
class Readable:
    """A scenario that could be read, with the text and the tree of its file."""

    scenario: Scenario
    file: str
    text: str
    node: Node


def read(files: Mapping[str, bytes], book: Book | None) -> tuple[Readable, ...]:
    """The scenarios in `files` (name → content), in the order of the names.

    They are held against `book`, where it is given. Raises ScenarioFault with every fault found.
    """
    if len(files) > MOST_FILES:
        raise ScenarioFault([Fault("scenarios", 0, 0, "CB003", f"there are more than {MOST_FILES} scenarios")])
    faults: list[Fault] = []
    trees = {name: node for name in sorted(files) if (node := _parsed(name, files[name], faults))}
    shapes = {name: _shaped(name, node, faults) for name, node in trees.items()}
    faults += taken_twice(trees)
    found = []
    for name, shape in shapes.items():
        if shape is not None:
            told = list(reference_faults(name, trees[name], shape, book))
            scenario = build(shape)
            faults += told or _unplayable(Written(scenario, name, trees[name]))
            found.append(Readable(scenario, name, files[name].decode("utf-8-sig"), trees[name]))
    if faults:
        raise ScenarioFault(faults)
    return tuple(found)


def _unplayable(written: Written) -> list[Fault]:
    """Why a scenario that could be read cannot be played: what the rules find that nothing may let stand."""
    found = [finding for code, rule in RULES.items() if rule.fault for finding in CHECKS[code](written)]
    return [Fault(one.file, one.line, one.column, one.code, one.message, one.hint) for one in found]


def _parsed(name: str, content: bytes, faults: list[Fault]) -> Node | None:
    if len(content) > MOST_BYTES:
        hint = "make two scenarios of it"
        faults.append(Fault(name, 0, 0, "CB003", f"the file is larger than {MOST_BYTES:,} bytes", hint))
        return None
    node, found = parse(name, content)
    faults += found
    if node is None and not found:
        faults.append(Fault(name, 1, 1, "CB006", "the file is empty"))
    return node


def _shaped(name: str, node: Node, faults: list[Fault]) -> ScenarioShape | None:
    try:
        return ScenarioShape.model_validate(node.data())
    except ValidationError as error:
        faults += shape_faults(name, node, error, ScenarioShape)
        return None
