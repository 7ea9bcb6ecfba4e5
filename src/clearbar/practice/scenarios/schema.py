"""The JSON Schema of a scenario's file, for completion and checks in editors."""

from __future__ import annotations

from typing import Any

from clearbar.practice.scenarios.shape import ScenarioShape

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, dict[str, Any]]:
    """The schema by file name: `scenario.schema.json`."""
    found = {"$schema": _DRAFT, **ScenarioShape.model_json_schema(), "title": "A scenario to rehearse with Clearbar"}
    for told in found["properties"].values():
        if "patternProperties" in told:
            told["additionalProperties"] = False  # an id that cannot be one is marked, too
    return {"scenario.schema.json": found}
