"""`clearbar staff`: how many people at the counter would keep the promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from clearbar.flow.assess.promised import promises, seconds_of
from clearbar.flow.assess.staffing import MOST_DAYS, played, staffing
from clearbar.model.estimate import Answer
from clearbar.model.staffing import Aim, Staffing


def _rates(context: click.Context, parameter: click.Parameter, text: str) -> tuple[float, ...]:
    """One number, or one for each hour."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError as error:
        says = f"{text!r} is no number, nor numbers by comma: `30`, or `20,35,50,30` hour by hour"
        raise click.BadParameter(says, context, parameter) from error


def _time(context: click.Context, parameter: click.Parameter, text: str | None) -> float | None:
    """Seconds."""
    if text is None:
        return None
    try:
        return seconds_of(text)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from error


@click.command()
@click.option(
    "--arrivals",
    required=True,
    metavar="RATES",
    callback=_rates,
    help="How many come an hour: one number, or one for each hour from opening on, by comma.",
)
@click.option("--service", required=True, metavar="TIME", callback=_time, help='How long serving one takes, "4 min".')
@click.option("--promise", required=True, metavar="TIME", callback=_time, help='The longest wait, such as "3 min".')
@click.option("--share", default=0.9, show_default=True, help="The share of those who come that it is promised to.")
@click.option(
    "--patience", metavar="TIME", callback=_time, help="After which time people give up, on average. Without: never."
)
@click.option(
    "--simulate",
    type=click.IntRange(2, MOST_DAYS),
    metavar="DAYS",
    help="Play so many days through with the people found, as a check.",
)
@click.option("--seed", default=1, show_default=True, help="With --simulate: the same seed plays the same days.")
@click.option(
    "--spread",
    default=1.0,
    show_default=True,
    help="With --simulate: the standard deviation of the service time in parts of its mean.",
)
@click.option(
    "--book", type=click.Path(path_type=Path), help="With --evidence: tell first how promises are kept today."
)
@click.option("--evidence", type=click.Path(path_type=Path), help="Folder of evidence.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For eyes or programs.",
)
def staff(simulate: int | None, seed: int, book: Path | None, evidence: Path | None, form: str, **asked: Any) -> None:
    """How many people at the counter would keep a promised wait?

    Reckoned hour by hour by Erlang's formulas: C where nobody gives up, A where people have a patience. With --simulate
    whole days are played through besides.
    """
    if (book is None) != (evidence is None):
        raise click.UsageError("--book and --evidence go together: the promise stands in one, the waits in the other.")
    found = staffing(Aim(**asked))
    if simulate:
        found = played(found, days=simulate, seed=seed)
    _tell(found, book, evidence, form)


def _tell(found: Staffing, book: Path | None, evidence: Path | None, form: str) -> None:
    from clearbar.flow.inform.counter import staffing_document, staffing_text  # what draws takes a moment to load

    if form == "json":
        click.echo(json.dumps(staffing_document(found), indent=2, ensure_ascii=False))
        return
    if book and evidence:
        _today(book, evidence)
    click.echo(staffing_text(found))


def _today(book: Path, evidence: Path) -> None:
    from clearbar.flow.assess import measure
    from clearbar.flow.define import read_book
    from clearbar.flow.inform.counter import promised_in_words

    def ask(standard: str, minutes: float) -> tuple[Answer, Answer]:
        where = f"standard = '{standard}'"
        waits = measure("waits", evidence, by="standard", where=where, promise=minutes)
        return waits, measure("clearance", evidence, by=("standard", "source"), where=where)

    told = promises(read_book(book), ask)
    for one in told:
        click.echo(promised_in_words(one))
    click.echo("" if told else "The book times no standard, so nothing is promised by the clock.\n")
