"""`clearbar rollup`: sums by week that answer for the evidence."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.cli.asking import engine_option
from clearbar.flow.rollup import rollup as make
from clearbar.model.evidence import Rolled

_SHOWN = 8
"""So many weeks are named."""


@click.command()
@click.argument("evidence", type=click.Path(path_type=Path))
@click.option("-o", "--output", "folder", required=True, type=click.Path(path_type=Path), help="Folder of the rollup.")
@engine_option
def rollup(evidence: Path, folder: Path, engine: str) -> None:
    """Keep sums of EVIDENCE by week, site, person, standard and source.

    `clearbar measure NAME ROLLUP` reads them instead of single ratings. The same command again lets the rollup follow
    its evidence: only weeks in which something changed are written anew.
    """
    _say(make(evidence, folder, engine=engine), folder)


def _say(made: Rolled, folder: Path) -> None:
    if made.rebuilt:
        click.echo("The evidence was made anew since the last time: every week was counted again.")
    kept = f"{_many(made.weeks, 'week')}, {_many(made.cells, 'cell')}, as of version {made.version} of the evidence"
    click.echo(f"{folder} holds {kept}.")
    for what, weeks in (("written", made.written), ("no longer there", made.dropped)):
        if weeks:
            click.echo(f"{what}: {_listed(weeks)}")
    if not made.written and not made.dropped:
        click.echo("Nothing had changed.")


def _listed(weeks: tuple[int, ...]) -> str:
    if len(weeks) <= _SHOWN:
        return ", ".join(map(str, weeks))
    return f"{_many(len(weeks), 'week')}, {weeks[0]} to {weeks[-1]}"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
