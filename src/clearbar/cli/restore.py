"""`clearbar restore`."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.cli.web import start


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="The data folder to restore into.")
@click.option("--keys", type=click.Path(path_type=Path, dir_okay=False), help="The newest file of keys.")
@click.option("--trial", is_flag=True, help="Restore elsewhere, check everything, tell, and change nothing.")
@click.option("--over", is_flag=True, help="Put the backup in the place of what is there.")
def restore(file: Path, data: Path | None, keys: Path | None, trial: bool, over: bool) -> None:
    """Restore a backup: all of it, or nothing.

    FILE is an archive of `clearbar backup`. Its checksums are compared first; who was erased since it was made is
    erased again; the evidence is written anew. Stop the application before. The keys are taken from clearbar-keys.json
    in the folder of FILE, unless another file is named.
    """
    told = ["--keys", str(keys.absolute())] if keys else []
    switches = [name for name, on in (("--trial", trial), ("--over", over)) if on]
    start("restore", data, str(file.absolute()), *told, *switches)
