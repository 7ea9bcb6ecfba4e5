"""`clearbar`: the commands, each loaded only when it is called, and what becomes of faults.

Exit codes: 0 all is well; 1 done, but something was rejected or in conflict; 2 not done.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from typing import NoReturn

import click

_COMMANDS = {
    "book": "Begin a book of standards, or tell what changed in one.",
    "lint": "Tell where a written standard fails to be one.",
    "import": "Keep the ratings of a table: CSV, Excel, Parquet, JSON lines.",
    "convert": "Turn exports of other systems into conversations.",
    "fetch": "Fetch conversations from a helpdesk's server.",
    "check": "Check conversations against a book; keep the ratings.",
    "report": "Write the report: how far the bar is cleared.",
    "findings": "Tell what deserves an act, by whom and by when.",
    "measure": "Ask one measure of the evidence.",
    "sample": "Draw interactions to be reviewed next.",
    "staff": "Reckon how many people would keep a promised wait.",
    "chart": "Draw the answer of a measure.",
    "rehearse": "Rehearse scenarios with an AI agent.",
    "rollup": "Keep sums by week that answer for the evidence.",
    "schema": "Write JSON Schemas that help editors with books.",
    "serve": "Serve the web application.",
    "worker": "Do the web application's jobs, beside the one that serves.",
    "backup": "Write the web application's database into one file.",
    "restore": "Restore a backup, or try whether it could be restored.",
    "rebuild": "Write the evidence anew from the web application's database.",
}


class _Commands(click.Group):
    """Commands by name; the help shows them without loading any."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name  # no module can be called `import`
        command: click.Command = getattr(import_module(f"clearbar.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clearbar", message="clearbar %(version)s")
def cli() -> None:
    """How far do your customers say you clear the bar?

    A book of written standards, conversations and ratings go in; evidence and an honest report come out.
    `clearbar COMMAND --help` tells more about each command.
    """


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs a command. A fault is told in a sentence and leaves exit code 2; a traceback never reaches a person."""
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    """Runs a command; its exit code."""
    _prepare()
    try:
        code = cli.main(arguments, prog_name="clearbar", standalone_mode=False)
    except SystemExit:
        return 0  # so click answers a reader that went away, such as `head`: it has read what it wanted
    except click.ClickException as error:
        error.show()
        return 2
    except Exception as error:
        click.echo(_said(error), err=True)
        return 2
    return code if isinstance(code, int) else 0


def _prepare() -> None:
    # The algebra is small: on few cores, threads wait for each other many times longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows fewer letters still gets an answer


def _said(error: Exception) -> str:
    """What a person is told of a fault: place, reason and hint, never a traceback unless they ask for it."""
    from clearbar.model.errors import ClearbarError, EngineFault, InputFault

    if isinstance(error, InputFault):
        return str(error)
    if isinstance(error, EngineFault) and error.sql and "CLEARBAR_DEBUG" in os.environ:
        return f"clearbar: {error}\n{error.sql}\n{error.__cause__}"
    if isinstance(error, ClearbarError):
        return f"clearbar: {error}"
    if isinstance(error, click.exceptions.Abort):
        return "Stopped; nothing was changed."
    if isinstance(error, OSError):
        return f"clearbar: {error.strerror or error}: {error.filename or ''}".rstrip(": ")
    if "CLEARBAR_DEBUG" in os.environ:
        raise error
    fault = f"clearbar: a fault of Clearbar itself, please report it: {type(error).__name__}"
    return f"{fault}\n    hint: set CLEARBAR_DEBUG=1 to see where it happened"
