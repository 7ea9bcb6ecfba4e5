"""docs/book.md holds every key, setting and fault that the reader knows, and its example is a book."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

import clearbar
from clearbar import checks
from clearbar.checks.durations import write_duration
from clearbar.checks.steps import Allow, Deviations
from clearbar.model.book import Book, Level, Scale, Source
from clearbar.standards import shape
from clearbar.text import tree
from tests.docs.pages import ROOT, blocks, code, page, section, tables

BOOK = page("book.md")
SHAPES: dict[str, type[BaseModel]] = {
    "book.yaml": shape.BookShape,
    "`overall`": shape.OverallShape,
    "journeys/NAME.yaml": shape.JourneyShape,
    "Each of `steps`": shape.StepShape,
    "Each of `standards`": shape.StandardShape,
}
EXAMPLE = {
    block.splitlines()[0].removeprefix("# "): block
    for block in blocks(BOOK, "yaml")
    if re.match(r"# [\w/-]+\.yaml\n", block)
}


def read(folder: Path, files: dict[str, str]) -> Book:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return clearbar.read_book(folder)


def changed(old: str, new: str) -> dict[str, str]:
    """The example with a piece of it written in another way."""
    assert any(old in text for text in EXAMPLE.values()), f"the example does not hold {old!r}"
    files = {name: text for name, text in EXAMPLE.items() if old in text}
    name = list(files)[-1]
    return {**EXAMPLE, name: files[name].replace(old, new, 1)}


def default(value: Any) -> str:
    if isinstance(value, BaseModel):
        inside = ", ".join(f"{key}: {default(one)}" for key, one in value.model_dump().items())
        return "{" + inside + "}"
    if isinstance(value, timedelta):
        return write_duration(value)
    return str(value).lower() if isinstance(value, (bool, int)) else str(getattr(value, "value", value))


@pytest.mark.parametrize("heading", SHAPES)
def test_every_key_stands_in_its_table_with_whether_it_is_needed_and_its_default(heading: str) -> None:
    (rows,) = tables(section(BOOK, heading))
    fields = {info.alias or name: info for name, info in SHAPES[heading].model_fields.items()}
    assert [code(row["key"]) for row in rows] == list(fields)
    for row in rows:
        info = fields[code(row["key"])]
        value = info.get_default(call_default_factory=True)
        plain = info.is_required() or value in (None, (), {}) or isinstance(value, BaseModel)
        expected = "yes" if info.is_required() else "no" if plain else f"no: {default(value)}"
        assert row["needed"].replace("`", "") == expected, row["key"]
        assert row["what it means"] and row["example"]


def settings_tables() -> dict[str, tuple[type[BaseModel], list[dict[str, str]]]]:
    found: dict[str, tuple[type[BaseModel], list[dict[str, str]]]] = {}
    nested: tuple[type[BaseModel], ...] = (Allow, Deviations)
    for kind, settings in checks.kinds().items():
        listed = tables(section(BOOK, f"`{kind}`"))
        found[kind] = (settings, listed[0])
        for inside, rows in zip(nested, listed[1:], strict=False):
            found[f"{kind}.{inside.__name__.lower()}"] = (inside, rows)
    return found


@pytest.mark.parametrize("name", [*checks.kinds(), "steps.allow", "steps.deviations"])
def test_every_setting_of_a_check_stands_in_its_table_with_its_default(name: str) -> None:
    settings, rows = settings_tables()[name]
    assert [code(row["setting"]) for row in rows] == list(settings.model_fields)
    for row in rows:
        info = settings.model_fields[code(row["setting"])]
        assert row["needed"] == ("yes" if info.is_required() else "no")
        said = row["default"].replace("`", "")
        value = info.get_default()
        if value is PydanticUndefined:
            assert said == ""
        else:
            assert said == ("none" if value in (None, ()) else default(value))


@pytest.mark.parametrize("kind", checks.kinds())
def test_every_check_is_shown_with_settings_that_it_can_have(kind: str) -> None:
    shown = [yaml.safe_load(block)["check"] for block in blocks(BOOK, "yaml") if block.startswith("check:")]
    of_kind = [call for call in shown if call["kind"] == kind]
    assert of_kind
    for call in of_kind:
        checks.kinds()[kind].model_validate({key: value for key, value in call.items() if key != "kind"})


def test_the_example_is_a_book(tmp_path: Path) -> None:
    book = read(tmp_path, EXAMPLE)
    assert book.organisation == "Tern Ferries"
    found = {placed.standard.id: placed.standard for placed in book.placed()}
    assert list(found) == ["change.heard", "change.first-answer", "change.price", "overall"]
    assert found["change.heard"].scale is Scale.LEVELS
    assert found["change.first-answer"].scale is Scale.YES_NO
    assert found["change.price"].target == 0.95
    assert found["change.first-answer"].pairs_with == "change.heard"
    assert book.level_names[Level.GOOD] == "as promised"


def test_the_page_tells_every_fault_code_of_the_reader() -> None:
    """Those of a scenario stand on their own page."""
    rooms = ROOT / "src" / "clearbar"
    files = [file for file in rooms.rglob("*.py") if not file.is_relative_to(rooms / "practice")]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    raised = set(re.findall(r'"(CB0\d\d|CK\d{3})"', source))
    (rows,) = tables(section(BOOK, "Faults"))
    assert [row["code"] for row in rows] == sorted(one for one in raised if one.startswith("CB"))
    assert set(re.findall(r"CK\d{3}", section(BOOK, "Faults"))) == {one for one in raised if one.startswith("CK")}


@pytest.mark.parametrize("row", tables(section(BOOK, "Faults"))[0], ids=lambda row: str(row["code"]))
def test_each_fault_comes_from_what_is_shown_and_from_nothing_else(tmp_path: Path, row: dict[str, str]) -> None:
    if not row["such as"]:
        assert row["code"] == "CB013"
        files = {"notes.txt": "a folder without a book"}
    else:
        files = changed(code(row["mend"]), code(row["such as"]))
    with pytest.raises(clearbar.BookFault) as caught:
        read(tmp_path, files)
    assert {fault.code for fault in caught.value.faults} == {row["code"]}


@pytest.mark.parametrize("row", tables(section(BOOK, "Editions and versions"))[0], ids=lambda row: str(row["to"]))
def test_editions_and_the_version_change_as_the_page_says(tmp_path: Path, row: dict[str, str]) -> None:
    before = read(tmp_path / "before", EXAMPLE)
    after = read(tmp_path / "after", changed(code(row["from"]), code(row["to"])))
    old, new = ([placed.standard.edition for placed in book.placed()] for book in (before, after))
    assert (old == new) == (row["edition"] == "stays")
    assert (before.version == after.version) == (row["version"] == "stays")
    assert {row["edition"], row["version"]} <= {"stays", "changes"}


def test_the_limits_that_the_page_names_are_those_of_the_reader() -> None:
    said = section(BOOK, "The files")
    assert f"{tree.MAX_BYTES:,} bytes" in said
    assert f"nested at most {tree.MAX_DEPTH} deep" in said
    assert "1 to 80 small letters" in said
    assert "1 to 4,000 characters" in said
    limits = shape.JourneyShape.model_json_schema(by_alias=True)["properties"]
    assert limits["journey"]["maxLength"] == 80
    assert limits["title"]["anyOf"][0]["maxLength"] == 4000


def test_every_source_and_level_is_named() -> None:
    said = section(BOOK, "Levels, bar and target")
    assert all(f"`{source.value}`" in said for source in Source)
    assert all(f"`{level.name.lower()}` ({int(level)})" in said for level in Level)
