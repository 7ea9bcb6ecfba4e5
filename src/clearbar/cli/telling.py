"""An answer as text: for eyes, for programs, for spreadsheets."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import click

from clearbar.model.estimate import Answer, Estimate, Row, Unit


def as_table(answer: Answer) -> None:
    """Prints a table, its notes, and the further tables of the answer below their names."""
    rows = [_cells(row, answer) for row in answer.rows]
    if rows:
        widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
        click.echo("  ".join(name.ljust(width) for name, width in widths.items()).rstrip())
        for row in rows:
            click.echo("  ".join(row[name].ljust(width) for name, width in widths.items()).rstrip())
    else:
        click.echo("Nothing to show.")
    for note in answer.notes:
        click.echo(f"note: {printable(note)}")
    for part in answer.parts:
        click.echo(f"\n{part.measure}")
        as_table(part)


def as_json(answer: Answer) -> None:
    """Prints one document; further tables stand in it under `parts`."""
    click.echo(json.dumps(answer.document(), indent=2, ensure_ascii=False))


def as_csv(answer: Answer) -> None:
    """Prints the table alone; notes go to standard error, also which further tables there are."""
    rows = list(answer.records())
    if rows:
        text = StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _no_formula(value) for name, value in row.items()} for row in rows)
        click.echo(text.getvalue(), nl=False)
    for note in answer.notes:
        click.echo(note, err=True)
    for part in answer.parts:
        click.echo(f"there is also: --part {part.measure}", err=True)


def _no_formula(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is made a text again."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r", " ")  # not quoted by every version of the writer: a new line would begin here
    return f"'{text}" if text.startswith("\t") or text.lstrip().startswith(("=", "+", "-", "@")) else text


def printable(text: str) -> str:
    """A text without what would steer a terminal."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)


def _cells(row: Row, answer: Answer) -> dict[str, str]:
    """What a table shows of a group; of a figure that it cannot have, a dash."""
    cells = {name: "—" if value is None else printable(str(value)) for name, value in row.keys.items()}
    for name in answer.figures:
        figure, unit = row.figures.get(name), answer.units.get(name)
        if figure is None:
            cells |= {name: "—", f"{name} 95 %": "—", "n": cells.get("n", "—")}
            continue
        cells |= {name: _figure(figure, unit), f"{name} 95 %": _ends(figure, unit), "n": f"{figure.n:,}"}
    return cells | {name: _fact(value, answer.units.get(name)) for name, value in row.facts.items()}


def _figure(figure: Estimate, unit: Unit | None) -> str:
    return _share(figure.value, figure.n) if unit is Unit.SHARE else _number(figure.value, unit)


def _ends(figure: Estimate, unit: Unit | None) -> str:
    ends = (figure.low, figure.high)
    plain = None if unit is Unit.SIGNED else unit
    return " to ".join(_share(end, figure.n) if unit is Unit.SHARE else _number(end, plain) for end in ends)


def _number(value: float, unit: Unit | None) -> str:
    if unit is Unit.POINTS:
        return f"{100 * value:+.1f} points"
    if unit is Unit.SECONDS:
        return _time(value)
    if unit is Unit.WHOLE:
        return f"{value:,.0f}"
    return f"{value:+.2f}" if unit is Unit.SIGNED else f"{value:.2f}"


def _time(seconds: float) -> str:
    """A time as a clock would have it: "45 s", "4:10 min", "2:05 h"."""
    if seconds == float("inf"):
        return "∞"
    if seconds < 60:
        return f"{seconds:.0f} s"
    large, small = divmod(round(seconds if seconds < 3600 else seconds / 60), 60)
    return f"{large}:{small:02d} {'min' if seconds < 3600 else 'h'}"


def _share(value: float, n: int) -> str:
    """A percentage; decimals only where so many ratings stand behind it that they mean something."""
    return f"{100 * value:.{1 if n >= 1000 else 0}f} %"


def _fact(value: Any, unit: Unit | None) -> str:
    if value is None:
        return "—"
    if unit is Unit.SHARE:
        return f"{100 * value:.0f} %"
    if unit is Unit.ABOUT:
        return f"about {value:,}"
    if unit in {Unit.POINTS, Unit.SECONDS, Unit.SIGNED}:
        return _number(value, unit)
    return f"{value:.3g}" if isinstance(value, float) else printable(str(value))
