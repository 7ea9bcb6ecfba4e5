"""`clearbar book`: begin a book, and tell what a new version of it means."""

from __future__ import annotations

import json
from pathlib import Path
from shlex import quote

import click

from clearbar.flow.define import TRADES, changes, new_book, read_book
from clearbar.flow.inform import changes_document, changes_text


@click.group()
def book() -> None:
    """Begin a book of standards, or tell what changed in one."""


@book.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--trade", type=click.Choice(TRADES), required=True, help="The book to begin with.")
@click.option("--organisation", help="Name of the organisation; you can write it into book.yaml later.")
def new(folder: Path, trade: str, organisation: str | None) -> None:
    """Begin a book in FOLDER with the standards of a trade.

    They are a place to start: written for this project, clean under `clearbar lint`, and yours to change.
    """
    for file in new_book(folder, trade, organisation):
        click.echo(f"written: {file}")
    click.echo(f"Read it, change what is not true of you, then: clearbar lint {quote(str(folder))}")


@book.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people or programs.",
)
@click.option("--language", default="", help="Quote the books in this language, such as nl, where both tell it.")
def diff(old: Path, new: Path, form: str, language: str) -> None:
    """Tell staff in words what changed from the book OLD to the book NEW."""
    found = changes(read_book(old), read_book(new), language)
    if form == "json":
        click.echo(json.dumps(changes_document(found), indent=2, ensure_ascii=False))
    else:
        click.echo(changes_text(found))
