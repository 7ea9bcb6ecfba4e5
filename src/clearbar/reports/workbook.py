"""Tables as an Excel workbook: numbers are numbers, texts are texts, and nothing in it runs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import isfinite
from types import MappingProxyType
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from clearbar.model.estimate import Unit
from clearbar.reports.sheets import Column, Sheet
from clearbar.text.cells import whole

MOST_ROWS = 1_048_575
"""What a sheet of Excel holds below its head."""
_MOST_LETTERS = 32_767
_EXACT = 2**53
"""Whole numbers beyond this are not exact in Excel."""
_MADE = datetime(1980, 1, 1)  # noqa: DTZ001  no clock is read; the first day that a zip knows
_OPTIONS = MappingProxyType(
    {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
)
_WRITTEN: Mapping[Unit | None, str] = MappingProxyType(
    {
        Unit.SHARE: "0.0%",
        Unit.POINTS: "+0.0%;-0.0%;0.0%",
        Unit.SIGNED: "+0.00;-0.00;0.00",
        Unit.SECONDS: "#,##0.0",
        Unit.WHOLE: "#,##0.##",
        Unit.ABOUT: "#,##0",
        None: "General",
    }
)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def workbook_of(sheets: Sequence[Sheet], title: str = "") -> bytes:
    """A workbook with a sheet for each table, and a last one, `About`, with the title, the notes and what the columns
    mean. ValueError where a table has more rows than a sheet holds."""
    most = max((len(sheet.rows) for sheet in sheets), default=0)
    if most > MOST_ROWS:
        raise ValueError(f"a sheet of Excel holds {MOST_ROWS:,} rows, and there are {most:,}; take .csv or .parquet")
    held = BytesIO()
    book = xlsxwriter.Workbook(held, dict(_OPTIONS))
    book.set_properties({"title": whole(title), "created": _MADE})
    names: list[str] = []
    for sheet in sheets:
        names.append(_name(sheet.name, names))
        _fill(book, book.add_worksheet(names[-1]), sheet)
    about = _about(dict(zip(names, sheets, strict=True)), title)
    if about.rows:
        _fill(book, book.add_worksheet(_name(about.name, names)), about)
    book.close()
    return held.getvalue()


def _about(sheets: Mapping[str, Sheet], title: str) -> Sheet:
    rows: list[tuple[str, str, str]] = [("", "", title)] if title else []
    for name, sheet in sheets.items():
        rows += [(name, "", note) for note in sheet.notes]
        rows += [(name, column.name, column.says) for column in sheet.columns if column.says]
    return Sheet("About", (Column("table"), Column("column"), Column("note")), tuple(rows))


def _name(wanted: str, taken: Sequence[str]) -> str:
    """A name that Excel takes: 31 letters, none of its own signs, each once, not the one that it keeps for itself."""
    plain = _NOT_IN_NAMES.sub(" ", whole(wanted)).strip(" '")[:31] or "table"
    name, number = (plain if plain.lower() != "history" else "history of it"), 1
    while name.lower() in {one.lower() for one in taken}:
        number += 1
        name = f"{plain[: 30 - len(str(number))]} {number}"
    return name


def _fill(book: Workbook, page: Worksheet, sheet: Sheet) -> None:
    head = book.add_format({"bold": True, "bottom": 1})
    formats = {unit: book.add_format({"num_format": form}) for unit, form in _WRITTEN.items()}
    times = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, _text(column.name), head)
        widest = max((len(str(row[place])) for row in sheet.rows[:1000]), default=0)
        page.set_column(
            place, place, min(60, max(10, len(column.name) + 2, min(widest, 14) if column.unit else widest))
        )
    page.freeze_panes(1, 0)
    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            _write(page, (number, place), value, formats[sheet.columns[place].unit], times)


def _write(page: Worksheet, at: tuple[int, int], value: Any, form: Format, times: tuple[Format, Format]) -> None:
    """One cell, of the kind that its value has: never a formula, whatever a text begins with."""
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(*at, value)
    elif isinstance(value, (int, float, Decimal)) and isfinite(value) and abs(float(value)) <= _EXACT:
        page.write_number(*at, float(value), form)
    elif isinstance(value, date) and not _zoned(value) and value.year >= 1900:
        page.write_datetime(*at, value, times[isinstance(value, datetime)])
    else:
        page.write_string(*at, _text("∞" if value == float("inf") else str(value)))


def _zoned(value: date) -> bool:
    """Whether it is a moment in a zone, which Excel has no cells for."""
    return isinstance(value, datetime) and value.tzinfo is not None


def _text(text: str) -> str:
    """A text that fits into a cell; a longer one ends in dots."""
    return whole(text) if len(text) <= _MOST_LETTERS else f"{whole(text[: _MOST_LETTERS - 1])}…"
