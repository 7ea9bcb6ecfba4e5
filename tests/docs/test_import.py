"""docs/import.md tells every code, key, column and scale that the intake of tables knows."""

from __future__ import annotations

import re

import pytest

from clearbar.intake.tables import CODES, FORMATS
from clearbar.intake.tables.cells import PLACEHOLDERS
from clearbar.intake.tables.shape import TARGETS, MapShape, QuestionShape, bands
from clearbar.model.book import Level, Setting, Source
from tests.docs.pages import ROOT, blocks, page, section, tables

IMPORT = page("import.md")


def test_every_code_of_a_row_stands_with_what_it_says_and_what_helps() -> None:
    rows = tables(section(IMPORT, "What is rejected"))[0]
    told = {row["code"]: (row["what is wrong"], row["what helps"]) for row in rows}
    assert told == dict(CODES)


def test_every_code_that_is_raised_is_told() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src" / "clearbar").rglob("*.py"))
    told = {row["code"] for rows in tables(section(IMPORT, "What is rejected")) for row in rows}
    assert told == set(re.findall(r'"(CI\d{3})"', source))


@pytest.mark.parametrize(("heading", "shape"), [("A map", MapShape), ("Several questions in a row", QuestionShape)])
def test_every_key_of_a_map_stands_with_its_meaning(heading: str, shape: type[MapShape] | type[QuestionShape]) -> None:
    (rows,) = tables(section(IMPORT, heading))
    assert {row["key"].strip("`"): row["what it says"] for row in rows} == {
        name: field.description for name, field in shape.model_fields.items()
    }


def test_the_map_that_is_shown_is_that_of_the_example() -> None:
    (shown,) = blocks(IMPORT, "yaml")
    assert (ROOT / "examples" / "import" / "map.yaml").read_text(encoding="utf-8").split("\n", 1)[1] == shown


def test_every_column_word_and_suffix_is_named() -> None:
    said = section(IMPORT, "Columns")
    assert {name for name in TARGETS if f"`{name}`" not in said} == set()
    assert all(word in said for words in (Source, Setting) for word in words)
    assert all(f"`{suffix}`" in IMPORT for suffix in FORMATS)


def test_every_placeholder_is_named() -> None:
    said = section(IMPORT, "Times")
    evenings = {"1899-12-31", "1969-12-31", "1979-12-31"}
    assert {day.isoformat() for day in PLACEHOLDERS if day.isoformat() not in said} == evenings


@pytest.mark.parametrize(
    "row", tables(section(IMPORT, "Levels from other scales"))[0], ids=lambda row: str(row["scale"])
)
def test_the_tables_of_scales_are_those_of_the_code(row: dict[str, str]) -> None:
    worst, best = map(int, row["scale"].split(".."))
    shown = {value: int(level) for level in Level for value in row[level.name.lower()].split()}
    assert shown == bands(worst, best)
