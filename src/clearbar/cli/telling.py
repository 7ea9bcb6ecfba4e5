"""An answer as text: for eyes, for programs, for spreadsheets."""

from __future__ import annotations

import csv
import json
from io import StringIO

import click

from clearbar.model.estimate import Answer
from clearbar.text.cells import harmless, printable
from clearbar.text.figures import cells


def as_table(answer: Answer) -> None:
    """Prints a table, its notes, and the further tables of the answer below their names."""
    rows = [cells(row, answer) for row in answer.rows]
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
        writer.writerows({name: harmless(value) for name, value in row.items()} for row in rows)
        click.echo(text.getvalue(), nl=False)
    for note in answer.notes:
        click.echo(note, err=True)
    for part in answer.parts:
        click.echo(f"there is also: --part {part.measure}", err=True)
