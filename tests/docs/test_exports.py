"""docs/exports.md tells every system, every key of its map and every code; the maps that it shows can be read."""

from __future__ import annotations

import re

import pytest

from clearbar.intake.exports import CODES, SYSTEMS, read_map
from clearbar.intake.exports.freshdesk import HAPPINESS
from clearbar.intake.exports.maps import HelpdeskMap, MailMap, Map, SurveyMap
from tests.docs.pages import blocks, page, section, tables

EXPORTS = page("exports.md")
HEADINGS = {"Zendesk Support": "Zendesk", "Mailboxes in the mbox format": "Mailboxes"}


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=lambda one: one.name)
def test_every_system_has_its_section(system: object) -> None:
    title = getattr(system, "title", "")
    assert section(EXPORTS, HEADINGS.get(title, title)).strip()


def keys(rows: list[dict[str, str]]) -> set[str]:
    return {name for row in rows for name in re.findall(r"`(\w+)`", row["key"])}


@pytest.mark.parametrize(("index", "shape"), [(1, HelpdeskMap), (2, SurveyMap)])
def test_the_tables_tell_every_key_of_a_map(index: int, shape: type[Map]) -> None:
    found = [rows for rows in tables(section(EXPORTS, "Maps")) if "key" in rows[0]]
    assert keys(found[0]) == set(Map.model_fields)
    assert keys(found[0]) | keys(found[index]) == set(shape.model_fields)


def test_the_table_tells_every_key_of_a_mailbox() -> None:
    (rows,) = tables(section(EXPORTS, "Mailboxes"))
    assert keys(rows) == set(MailMap.model_fields) - set(Map.model_fields)


def test_the_maps_that_are_shown_can_be_read() -> None:
    shapes = [HelpdeskMap, SurveyMap, MailMap]
    for text, shape in zip(blocks(EXPORTS, "yaml"), shapes, strict=True):
        assert read_map("m.yaml", text.encode(), shape) != (HelpdeskMap() if shape is HelpdeskMap else None)


def test_the_page_tells_every_code() -> None:
    (rows,) = tables(section(EXPORTS, "Faults"))
    assert {row["code"]: row["what is wrong"] for row in rows} == CODES


def test_the_grades_of_happiness_are_those_of_the_adapter() -> None:
    (rows,) = tables(section(EXPORTS, "Freshdesk"))
    told = {value: int(row["level"]) for row in rows for value in re.findall(r"-?\d+", row["value"])}
    assert told == HAPPINESS
