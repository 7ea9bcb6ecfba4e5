"""`clearbar measure`: one question to the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clearbar.cli.asking import answered, asked
from clearbar.cli.telling import as_csv, as_json, as_table
from clearbar.flow.assess import ASKED
from clearbar.model.estimate import Answer

_FORMS = {"table": as_table, "json": as_json, "csv": as_csv}
_WIDEST = max(map(len, ASKED))
_LISTED = "\n".join(f"    {name:{_WIDEST}}  {asks}" for name, asks in ASKED.items())


@click.command(
    help=f"""Ask the measure NAME of EVIDENCE.

    \b
{_LISTED}

    Live ratings that are not disputed are read, unless --where itself speaks of setting or disputed. No group with
    fewer than five answers is shown.
    """
)
@asked
@click.option("--part", default="", help="Show this further table of the answer alone.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMS)),
    default="table",
    show_default=True,
    help="For eyes, programs or spreadsheets.",
)
def measure(name: str, evidence: Path, by: str, part: str, form: str, **given: Any) -> None:
    """Asks and tells."""
    answer = answered(name, evidence, by, given)
    _FORMS[form](_part(answer, part) if part else answer)


def _part(answer: Answer, name: str) -> Answer:
    for part in answer.parts:
        if part.measure == name:
            return part
    known = ", ".join(part.measure for part in answer.parts) or "none"
    raise click.BadParameter(f"the answer has no table `{name}`; it has: {known}", param_hint="--part")
