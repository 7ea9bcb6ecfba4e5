"""docs/scenarios.md holds every key and fault that the reader knows, and its example breaks no rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

import clearbar
from clearbar.flow.lint import lint
from clearbar.flow.rehearse.scenarios import read_scenarios
from clearbar.model.errors import ScenarioFault
from clearbar.model.scenario import Mood
from clearbar.practice.scenarios import MOST_BYTES, RULES, shape
from tests.docs.pages import ROOT, blocks, code, page, section, tables

TEXT = page("scenarios.md")
BOOK = {
    block.splitlines()[0].removeprefix("# "): block
    for block in blocks(page("book.md"), "yaml")
    if re.match(r"# (book|journeys/[\w-]+)\.yaml\n", block)
}
NAME = "scenarios/the-cat-is-on-board.yaml"
(EXAMPLE,) = (block for block in blocks(TEXT, "yaml") if block.startswith(f"# {NAME}\n"))
SHAPES: dict[str, type[BaseModel]] = {
    "scenarios/NAME.yaml": shape.ScenarioShape,
    "`customer`": shape.CustomerShape,
    "Each of `scenes`": shape.SceneShape,
    "Each of `hears`": shape.BranchShape,
    "`when`": shape.WhenShape,
    "`otherwise`": shape.OtherwiseShape,
    "Each of `ends`": shape.EndShape,
    "Each of `stakes`": shape.StakeShape,
}


def written(folder: Path, text: str) -> Path:
    """The book of docs/book.md with a scenario beside it."""
    for name, content in {**BOOK, NAME: text}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_the_example_is_read_and_breaks_no_rule(tmp_path: Path) -> None:
    folder = written(tmp_path, EXAMPLE)
    [found] = read_scenarios(folder, clearbar.read_book(folder))
    assert found.persona.name == "Mr Osei" and len(found.scenes) == 2
    told = lint(folder, select=["CB3", "CB19"]).findings
    assert not told, "\n".join(map(str, told))


def test_the_example_uses_every_key_but_a_few() -> None:
    used = set(re.findall(r"([a-z_]+):", EXAMPLE))
    known = {key for one in SHAPES.values() for key in one.model_fields}
    assert known - used == {"patience_at_least", "turn_at_least"}


@pytest.mark.parametrize("heading", SHAPES)
def test_every_key_stands_in_its_table_with_whether_it_is_needed_and_its_default(heading: str) -> None:
    (rows,) = tables(section(TEXT, heading))
    fields = SHAPES[heading].model_fields
    assert [code(row["key"]) for row in rows] == list(fields)
    for row in rows:
        info = fields[code(row["key"])]
        value = info.get_default(call_default_factory=True)
        plain = value in (None, (), {}) or isinstance(value, BaseModel)
        expected = "yes" if info.is_required() else "no" if plain else f"no: {getattr(value, 'value', value)}"
        assert row["needed"].replace("`", "") == expected, row["key"]
        assert row["what it means"] and row["example"]


def test_every_mood_is_told() -> None:
    (rows,) = tables(section(TEXT, "Moods"))
    assert [code(row["mood"]) for row in rows] == [one.value for one in Mood]


def test_the_limits_are_those_of_the_reader() -> None:
    assert f"{MOST_BYTES:,} bytes and {shape.MOST_SCENES} scenes" in TEXT


@pytest.mark.parametrize("row", tables(section(TEXT, "Faults"))[0], ids=lambda row: str(row["code"]))
def test_each_fault_comes_from_what_is_shown_and_from_nothing_else(tmp_path: Path, row: dict[str, str]) -> None:
    if not row["such as"]:
        assert row["code"] in {"CB008", "CB013", "CB301", "CB302"}
        return
    good, bad = code(row["mend"]), code(row["such as"])
    assert good in EXAMPLE
    folder = written(tmp_path, EXAMPLE.replace(good, bad, 1))
    with pytest.raises(ScenarioFault) as caught:
        read_scenarios(folder, clearbar.read_book(folder))
    assert {fault.code for fault in caught.value.faults} == {row["code"]}, str(caught.value)


def test_the_page_tells_every_fault_code_of_the_reader() -> None:
    rooms = ROOT / "src" / "clearbar"
    files = [
        *(rooms / "practice" / "scenarios").glob("*.py"),
        *(rooms / "text").glob("*.py"),
        rooms / "flow" / "folder.py",
    ]
    raised = {found for file in files for found in re.findall(r'"(CB0\d\d)"', file.read_text(encoding="utf-8"))}
    raised |= {code for code, rule in RULES.items() if rule.fault}
    (rows,) = tables(section(TEXT, "Faults"))
    assert [row["code"] for row in rows] == sorted(raised)


def test_every_rule_of_a_scenario_is_within_the_ranges_that_are_told() -> None:
    told = re.findall(r"CB(3\d\d)(?:\s+to\s+CB(3\d\d))?", section(TEXT, "Rules"))
    ranges = [(int(low), int(high or low)) for low, high in told if low != "304"]
    assert all(any(low <= int(rule[2:]) <= high for low, high in ranges) for rule in RULES)
