"""`clearbar measure`: one question to the evidence."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import click

from clearbar.flow.assess import ENGINES, MEASURES
from clearbar.flow.assess import measure as ask
from clearbar.model.estimate import Answer, Row


@click.command()
@click.argument("name", metavar="NAME", type=click.Choice(MEASURES))
@click.argument("evidence", type=click.Path(path_type=Path))
@click.option("--by", default="", metavar="COLS", help="Columns to group by, such as site,standard.")
@click.option("--where", default="", metavar="EXPR", help="Filter, such as \"site = 's01' and week >= 202610\".")
@click.option("--factors", default="", help="For consistency: site/person (nested), person, or person,rater (crossed).")
@click.option("--of", default="", help="Outcome: level, millis (as log of 1 + seconds) or gap.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="What counts: DuckDB on this machine, or Spark (pip install 'clearbar[spark]').",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="For eyes, programs or spreadsheets.",
)
def measure(name: str, evidence: Path, by: str, factors: str, form: str, **asked: str) -> None:
    """Ask the measure NAME of EVIDENCE.

    \b
    clearance    share of ratings at or above the bar, against the target
    delight      share at level five
    gap          experienced less expected, with both parts
    shrinkage    groups beside each other, and which cannot be told apart
    consistency  how variation splits between sites, persons, raters and occasions
    agreement    whether raters of the same interactions agree, standard by standard
    difference   overall verdicts where a standard was cleared, and where it was missed

    Live ratings that are not disputed are read, unless --where itself speaks of setting or disputed. No group with
    fewer than five answers is shown.
    """
    if name == "consistency" and not factors:
        factors = "person"
    columns = tuple(part.strip() for part in by.split(",") if part.strip())
    answer = ask(name, evidence, by=columns, factors=factors, **asked)
    {"table": _table, "json": _json, "csv": _csv}[form](answer)


def _flat(answer: Answer) -> Iterator[dict[str, Any]]:
    """Rows as flat records: keys, then each figure with its interval, then facts."""
    for row in answer.rows:
        record: dict[str, Any] = dict(row.keys)
        for name in answer.figures:
            record |= {name: None, f"{name}_low": None, f"{name}_high": None, "n": record.get("n")}
            if name not in row.figures:
                continue
            figure = row.figures[name]
            record |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high, "n": figure.n}
            record |= {"hits": figure.hits} if figure.hits is not None else {}
            record |= {"clusters": figure.clusters} if figure.clusters is not None else {}
        yield record | {name: _plain(value) for name, value in row.facts.items()}


def _plain(value: Any) -> Any:
    return value.value if hasattr(value, "value") else value


def _json(answer: Answer) -> None:
    said = {"measure": answer.measure, "by": answer.by, "rows": list(_flat(answer)), "notes": answer.notes}
    click.echo(json.dumps(said, indent=2, ensure_ascii=False))


def _csv(answer: Answer) -> None:
    rows = list(_flat(answer))
    if rows:
        text = StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _no_formula(value) for name, value in row.items()} for row in rows)
        click.echo(text.getvalue(), nl=False)
    for note in answer.notes:
        click.echo(note, err=True)


def _no_formula(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is made a text again."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r", " ")  # not quoted by every version of the writer: a new line would begin here
    return f"'{text}" if text.startswith("\t") or text.lstrip().startswith(("=", "+", "-", "@")) else text


def _table(answer: Answer) -> None:
    rows = [_cells(row, tuple(answer.figures)) for row in answer.rows]
    if rows:
        widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
        click.echo("  ".join(name.ljust(width) for name, width in widths.items()).rstrip())
        for row in rows:
            click.echo("  ".join(row[name].ljust(width) for name, width in widths.items()).rstrip())
    else:
        click.echo("Nothing to show.")
    for note in answer.notes:
        click.echo(f"note: {_printable(note)}")


def _printable(text: str) -> str:
    """A text without what would steer a terminal."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def _cells(row: Row, names: Sequence[str]) -> dict[str, str]:
    """What a table shows of a group; of a figure that it cannot have, a dash."""
    counted = row.figures.get("counted")
    of_shares = counted is None or counted.hits is not None
    shares = {"clearance", "delight", "share", "cleared", "missed"} | ({"counted", "shrunk"} if of_shares else set())
    cells = {name: "—" if value is None else _printable(str(value)) for name, value in row.keys.items()}
    for name in names:
        figure, as_share = row.figures.get(name), name in shares
        if figure is None:
            cells |= {name: "—", f"{name} 95 %": "—", "n": cells.get("n", "—")}
            continue
        cells[name] = (
            _share(figure.value, figure.n)
            if as_share
            else f"{figure.value:+.2f}"
            if name in {"gap", "difference", "severity"}
            else f"{figure.value:.2f}"
        )
        ends = (figure.low, figure.high)
        cells[f"{name} 95 %"] = " to ".join(_share(end, figure.n) if as_share else f"{end:.2f}" for end in ends)
        cells["n"] = f"{figure.n:,}"
    return cells | {name: _fact(name, value, of_shares) for name, value in row.facts.items()}


def _share(value: float, n: int) -> str:
    """A percentage; decimals only where so many ratings stand behind it that they mean something."""
    return f"{100 * value:.{1 if n >= 1000 else 0}f} %"


def _fact(name: str, value: Any, of_shares: bool) -> str:
    if value is None:
        return "—"
    if name in {"target", "clears", "mean"} and of_shares:
        return f"{100 * value:.0f} %"
    if name == "more":
        return f"about {value:,}"
    return f"{value:.3g}" if isinstance(value, float) else str(_plain(value))
