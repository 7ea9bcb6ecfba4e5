"""The JSON Schemas: they accept what the reader accepts, and refuse what an editor should mark."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from clearbar import checks
from clearbar.flow.define import write_schemas
from clearbar.practice import scenarios
from clearbar.standards import schemas
from tests.practice.scenarios.samples import text
from tests.standards.samples import HEAD, RETURN, changed, faults_of

ROOT = Path(__file__).parents[2]
BOOKS = sorted((ROOT / "examples").glob("*/book"))
ALL = {**schemas(checks.kinds()), **scenarios.schemas()}

_SAYS_NOTHING = {"$schema", "$defs", "title", "description", "default", "examples"}
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "object": (dict,), "array": (list,), "null": (type(None),), "boolean": (bool,),
}  # fmt: skip


def wrong(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> Iterator[str]:
    """What a schema says against a value: only the keywords that these schemas use, and no other is let through."""
    for word, rule in schema.items():
        if word == "$ref":
            yield from wrong(value, root["$defs"][rule.removeprefix("#/$defs/")], root, at)
        elif word in {"anyOf", "oneOf"}:
            fits = sum(not list(wrong(value, one, root, at)) for one in rule)
            if fits < 1 or (word == "oneOf" and fits > 1):
                yield f"{at}: {fits} of {word}"
        elif not _keeps(value, word, rule, schema):
            yield f"{at}: {word} {rule}"
    if isinstance(value, dict):
        yield from _inside(value, schema, root, at)
    if isinstance(value, list) and "items" in schema:
        for i, inside in enumerate(value):
            yield from wrong(inside, schema["items"], root, f"{at}/{i}")


def _inside(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    patterns = schema.get("patternProperties", {})
    for key, inside in value.items():
        fitting = [one for pattern, one in patterns.items() if re.search(pattern, key)]
        if fitting:
            yield from wrong(inside, fitting[0], root, f"{at}/{key}")
        elif key in known:
            yield from wrong(inside, known[key], root, f"{at}/{key}")
        elif others is False:
            yield f"{at}: unknown {key}"
        elif isinstance(others, dict):
            yield from wrong(inside, others, root, f"{at}/{key}")
        yield from wrong(key, schema.get("propertyNames", {}), root, f"{at}/{key}?")


def _keeps(value: Any, word: str, rule: Any, schema: dict[str, Any]) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    text = isinstance(value, str)
    tests = {
        "type": lambda: (
            (number and (rule == "number" or (rule == "integer" and value == int(value))))
            or isinstance(value, _TYPES.get(rule, ()))
        ),
        "enum": lambda: value in rule,
        "const": lambda: value == rule,
        "pattern": lambda: not text or re.search(rule, value) is not None,
        "minLength": lambda: not text or len(value) >= rule,
        "maxLength": lambda: not text or len(value) <= rule,
        "minimum": lambda: not number or value >= rule,
        "maximum": lambda: not number or value <= rule,
        "exclusiveMinimum": lambda: not number or value > rule,
        "minItems": lambda: not isinstance(value, list) or len(value) >= rule,
        "maxItems": lambda: not isinstance(value, list) or len(value) <= rule,
        "maxProperties": lambda: not isinstance(value, dict) or len(value) <= rule,
        "minProperties": lambda: not isinstance(value, dict) or len(value) >= rule,
        "required": lambda: not isinstance(value, dict) or set(rule) <= set(value),
    }
    if word in _SAYS_NOTHING | {"properties", "patternProperties", "additionalProperties", "propertyNames", "items"}:
        return True
    return bool(tests[word]())  # a word that is not known here is an error of this checker


def marks(text: str, name: str) -> list[str]:
    """What an editor that knows the schema would mark, given the types that it reads plain YAML as."""
    schema = ALL[f"{name}.schema.json"]
    return list(wrong(yaml.safe_load(text), schema, schema))


@pytest.mark.parametrize(
    "file",
    [file for book in BOOKS for file in sorted(book.rglob("*.yaml"))],
    ids=lambda file: f"{file.parent}/{file.name}"[-40:],
)
def test_the_books_of_the_examples_are_accepted(file: Path) -> None:
    kind = {"journeys": "journey", "scenarios": "scenario"}.get(file.parent.name, "book")
    assert marks(file.read_text(), kind) == []


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ({"customer/patience": 11}, "/customer/patience"),
        ({"customer/wnats": "x"}, "/customer"),
        ({"ends/dry/outcome": "fine"}, "/ends/dry/outcome"),
        ({"scenes/hurry/otherwise": None}, "/scenes/hurry"),
        ({"moods": "furious"}, "/moods"),
        ({"exemplary/1": {"staf": "x"}}, "/exemplary/1"),
        ({"scenes": {"Big": {"otherwise": {"says": "x"}}}}, "/scenes: unknown Big"),
    ],
)
def test_what_no_scenario_may_say_is_marked(changes: dict[str, Any], there: str) -> None:
    assert marks(text({}), "scenario") == []
    assert any(one.startswith(there) for one in marks(text(changes), "scenario")), marks(text(changes), "scenario")


def test_there_are_books_to_try() -> None:
    assert {book.parent.name for book in BOOKS} == {"demo", "star"}


def test_the_samples_are_accepted() -> None:
    assert marks(RETURN, "journey") == [] and marks(HEAD, "book") == []


@pytest.mark.parametrize(
    ("good", "other"),
    [
        ("target: 90%", "target: 0.9"),
        ("target: 90%", "target: 1"),
        ("topics: [returns]", "topics: returns"),
        ("[customer, reviewer]", "customer"),
        ("[page, rehearsal]", "page"),
        ("within: 2 min}", "within: 2 min, bots: false}"),
        ("{kind: first_response, within: 2 min}", "{kind: required_phrases, any_of: [a], within_first: 3}"),
        (
            "{kind: first_response, within: 2 min}",
            "{kind: steps, graph: {a: [b]}, start: [a], end: [b], deviations: {good: 1}}",
        ),
    ],
)
def test_what_the_reader_reads_is_not_marked(good: str, other: str) -> None:
    assert faults_of(changed(good, other)) == []
    assert marks(changed(good, other), "journey") == []


@pytest.mark.parametrize(
    ("good", "other"),
    [
        ("        owner:", "        onwer:"),
        ("for: customer", "four: customer"),
        ("    title: Telling", "    titel: Telling"),
        ("title: Return something\n", ""),
        ("bar: exemplary", "bar: god"),
        ("target: 90%", "target: 90"),
        ("target: 90%", "target: most"),
        ("id: return.paid", "id: Return.paid"),
        ("          good: You", "          god: You"),
        ("{kind: first_response, within: 2 min}", "{kind: first_respons, within: 2 min}"),
        ("within: 2 min}", "within: 2 minutes}"),
        ("within: 2 min}", "within: 2 min, bot: true}"),
        ("{kind: first_response, within: 2 min}", "{within: 2 min}"),
        ("[customer, reviewer]", "[customer, boss]"),
    ],
)
def test_what_the_reader_refuses_is_marked(good: str, other: str) -> None:
    assert faults_of(changed(good, other))
    assert marks(changed(good, other), "journey")


def test_an_unknown_key_of_the_head_is_marked() -> None:
    assert marks(HEAD + "organization: x\n", "book") and marks(changed("bar:", "barr:", HEAD), "book")


def test_every_key_of_a_standard_tells_what_it_is_for() -> None:
    properties = ALL["journey.schema.json"]["$defs"]["StandardShape"]["properties"]
    assert all(one.get("description") for name, one in properties.items() if name != "id"), properties


def test_the_published_schemas_are_those_that_the_command_writes(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "new" / "folder")
    names = ["book.schema.json", "journey.schema.json", "scenario.schema.json"]
    assert sorted(file.name for file in written) == names
    for file in written:
        published = ROOT / "docs" / "schema" / file.name
        assert published.read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), (
            "run: clearbar schema -o docs/schema"
        )
        assert json.loads(file.read_text()) == ALL[file.name]
