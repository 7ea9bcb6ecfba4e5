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


def _known_format(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    if path is None:
        return None
    from clearbar.flow.inform import ANSWERS  # what draws and writes takes a moment to load

    if path.suffix.lower() not in ANSWERS:
        raise click.BadParameter(f"{path}: an answer ends in {', '.join(ANSWERS)}", context, parameter)
    return path


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
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    callback=_known_format,
    help="Write all of the answer to this file instead: .csv, .json, .parquet, .pdf (paper) or .xlsx (Excel).",
)
@click.option("--book", type=click.Path(path_type=Path), help="With -o: book that says what standards are called.")
def measure(name: str, evidence: Path, by: str, part: str, form: str, **given: Any) -> None:
    """Asks and tells."""
    output, book = given.pop("output"), given.pop("book")
    answer = answered(name, evidence, by, given)
    shown = _part(answer, part) if part else answer
    if output is None:
        _FORMS[form](shown)
    else:
        _write(shown, output, book)


def _write(answer: Answer, output: Path, book: Path | None) -> None:
    from clearbar.flow.define import read_book
    from clearbar.flow.inform import write_answer

    try:
        write_answer(answer, output, book=read_book(book) if book else None)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"written: {output}")


def _part(answer: Answer, name: str) -> Answer:
    for part in answer.parts:
        if part.measure == name:
            return part
    known = ", ".join(part.measure for part in answer.parts) or "none"
    raise click.BadParameter(f"the answer has no table `{name}`; it has: {known}", param_hint="--part")
