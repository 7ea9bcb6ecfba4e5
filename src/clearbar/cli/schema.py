"""`clearbar schema`: JSON Schemas of a book's files and of its scenarios."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.flow.collect import write_map_schema
from clearbar.flow.define import write_schemas


@click.command()
@click.option(
    "-o",
    "--output",
    "folder",
    default=".",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder to write to.",
)
def schema(folder: Path) -> None:
    """Write the JSON Schemas of book.yaml, journeys/*.yaml, scenarios/*.yaml and of maps.

    An editor that knows them completes keys and marks mistakes as you type: begin a journey with the line
    `# yaml-language-server: $schema=PATH/journey.schema.json`.
    """
    for file in [*write_schemas(folder), write_map_schema(folder)]:
        click.echo(f"written: {file}")
