"""`clearbar convert`: exports of other systems in, conversations out."""

from __future__ import annotations

from pathlib import Path

import click

from clearbar.flow.convert import SYSTEMS, Converted
from clearbar.flow.convert import convert as convert_files

MOST_SHOWN = 20


@click.command()
@click.argument("system", type=click.Choice(list(SYSTEMS)))
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File of conversations."
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the export cannot say of itself (YAML).",
)
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Key of pseudonyms; made if need be. Left out: pseudonyms.key beside the output.",
)
@click.option(
    "--rejected",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write everything that was rejected to this file (JSON lines).",
)
@click.pass_context
def convert(
    context: click.Context,
    system: str,
    files: tuple[Path, ...],
    output: Path,
    map_file: Path | None,
    key_file: Path | None,
    rejected: Path | None,
) -> None:
    """Turn exports of SYSTEM into conversations for `clearbar check`.

    FILE is a file of the export, or a folder of them; several are read together and joined. What cannot be used is
    told and left out; the rest is written. Exit code 1 if anything was rejected.
    """
    result = convert_files(system, files, output, map_file=map_file, key_file=key_file, rejected=rejected)
    _say(result, output)
    context.exit(1 if result.rejections else 0)


def _say(result: Converted, output: Path) -> None:
    click.echo(
        f"{_many(result.conversations, 'conversation')} written to {output}: "
        f"{_many(result.messages, 'message')}, {_many(result.ratings, 'rating')}."
    )
    left = [(reason, count) for reason, count in result.left.most_common() if count]
    if left:
        click.echo("Left out:")
        for reason, count in left:
            click.echo(f"  {count:,} {reason}")
    if result.rejections:
        click.echo(f"{len(result.rejections):,} could not be used:", err=True)
        for rejection in result.rejections[:MOST_SHOWN]:
            for fault in rejection.faults:
                click.echo(f"  {fault}", err=True)
        if len(result.rejections) > MOST_SHOWN:
            click.echo(f"  … and {len(result.rejections) - MOST_SHOWN:,} more; --rejected FILE writes all", err=True)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" + ("" if count == 1 else "s")
