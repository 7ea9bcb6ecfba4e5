"""`clearbar findings`: what of a book and its evidence deserves an act, each with one owner and one day."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path

import click

from clearbar.flow.assess import is_mirror, sights
from clearbar.flow.define import read_book
from clearbar.flow.inform import find, findings_document, findings_text

_OF_A_MIRROR = (
    "Nothing is said of single persons: this evidence mirrors the web application, where a person's figures are for"
    " that person and their coach."
)
_NOT_ASKED = "Nothing is said of single persons and raters; --by-person says it, for whoever may know."


@click.command()
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("evidence", type=click.Path(path_type=Path))
@click.option(
    "--weeks", type=click.IntRange(1, 520), default=26, show_default=True, help="Only ratings of the latest weeks."
)
@click.option(
    "--critical", multiple=True, metavar="STANDARDS", help="Standards of which a single miss matters, by comma."
)
@click.option("--by-person", is_flag=True, help="Also tell of single persons and raters, by their pseudonyms.")
@click.option("--today", metavar="DAY", help="The day from which days count, such as 2026-11-18; today if not said.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How findings are told.",
)
def findings(
    book: Path,
    evidence: Path,
    weeks: int,
    critical: tuple[str, ...],
    by_person: bool,
    today: str | None,
    form: str,
) -> None:
    """Tell what of BOOK deserves an act, by what EVIDENCE holds: what was seen, how sure, and one act by one day.

    One event may prompt a conversation; a statement about a person needs a verdict; a formal step is never proposed.
    All sites, persons and standards are weighed together, so that few of the findings come by chance. No person is
    named unless --by-person says so, and never from evidence that mirrors the web application.
    """
    mirrored = is_mirror(evidence)
    read = read_book(book)
    known = {placed.standard.id for placed in read.placed()}
    chosen = {name.strip() for names in critical for name in names.split(",") if name.strip()}
    if unknown := sorted(chosen - known):
        raise click.BadParameter(f"the book has no {', '.join(unknown)}", param_hint="--critical")
    persons = by_person and not mirrored
    seen = sights(read, evidence, weeks=weeks, persons=persons, critical=dict.fromkeys(chosen, ""))
    found = find(seen, today=_day(today))
    notes = [] if persons else [_OF_A_MIRROR if mirrored and by_person else _NOT_ASKED]
    notes += [note for note in seen.sites.notes if "looked at together" in note]
    if form == "json":
        click.echo(json.dumps(findings_document(found, notes), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        click.echo(findings_text(found, notes, min(shutil.get_terminal_size().columns, 100)))


def _day(said: str | None) -> date:
    if said is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise click.BadParameter(f"{said} is no day; write it as 2026-11-18", param_hint="--today") from error
