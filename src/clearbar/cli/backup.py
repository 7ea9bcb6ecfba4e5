"""`clearbar backup`."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.cli.web import start


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder.")
@click.option("--keys", type=click.Path(path_type=Path, dir_okay=False), help="The file that the keys go into.")
def backup(file: Path, data: Path | None, keys: Path | None) -> None:
    """Write the web application's database into one file.

    FILE is a zip archive of the database, as it stands at one moment, the films and the secret; only you can read it.
    The application may go on meanwhile. The evidence is not in it: a restore writes it anew. The keys that open what is
    private in all backups are put beside it, into clearbar-keys.json or the file that --keys names, in the place of
    earlier ones: keep the newest only, so that who was erased is gone from old backups, too.
    """
    told = ["--keys", str(keys.absolute())] if keys else []
    start("backup", data, str(file.absolute()), *told)
