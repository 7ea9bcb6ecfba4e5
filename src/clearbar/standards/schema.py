"""The JSON Schema of a book's files, for completion and checks in editors."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from clearbar.standards.read import Kinds
from clearbar.standards.shape import BookShape, JourneyShape

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas(kinds: Kinds) -> dict[str, dict[str, Any]]:
    """The schemas by file name: `book.schema.json` and `journey.schema.json`."""
    journey = _schema(JourneyShape, "A journey of a Clearbar book")
    standard = journey["$defs"]["StandardShape"]["properties"]
    standard["check"] = {
        "description": standard["check"]["description"],
        "oneOf": [_call(kind, settings, journey["$defs"]) for kind, settings in kinds.items()],
    }
    return {
        "book.schema.json": _schema(BookShape, "The head of a Clearbar book"),
        "journey.schema.json": journey,
    }


def _schema(shape: type[BaseModel], title: str) -> dict[str, Any]:
    return {"$schema": _DRAFT, **shape.model_json_schema(by_alias=True), "title": title}


def _call(kind: str, settings: type[BaseModel], definitions: dict[str, Any]) -> dict[str, Any]:
    schema = settings.model_json_schema()
    definitions.update(schema.pop("$defs", {}))
    schema["properties"] = {"kind": {"const": kind}, **schema.get("properties", {})}
    schema["required"] = ["kind", *schema.get("required", [])]
    schema["title"] = kind
    return schema
