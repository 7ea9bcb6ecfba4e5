"""`clearbar report`: a book and its evidence in, a report out."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import click

from clearbar.cli.asking import engine_option
from clearbar.flow.assess import report_and_heard
from clearbar.flow.define import read_book
from clearbar.flow.inform import FORMATS, summary, write_report
from clearbar.flow.lint import lint, measured


def _known_format(context: click.Context, parameter: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    for path in paths:
        if path.suffix.lower() not in FORMATS:
            raise click.BadParameter(f"{path}: a report ends in {', '.join(FORMATS)}", context, parameter)
    return paths


@click.command()
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("evidence", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    callback=_known_format,
    help="File to write: .html (a page), .pdf (paper), .json (for programs) or .txt. May be given more than once.",
)
@click.option("--name-persons", is_flag=True, help="Show each person's figures under their pseudonym.")
@engine_option
@click.option("-q", "--quiet", is_flag=True, help="Do not print the summary.")
def report(book: Path, evidence: Path, outputs: tuple[Path, ...], name_persons: bool, engine: str, quiet: bool) -> None:
    """Report how far the standards of BOOK are cleared, by what EVIDENCE holds.

    Persons are compared without their names, unless --name-persons says otherwise: a person's figures are for that
    person and their coach. The page is one file: it can be opened, sent and printed, and asks nothing of any network.
    """
    standards = read_book(book)
    found, told = report_and_heard(standards, evidence, name_persons=name_persons, engine=engine)
    found = replace(found, findings=lint(book, told, select=measured()).findings)
    for path in outputs:
        write_report(found, path)
    if not quiet:
        width = min(shutil.get_terminal_size().columns, 100)
        click.echo(summary(found, width, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ))
    for path in outputs:
        click.echo(f"written: {path}")
