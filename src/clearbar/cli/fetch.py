"""`clearbar fetch`: conversations from a helpdesk's own server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from clearbar.flow.fetch import Fetched, Login, Server, Wishes, address_of, fetch_tickets
from clearbar.model.conversation import Role

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def _roles(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, Role]:
    del context, parameter
    roles: dict[str, Role] = {}
    for one in given:
        user, _, role = one.rpartition("=")
        if not user or role not in set(Role):
            raise click.BadParameter(f"write USER=ROLE, where ROLE is one of {', '.join(Role)}")
        roles[user] = Role(role)
    return roles


def _prefix(context: click.Context, parameter: click.Parameter, given: str) -> str:
    del context, parameter
    if len(given) > 100 or not given.isprintable():
        raise click.BadParameter("at most 100 letters")  # an id has 200
    return given


@click.command()
@click.argument("system", type=click.Choice(["rt"]))
@click.argument("url")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File of conversations."
)
@click.option("--query", default="", metavar="TICKETSQL", help="Only these tickets, such as \"Queue = 'Support'\".")
@click.option("--token-file", type=_FILE, help="File with the account's token; else CLEARBAR_RT_TOKEN holds it.")
@click.option("--login-file", type=_FILE, help="File with user name and password, a line each.")
@click.option(
    "--queue",
    type=click.Choice(["topic", "channel", "site", "none"]),
    default="topic",
    show_default=True,
    help="What the queue of a ticket becomes.",
)
@click.option(
    "--role", "roles", multiple=True, callback=_roles, metavar="USER=ROLE", help="A user's role, such as chatbot=bot."
)
@click.option(
    "--prefix",
    default="rt-",
    show_default=True,
    callback=_prefix,
    help="Begins every id, so that two servers stay apart.",
)
@click.option("--with-rejected", is_flag=True, help="Keep tickets that were rejected.")
@click.option("--per-page", type=click.IntRange(1, 100), default=50, show_default=True, help="Tickets kept at a time.")
@click.option("--patience", type=click.IntRange(0, 10), default=4, show_default=True, help="How often to ask again.")
@click.option("--insecure-http", is_flag=True, help="Send the account's secret over http:// to another computer.")
@click.pass_context
def fetch(  # noqa: PLR0913 – a door: an argument for each option
    context: click.Context,
    /,
    system: str,
    url: str,
    output: Path,
    token_file: Path | None,
    login_file: Path | None,
    patience: int,
    insecure_http: bool,
    **wishes: Any,
) -> None:
    """Fetch conversations from the server at URL; SYSTEM is rt, Request Tracker 5.

    The next time only what changed is fetched. However it ends, the same command goes on from there. Exit code 1 if
    the server could not give some tickets, 2 if it did not answer to the end.
    """
    del system
    address = address_of(url, insecure_http=insecure_http)
    with Server(address, _login(token_file, login_file), patience=patience) as server:
        try:
            result = fetch_tickets(server, Wishes(**wishes), output, _progress if sys.stderr.isatty() else None)
        except KeyboardInterrupt:
            raise click.ClickException("stopped; what was fetched is kept, and the same command goes on") from None
    _say(result, output)
    context.exit(1 if result.broken else 0)


def _login(token_file: Path | None, login_file: Path | None) -> Login:
    """What the account is known by. A secret on the command line could be read by all who use the computer."""
    if token_file and login_file:
        raise click.UsageError("--token-file and --login-file are two accounts; give one")
    if login_file:
        lines = login_file.read_text(encoding="utf-8").splitlines()
        if len(lines) < 2 or not lines[0].strip() or not lines[1]:
            raise click.UsageError("--login-file holds two lines: user name and password")
        return Login(user=lines[0].strip(), password=lines[1])
    if token_file:
        token = token_file.read_text(encoding="utf-8").strip()
    elif "CLEARBAR_RT_TOKEN" in os.environ:
        token = os.environ["CLEARBAR_RT_TOKEN"].strip()
    else:
        raise click.UsageError("whose account is it? Give --token-file, --login-file or CLEARBAR_RT_TOKEN")
    if not token.isascii() or not token.isprintable() or not token:
        raise click.UsageError("the token is empty, or has letters that no token has")
    return Login(token=token)


def _progress(read: int) -> None:
    click.echo(f"\r{_count(read, 'ticket')} read", nl=False, err=True)


def _say(result: Fetched, output: Path) -> None:
    gone = f", {result.gone:,} left it" if result.gone else ""
    held = _count(result.held, "interaction")
    click.echo(f"{_count(result.read, 'ticket')} read; {output} holds {held}{gone}.")
    if result.broken:
        said = f"{_count(result.broken, 'ticket')} could not be given by the server"
        click.echo(f"{said}\n    hint: the same command asks for them again", err=True)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
