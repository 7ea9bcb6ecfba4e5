"""The samples are what the vendors publish: each object holds against the shape of its kind."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.intake.exports.reading import SAMPLES

SCHEMAS = Path(__file__).parent / "schemas"


def validator(system: str, kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{system}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator({**schema, "$ref": f"#/$defs/{kind}"}, format_checker=FormatChecker())


def loaded(*path: str) -> Any:
    return json.loads(SAMPLES.joinpath(*path).read_text(encoding="utf-8"))


def calls() -> list[dict[str, Any]]:
    lines = (SAMPLES / "calls" / "queue_log").read_text().splitlines()
    names = ("time", "call", "queue", "agent", "event")
    return [
        {**dict(zip(names, parts, strict=False)), "parameters": parts[5:]}
        for parts in (one.split("|") for one in lines)
    ]


def qualtrics() -> list[list[str]]:
    return list(csv.reader(io.StringIO((SAMPLES / "qualtrics" / "export.csv").read_text(encoding="utf-8"))))


def objects() -> Iterator[tuple[str, str, list[Any]]]:
    for kind, name, key in [
        ("ticket", "tickets", "tickets"),
        ("comment", "comments-102", "comments"),
        ("ticket_event", "ticket_events", "ticket_events"),
        ("audit", "audits", "audits"),
        ("user", "users", "users"),
        ("satisfaction_rating", "satisfaction_ratings", "satisfaction_ratings"),
        ("survey_response", "survey_responses", "survey_responses"),
    ]:
        yield "zendesk", kind, loaded("zendesk", f"{name}.json")[key]
    lines = (SAMPLES / "intercom" / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    yield "intercom", "conversation", [json.loads(line) for line in lines]
    yield "intercom", "conversation", loaded("intercom", "list.json")["conversations"]
    yield "chatwoot", "message", loaded("chatwoot", "messages.json")["payload"]
    yield "chatwoot", "conversation", loaded("chatwoot", "conversations.json")["data"]["payload"]
    yield "chatwoot", "csat_survey_response", loaded("chatwoot", "csat.json")
    yield "freshdesk", "ticket", loaded("freshdesk", "tickets.json")
    yield "freshdesk", "conversation", loaded("freshdesk", "entries.json")
    yield "freshdesk", "satisfaction_rating", loaded("freshdesk", "satisfaction_ratings.json")
    yield "limesurvey", "response", loaded("limesurvey", "rest.json")["responses"]
    yield "formbricks", "response", loaded("formbricks", "responses.json")["data"]
    yield "queue_log", "line", calls()
    head, _, ids, *rows = qualtrics()
    yield "qualtrics", "import_id", [json.loads(one) for one in ids]
    yield "qualtrics", "response", [dict(zip(head, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("system", "kind", "found"), list(objects()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_samples_have_the_published_shape(system: str, kind: str, found: list[Any]) -> None:
    shape = validator(system, kind)
    assert found
    assert [error.message for one in found for error in shape.iter_errors(one)] == []


@pytest.mark.parametrize(
    ("system", "kind", "found"), list(objects()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_the_shapes_refuse_what_is_no_such_object(system: str, kind: str, found: list[Any]) -> None:
    shape = validator(system, kind)
    needed = json.loads((SCHEMAS / f"{system}.json").read_text(encoding="utf-8"))["$defs"][kind]["required"]
    for name in needed:
        assert not shape.is_valid({key: value for key, value in found[0].items() if key != name})
    if system != "qualtrics":  # whose columns are all texts
        assert not shape.is_valid({**found[0], needed[0]: ["no"]})


def test_every_schema_names_its_source() -> None:
    files = list(SCHEMAS.glob("*.json"))
    assert len(files) == 8
    assert all(json.loads(file.read_text(encoding="utf-8"))["$comment"] for file in files)
