"""The options with which a question is asked: the same for each command that asks one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from clearbar.flow.assess import ENGINES, MEASURES, OPTIONS
from clearbar.flow.assess import measure as ask
from clearbar.model.estimate import Answer
from clearbar.model.question import Option

Command = TypeVar("Command", bound=Callable[..., Any])
_OF_ALL = ("by", "where", "of", "factors", "engine")

engine_option = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="What counts: DuckDB on this machine, or Spark (pip install 'clearbar[spark]').",
)
"""Which engine counts."""


def asked(command: Command) -> Command:
    """Adds to a command what every question has, and what single measures let their asker choose."""
    for option, measures in reversed(list(OPTIONS.values())):
        command = _offered(option, measures)(command)
    command = engine_option(command)
    outcomes = "Outcome: level, gap, clearance or millis (log of 1 + seconds), as the measure allows."
    command = click.option("--of", default="", help=outcomes)(command)
    factors = "For consistency: site/person (nested), person, or person,rater,topic (crossed); site:topic joins two."
    command = click.option("--factors", default="", help=factors)(command)
    filtered = "Filter, such as \"site = 's01' and week >= 202610\"."
    command = click.option("--where", default="", metavar="EXPR", help=filtered)(command)
    grouped = "Columns to group by, such as site,standard."
    command = click.option("--by", default="", metavar="COLS", help=grouped)(command)
    command = click.argument("evidence", type=click.Path(path_type=Path))(command)
    return click.argument("name", metavar="NAME", type=click.Choice(MEASURES))(command)


def answered(name: str, evidence: Path, by: str, given: dict[str, Any]) -> Answer:
    """The answer to what a command was asked; options that were not given are left to their defaults."""
    chosen = {key: value for key, value in given.items() if key not in _OF_ALL and value is not None}
    rest = {key: value for key, value in given.items() if key in _OF_ALL}
    if name == "consistency" and not rest["factors"]:
        rest["factors"] = "person"
    columns = tuple(part.strip() for part in by.split(",") if part.strip())
    return ask(name, evidence, by=columns, **rest, **chosen)


def _offered(option: Option, measures: tuple[str, ...]) -> Callable[[Command], Command]:
    """An option of single measures; which ones, and what holds otherwise, its help says."""
    kind: Any = click.Choice(option.choices) if option.choices else type(option.default)
    default = f" [{option.default}]" if option.default != "" else ""
    says = f"For {', '.join(measures)}: {option.says}{default}"
    return click.option(f"--{option.name}", type=kind, default=None, help=says)
