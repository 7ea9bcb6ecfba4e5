"""`clearbar sample`: which interactions to review next, as a table to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from clearbar.cli.asking import engine_option
from clearbar.flow.assess import OPTIONS, Sample, write_sample
from clearbar.flow.assess import sample as draw
from clearbar.model.book import OVERALL

_OVERLAP, _REVIEWS = (OPTIONS[name][0] for name in ("overlap", "reviews"))


def _is_new(context: click.Context, parameter: click.Parameter, path: Path) -> Path:
    if path.exists():
        message = f"{path} is there already, and may have been filled in; name another file"
        raise click.BadParameter(message, context, parameter)
    return path


@click.command()
@click.argument("evidence", type=click.Path(path_type=Path))
@click.option("--by", default="", metavar="COLS", help="Cells: site, team, person, channel, topic, week or day.")
@click.option("--where", default="", metavar="EXPR", help='Filter, such as "week >= 202610".')
@click.option("--budget", required=True, type=int, help="How many reviews there is time for.")
@click.option("--overlap", default=_OVERLAP.default, show_default=True, type=float, help=_OVERLAP.says)
@click.option("--seed", default=1, show_default=True, help="The same seed draws the same interactions.")
@click.option(
    "--standard",
    multiple=True,
    default=(OVERALL,),
    show_default=True,
    help="What to rate. May be given more than once.",
)
@click.option(
    "--reviews",
    type=click.Choice(_REVIEWS.choices),
    default=_REVIEWS.default,
    show_default=True,
    help=_REVIEWS.says,
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_is_new,
    help="Table to write (CSV), as `clearbar import` reads it. A file that is there is never written over.",
)
@engine_option
def sample(evidence: Path, by: str, output: Path, **given: Any) -> None:
    """Draw interactions of EVIDENCE that nobody has reviewed yet.

    More are drawn where ratings vary more; no cell has less than half of what an even draw would give it. Each review
    carries the probability with which its interaction was drawn. Fill in `rater` and `level`, then keep the reviews by
    `clearbar import`.
    """
    drawn = draw(evidence, by=tuple(part.strip() for part in by.split(",") if part.strip()), **given)
    write_sample(drawn, output)
    _say(drawn)
    click.echo(f"written: {output}")


def _say(drawn: Sample) -> None:
    if drawn.interactions:
        low, high = drawn.rates
        cells = f"{drawn.cells:,} cell" + ("" if drawn.cells == 1 else "s")
        click.echo(
            f"{drawn.interactions:,} interactions drawn of {drawn.left:,} that nobody has reviewed, {drawn.twice:,} of "
            f"them for two reviewers: {len(drawn.reviews):,} rows."
        )
        click.echo(f"{cells}, each interaction drawn with a probability of {low:.2g} to {high:.2g}.")
    else:
        click.echo("No interaction is left that nobody has reviewed.")
    if drawn.anonymous:
        click.echo(f"{drawn.anonymous:,} answers tell of an interaction that is not known, which cannot be drawn.")
