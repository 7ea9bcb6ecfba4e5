"""`clearbar serve`."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.cli.web import data_argument, start


@click.command()
@data_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--no-worker", is_flag=True, help="Leave jobs to `clearbar worker`.")
def serve(data: Path | None, host: str, port: int, no_worker: bool) -> None:
    """Serve the web application.

    DATA is the folder that keeps everything: the database, the secret, the evidence; it is made if need be
    (default: CLEARBAR_DATA, or clearbar-data). On a new folder, a link for the first administrator is printed.
    """
    start("serve", data, "--host", host, "--port", str(port), *(["--no-worker"] if no_worker else []))
