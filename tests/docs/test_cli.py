"""docs/cli.md tells every command, option, column and code, in the words of the commands themselves."""

from __future__ import annotations

import re

import click
import pytest

from clearbar.cli.main import cli
from clearbar.measures.columns import FILTERS, GROUPS
from tests.docs import commands
from tests.docs.consoles import Terminal
from tests.docs.pages import ROOT, page, section, tables, without_blocks

CLI = page("cli.md")


@pytest.mark.parametrize("name", ["clearbar", *commands.names()])
def test_the_table_of_options_is_that_of_the_command(name: str) -> None:
    assert commands.marked(CLI, name) == commands.tables()[name], "run python -m tests.docs"


@pytest.mark.parametrize("name", commands.names())
def test_every_option_stands_in_its_table_with_its_own_help(name: str) -> None:
    """Independent of how the tables are made: from the parameters themselves."""
    table = commands.marked(CLI, name) or ""
    for parameter in commands.command(name).params:
        if isinstance(parameter, click.Option):
            assert f"{parameter.opts[-1]}" in table
            assert (parameter.help or "").replace("|", "\\|") in table
    assert f"## clearbar {name}\n" in CLI


def test_every_command_stands_in_the_list_as_the_help_says_it(terminal: Terminal) -> None:
    printed = "\n".join(terminal.run("clearbar --help"))
    (rows,) = (rows for rows in tables(CLI) if "command" in rows[0])
    assert [re.findall(r"`(\w+)`", row["command"])[0] for row in rows] == cli.list_commands(click.Context(cli))
    assert all(row["what it does"] in printed for row in rows)


def test_every_column_of_a_question_stands_where_it_can_be_used() -> None:
    said = section(CLI, "clearbar measure")
    groups = said[said.index("**Columns for `--by`**") : said.index("**Columns for `--where`**")]
    filters = said[said.index("**Columns for `--where`**") : said.index("A filter compares")]
    assert set(re.findall(r"`(\w+)`", groups)) == set(GROUPS)
    assert set(re.findall(r"`(\w+)`", filters)) == set(FILTERS) - set(GROUPS)


def test_every_code_of_a_question_is_told() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src" / "clearbar").rglob("*.py"))
    (rows,) = (rows for rows in tables(section(CLI, "clearbar measure")) if "code" in rows[0])
    assert [row["code"] for row in rows] == sorted(set(re.findall(r'"(CQ\d{3})"', source)))


def test_every_variable_of_the_environment_that_is_read_is_told() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src" / "clearbar").rglob("*.py"))
    read = set(re.findall(r'"([A-Z][A-Z_]+)" (?:not )?in os\.environ', source))
    assert read
    assert all(f"`{name}`" in without_blocks(CLI) for name in read)
