"""`clearbar worker`."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.cli.web import data_argument, start


@click.command()
@data_argument
def worker(data: Path | None) -> None:
    """Do the web application's jobs, beside the one that serves.

    `clearbar serve` does jobs itself; for more, start it with --no-worker and as many workers as you need.
    """
    start("worker", data)
