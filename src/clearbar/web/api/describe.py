"""The description of the API for people: from the same OpenAPI, as a page and as docs/api.md."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from clearbar.web.api.hooks import TOPICS
from clearbar.web.api.problems import KINDS
from clearbar.web.api.rights import Right
from clearbar.web.api.v1 import v1


@dataclass(frozen=True)
class Field:
    """One thing that is sent or told."""

    name: str
    kind: str
    needed: bool
    says: str


@dataclass(frozen=True)
class Operation:
    """One operation: what it does, what it takes, what it tells."""

    id: str
    method: str
    path: str
    summary: str
    says: str
    right: str
    query: tuple[Field, ...]
    body: str
    answer: str
    status: str


@dataclass(frozen=True)
class Shape:
    """One shape of what is sent or told."""

    name: str
    says: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Described:
    """The API."""

    says: tuple[str, ...]
    rights: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]
    shapes: tuple[Shape, ...]
    problems: tuple[tuple[str, int, str, str], ...]
    topics: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def described() -> Described:
    """The API as its OpenAPI tells it."""
    import_module("clearbar.web.api.urls")  # by which all operations are declared
    schema = json.loads(json.dumps(v1.get_openapi_schema(path_prefix="/api/v1/")))
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            groups.setdefault(said["tags"][0], []).append(_operation(path, method.upper(), said))
    return Described(
        says=tuple(" ".join(part.split()) for part in schema["info"]["description"].split("\n\n")),
        rights=tuple((right.value, str(right.label)) for right in Right),
        groups=tuple((name, tuple(found)) for name, found in groups.items()),
        shapes=tuple(_shapes(schema["components"]["schemas"])),
        problems=tuple((kind, status, title, todo) for kind, (status, title, todo) in KINDS.items()),
        topics=tuple(TOPICS.items()),
    )


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Operation:
    query = tuple(
        Field(one["name"], _kind(one["schema"]), bool(one.get("required")), one.get("description", ""))
        for one in said["parameters"]
    )
    status = min(said["responses"])
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answer = said["responses"][status].get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        said["operationId"], method, path, said["summary"], " ".join(said["description"].split()), said["x-right"],
        query, _kind(body) if body else "", _kind(answer) if answer else "", status,
    )  # fmt: skip


def _shapes(schemas: Mapping[str, Any]) -> Iterator[Shape]:
    for name, said in sorted(schemas.items()):
        needed = set(said.get("required", ()))
        fields = tuple(
            Field(field, _kind(one), field in needed, one.get("description", ""))
            for field, one in said.get("properties", {}).items()
        )
        if fields:
            yield Shape(name, " ".join(said.get("description", "").split()), fields)


def _kind(schema: Mapping[str, Any]) -> str:
    """A type in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("type") == "object":
        return "object"
    return _plain(schema)


def _plain(schema: Mapping[str, Any]) -> str:
    words = {"integer": "whole number", "string": "text", "boolean": "true or false", "null": "null"}
    said = str(schema.get("type", "any value"))
    kind = {"date": "day", "date-time": "time"}.get(str(schema.get("format")), words.get(said, said))
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if low is not None and high is not None:
        return f"{kind} {'above' if 'exclusiveMinimum' in schema else 'from'} {low} to {high}"
    most = schema.get("maxLength")
    return f"{kind} of at most {most} letters" if most else kind


def as_markdown(api: Described) -> str:
    """The description as docs/api.md has it."""
    lines = ["# The API", "", *(f"{part}\n" for part in api.says)]
    lines += [
        "The page `/api/` of each installation shows the same, and `/api/v1/openapi.json` tells it to programs.",
        "",
    ]
    for name, operations in api.groups:
        lines += [f"## {name}", ""]
        for one in operations:
            lines += _operation_lines(one)
    lines += ["## Rights", "", *_table(("right", "with it a token may"), api.rights)]
    lines += ["## Hooks", "", _HOOKS, "", *_table(("topic", "it says that"), api.topics)]
    lines += ["## Problems", "", *_table(("status", "title", "what it means"), [one[1:] for one in api.problems])]
    lines += ["## Shapes", ""]
    for shape in api.shapes:
        lines += [f"### {shape.name}", "", shape.says, "", *_fields(shape.fields)]
    return "\n".join(lines).rstrip() + "\n"


_HOOKS = """An administrator can name addresses that are told news by a POST of JSON: `event`, `topic` and `data` with
ids, never words. The header `Clearbar-Signature: t=…,v1=…` holds the time in seconds and the HMAC-SHA256, under the
hook's secret, of that time, a full stop and the body. Whoever is told answers with 200 to 299 within ten seconds; else
the call comes again, later each time, eight times in all. A call may come twice: `event` is the same then. Private
addresses, redirects and plain HTTP are refused, unless an administrator allows the host."""


def _operation_lines(one: Operation) -> list[str]:
    lines = [f"### {one.summary}", "", f"`{one.method} {one.path}`", "", one.says, ""]
    told = [f"Right: `{one.right}`."]
    told += [f"Takes {one.body}."] if one.body else []
    told += [f"Answers {one.status} with {one.answer}."] if one.answer else []
    return [*lines, " ".join(told), "", *_fields(one.query)]


def _fields(fields: tuple[Field, ...]) -> list[str]:
    if not fields:
        return []
    rows = [(f"`{one.name}`{' (needed)' if one.needed else ''}", one.kind, one.says) for one in fields]
    return _table(("field", "type", "what it is"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> list[str]:
    cells = [" | ".join(str(cell).replace("|", "\\|") for cell in row) for row in (head, ["---"] * len(head), *rows)]
    return [*(f"| {row} |" for row in cells), ""]
