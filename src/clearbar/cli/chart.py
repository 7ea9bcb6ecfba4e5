"""`clearbar chart`: one question to the evidence, and its answer as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clearbar.cli.asking import answered, asked
from clearbar.flow.define import read_book
from clearbar.flow.inform import CHARTS, charts, write_chart


def _known_format(context: click.Context, parameter: click.Parameter, path: Path) -> Path:
    if path.suffix.lower() not in CHARTS:
        raise click.BadParameter(f"{path}: a chart ends in {', '.join(CHARTS)}", context, parameter)
    return path


@click.command()
@asked
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    callback=_known_format,
    help="File to draw: .html (a page with all charts and tables), .svg or .png (one chart).",
)
@click.option(
    "--number", default=1, show_default=True, type=click.IntRange(1), help="Which chart, where there are several."
)
@click.option("--book", type=click.Path(path_type=Path), help="Book that says what standards are called.")
def chart(name: str, evidence: Path, by: str, output: Path, number: int, book: Path | None, **given: Any) -> None:
    """Draw the answer of the measure NAME of EVIDENCE.

    The same measures and questions as of `clearbar measure`. A chart says in a sentence what it shows; the page has
    the same numbers as tables below it.
    """
    standards = read_book(book) if book else None
    answer = answered(name, evidence, by, given)
    try:
        write_chart(answer, output, book=standards, number=number)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"written: {output}")
    others = [(place, says) for place, says in enumerate(charts(answer), 1) if place != number]
    if output.suffix.lower() != ".html":
        for place, says in others:
            click.echo(f"there is also: --number {place}, {says}")
