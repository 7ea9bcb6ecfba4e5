"""Starts the web application's commands as a program of their own; this door knows nothing of Django."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import click

_LACKING = "the web application is not installed; install it with: pip install 'clearbar[web]'"


def start(command: str, data: Path | None, *further: str) -> NoReturn:
    """Becomes a command of the web application."""
    if find_spec("django") is None or find_spec("granian") is None:
        raise click.ClickException(_LACKING)
    told = ["--data", str(data)] if data else []
    become([sys.executable, "-m", "clearbar.web", command, *told, *further])


def become(command: Sequence[str]) -> NoReturn:
    """Ends with the exit code of this command. Where the system can, this process becomes it, so that a signal to one
    reaches the other."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], list(command))  # noqa: S606
    try:
        sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603
    except KeyboardInterrupt:
        sys.exit(0)


data_argument = click.argument("data", required=False, type=click.Path(path_type=Path, file_okay=False))
