"""`clearbar import`: a table of ratings in, ratings kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from clearbar.flow.collect import BESIDE, Imported, Map, import_beside, import_ratings, read_map
from clearbar.flow.define import read_book
from clearbar.text.cells import printable

MOST_SHOWN = 20


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o", "--output", "evidence", required=True, type=click.Path(path_type=Path), help="Folder of the evidence."
)
@click.option("--book", type=click.Path(path_type=Path), help="Book that says which editions of standards hold now.")
@click.option("--map", type=click.Path(path_type=Path), help="What the columns mean (YAML).")
@click.option("--zone", metavar="ZONE", help="Zone of times without an offset, such as Europe/Amsterdam.")
@click.option(
    "--as",
    "what",
    type=click.Choice(["ratings", *BESIDE]),
    default="ratings",
    show_default=True,
    help="What a row is: a rating, somebody who was asked for one, or something that happened (taught, coached, ...).",
)
@click.option("--correct", is_flag=True, help="Let a rating that comes again with other content replace the first.")
@click.option(
    "--rejected",
    default="rejected.csv",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every reason for a row that cannot be used to this file; none is written without one.",
)
def import_(file: Path, evidence: Path, what: str, correct: bool, rejected: Path, **given: Any) -> None:
    """Keep the ratings of FILE, a table: CSV, TSV, JSON lines, Parquet or Excel; or, with --as, its invitations or
    events.

    Columns are named as in the evidence, or as a map says. The same table again adds nothing. A row that cannot be
    used is told and left out; the others are kept, in one commit. Exit code 1 if anything was rejected or in conflict,
    or if the file was cut short.
    """
    if rejected.resolve() in {one.resolve() for one in (file, given["map"]) if one}:
        raise click.BadParameter(f"{rejected} is what is read; name another file", param_hint="--rejected")
    if what == "ratings":
        result = _ratings(file, evidence, correct, rejected, **given)
    else:
        _only_for_ratings(given)
        result = import_beside(file, evidence, what, correct=correct, rejected=rejected)
    _say(result, file, evidence, what.removesuffix("s"))
    click.get_current_context().exit(1 if result.rejected or result.kept.refused or result.cut else 0)


def _ratings(file: Path, evidence: Path, correct: bool, rejected: Path, **given: Any) -> Imported:
    how = read_map(given["map"]) if given["map"] else Map()
    how = how.in_zone(given["zone"]) if given["zone"] else how
    book = read_book(given["book"]) if given["book"] else None
    with _bar(file) as progress:
        return import_ratings(file, evidence, book=book, map=how, correct=correct, rejected=rejected, progress=progress)


def _only_for_ratings(given: Mapping[str, object]) -> None:
    for name, value in given.items():
        if value is not None:
            raise click.BadParameter("ratings alone have a use for it", param_hint=f"--{name}")


@contextmanager
def _bar(file: Path) -> Iterator[Callable[[int], None] | None]:
    """A progress bar by bytes read, on a terminal; nothing otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=file.stat().st_size, label=f"Reading {file.name}", file=sys.stderr) as bar:
        yield bar.update


def _say(result: Imported, file: Path, evidence: Path, one: str) -> None:
    kept = result.kept
    unanswered = f", {_many(result.unanswered, 'answer')} left empty" if result.unanswered else ""
    counts = f"{_many(result.ratings, one)}, {_many(result.rejected, 'row')} rejected{unanswered}"
    click.echo(f"{_many(result.rows, 'row')} read from {file}: {counts}.")
    click.echo(
        f"{_many(kept.new, one)} added to {evidence}, {kept.same:,} were there already"
        + (f", {kept.corrected:,} corrected" if kept.corrected else "")
        + f" (version {kept.version})."
    )
    if result.not_read:
        named = ", ".join(printable(name) for name in result.not_read[:MOST_SHOWN])
        more = f" and {len(result.not_read) - MOST_SHOWN} more" if len(result.not_read) > MOST_SHOWN else ""
        click.echo(f"Not read: {named}{more}.")
    for note in result.notes:
        click.echo(printable(note))
    _say_faults(result, one)


def _say_faults(result: Imported, what: str) -> None:
    """What makes the exit code 1."""
    kept = result.kept
    if result.cut:
        click.echo(printable(result.cut), err=True)
    if kept.refused:
        stand = "first one stands" if kept.refused == 1 else "first ones stand"
        click.echo(f"{_many(kept.refused, what)} came again with other content; the {stand}.", err=True)
        for conflict in kept.conflicts[:MOST_SHOWN]:
            click.echo(f"  {what} {printable(conflict.rating)}: {', '.join(conflict.columns)} differ", err=True)
        click.echo("    hint: --correct lets the new content replace the old", err=True)
    if result.rejected:
        click.echo(f"{_many(result.rejected, 'row')} could not be used:", err=True)
        for one in result.refused:
            place = f"row {one.row:,}" + (f" (line {one.line:,})" if one.line else "")
            column = f" `{printable(one.column)}`" if one.column else ""
            click.echo(f"  {place}{column} {one.code} {one.message}", err=True)
        told = ", ".join(f"{code} {count:,}×" for code, count in result.reasons.items())
        where = f"; all stand in {result.rejected_file}" if result.rejected_file else ""
        click.echo(f"  {told}{where}", err=True)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
