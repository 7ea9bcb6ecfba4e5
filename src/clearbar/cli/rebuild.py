"""`clearbar rebuild`."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.cli.web import data_argument, start


@click.command()
@data_argument
def rebuild(data: Path | None) -> None:
    """Write the evidence anew from the web application's database.

    Readers go on with the old evidence until the new one is whole.
    """
    start("rebuild", data)
