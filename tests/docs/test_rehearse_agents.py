"""docs/rehearse-agents.md: its numbers are what the code gives, its limits are those that hold."""

from __future__ import annotations

import doctest

from clearbar.flow.rehearse import agents, calling, endpoint, protocol
from clearbar.reports.rehearsed import PASSES
from tests.docs.pages import DOCS, page, section, tables

AGENTS = page("rehearse-agents.md")


def test_worked_numbers_are_what_the_code_gives() -> None:
    outcome = doctest.testfile(str(DOCS / "rehearse-agents.md"), module_relative=False, encoding="utf-8")
    assert outcome.attempted >= 2
    assert outcome.failed == 0


def test_limits_are_those_of_the_code() -> None:
    said = " ".join(AGENTS.split())
    assert f"{protocol.MOST_BYTES:,} bytes" in said and f"up to {endpoint.MOST_SAID} letters" in said
    assert calling.LONGEST_PAUSE == 60 and "up to a minute" in said
    assert (agents.MOST_DEAD, agents.MOST_FAULTS) == (2, 5) and "After two talks in a row" in said
    assert "or five that break off" in said


def test_what_a_pass_is_is_said_alike_everywhere() -> None:
    core = PASSES.removeprefix("A talk passes ").rstrip(".")
    assert core in " ".join(AGENTS.split()) and core in " ".join(section(page("cli.md"), "clearbar rehearse").split())


def test_every_file_that_is_kept_is_told() -> None:
    (rows,) = tables(section(AGENTS, "What is kept"))
    assert [row["file"] for row in rows] == [
        "`talks.jsonl`", "`transcripts.jsonl`", "`report.txt`, `report.json`", "`run.json`"
    ]  # fmt: skip
