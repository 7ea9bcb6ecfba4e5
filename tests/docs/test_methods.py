"""docs/methods: every worked number is what the code gives, and every measure has its page."""

from __future__ import annotations

import doctest

import pytest

import clearbar
from tests.docs.pages import DOCS, page, pages, section, tables

WORKED = [name for name in pages() if name.startswith("methods/") and not name.endswith("index.md")]
PARTS = [
    "What it answers", "Ask it", "The formula", "A worked number", "Assumptions", "When not to believe it",
    "In the report", "Sources",
]  # fmt: skip


@pytest.mark.parametrize("name", WORKED)
def test_worked_numbers_are_what_the_code_gives(name: str) -> None:
    outcome = doctest.testfile(str(DOCS / name), module_relative=False, encoding="utf-8")
    assert outcome.attempted >= 3
    assert outcome.failed == 0


@pytest.mark.parametrize("measure", clearbar.MEASURES)
def test_every_measure_has_a_page_with_all_its_parts_and_stands_in_the_index(measure: str) -> None:
    text = page(f"methods/{measure}.md")
    assert all(section(text, part).strip() for part in PARTS if part not in {"Ask it", "A worked number"})
    assert f"$ clearbar measure {measure} " in text
    assert f'clearbar.measure("{measure}", ' in text
    (rows,) = tables(page("methods/index.md"))
    (row,) = [row for row in rows if row["measure"] == f"`{measure}`"]
    assert f"({measure}.md)" in row["page"]
    assert f"**{row['question']}**" in text
