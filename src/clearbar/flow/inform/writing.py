"""Writing: a report → what people read, and what programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from errno import EISDIR
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from clearbar import reports
from clearbar.model.book import Book
from clearbar.model.change import Changes, ChangesInWords
from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Answer, Estimate
from clearbar.model.lint import Linted, Rule
from clearbar.model.report import Report

FORMATS = (".html", ".json", ".pdf", ".txt")
CHARTS = (".html", ".png", ".svg")
ANSWERS = (".csv", ".json", ".parquet", ".pdf", ".xlsx")
ROWS = (".csv", ".parquet", ".xlsx")


def write_report(report: Report, path: Path) -> None:
    """Writes the report as its suffix says: a page (.html), a document (.json), paper (.pdf) or a summary (.txt).

    The file appears whole or not at all. Raises ValueError for another suffix, OSError where it cannot be written,
    ClearbarError where this machine lacks what draws a PDF.
    """
    written = _AS.get(path.suffix.lower())
    if written is None:
        raise ValueError(f"a report is written as one of {', '.join(FORMATS)}")
    _write(path, lambda: written(report))


def _write(path: Path, made: Callable[[], bytes]) -> None:
    """Writes a file, whole or not at all."""
    if path.is_dir():
        raise IsADirectoryError(EISDIR, "is a folder, not a file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(made())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_chart(answer: Answer, path: Path, *, book: Book | None = None, number: int = 1) -> None:
    """Draws an answer as the suffix says: a page with all its charts and tables (.html), or chart `number` of it, with
    its sentence, as a picture (.svg, .png). `book` tells what standards are called.

    The file appears whole or not at all. Raises ValueError for another suffix, and where there is nothing to draw.
    """
    names = _names(book)
    drawn: Mapping[str, Callable[[], bytes]] = {
        ".html": lambda: reports.page_of(answer, names).encode(),
        ".svg": lambda: reports.svg_of(answer, names, number).encode(),
        ".png": lambda: reports.png_of(answer, names, number),
    }
    if path.suffix.lower() not in drawn:
        raise ValueError(f"a chart is drawn as one of {', '.join(CHARTS)}")
    _write(path, drawn[path.suffix.lower()])


Fragment = reports.Fragment
fragment_data, fragment_script, fragment_style = (
    reports.fragment_data,
    reports.fragment_script,
    reports.fragment_style,
)


def fragment(answer: Answer, *, book: Book | None = None, key: str = "") -> Fragment | None:
    """The answer as a part of somebody's page, with its sentences, charts and tables; None where there is nothing to
    see. `key` tells its charts from those of other fragments of the page."""
    return reports.fragment_of(answer, _names(book), key)


Glance = reports.Glance


def glance(report: Report) -> Glance:
    """The standards of a report at a glance: the answer in one sentence, then each standard with its bar and verdict,
    journey by journey."""
    return reports.glance_of(report)


def charts(answer: Answer) -> tuple[str, ...]:
    """The sentences of the charts that an answer has: what `number` counts."""
    return reports.charts_of(answer, {})


def write_answer(answer: Answer, path: Path, *, book: Book | None = None, title: str = "") -> None:
    """Writes all that an answer holds as the suffix says: .csv, .parquet and .json for programs, .xlsx for
    spreadsheets, .pdf for paper. Every figure has its interval and n; further tables and notes come with it. `book`
    puts the names of standards beside their ids.

    The file appears whole or not at all. Raises ValueError for another suffix, and for more rows than paper or Excel
    hold; OSError where it cannot be written, ClearbarError where this machine lacks what draws a PDF.
    """
    _write(path, lambda: answer_bytes(answer, path.suffix, book=book, title=title))


def answer_bytes(answer: Answer, suffix: str, *, book: Book | None = None, title: str = "") -> bytes:
    """The content of the file that `write_answer` writes, with the same faults."""
    names = _names(book)
    tables = reports.sheets(answer, names)
    if suffix.lower() == ".json":
        document = reports.answer_document(answer, names, title)
        return f"{json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)}\n".encode(errors="replace")
    if suffix.lower() == ".pdf":
        return _drawing().answer_paper(answer, names, title)  # type: ignore[no-any-return]
    if suffix.lower() == ".xlsx":
        return _workbook(tables, title)
    if suffix.lower() in ROWS:
        together = reports.flat(tables, title)
        return rows_bytes(together.heads, together.rows, suffix)
    raise ValueError(f"an answer is written as one of {', '.join(ANSWERS)}")


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], path: Path) -> None:
    """Writes plain rows as the suffix says: .csv, .parquet or .xlsx. Faults are as of `write_answer`."""
    _write(path, lambda: rows_bytes(columns, rows, path.suffix, path.stem))


def rows_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]], suffix: str, name: str = "rows") -> bytes:
    """The content of the file that `write_rows` writes; `name` is that of the sheet."""
    if suffix.lower() == ".csv":
        return reports.csv_of(columns, rows)
    if suffix.lower() == ".parquet":
        from clearbar.engines.parquet import parquet_of  # engines take a moment to load

        return parquet_of(columns, rows)
    if suffix.lower() == ".xlsx":
        heads = tuple(reports.Column(column) for column in columns)
        return _workbook((reports.Sheet(name, heads, tuple(tuple(row) for row in rows)),), "")
    raise ValueError(f"rows are written as one of {', '.join(ROWS)}")


def _names(book: Book | None) -> dict[str, str]:
    """What a book calls its standards, by id."""
    return {placed.standard.id: placed.standard.name for placed in book.placed()} if book else {}


def _workbook(tables: Sequence[reports.Sheet], title: str) -> bytes:
    from clearbar.reports.workbook import workbook_of

    return workbook_of(tables, title)


def _page(report: Report) -> bytes:
    return reports.page(report).encode()


def _document(report: Report) -> bytes:
    text = json.dumps(reports.document(report), indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _paper(report: Report) -> bytes:
    return _drawing().paper(report)  # type: ignore[no-any-return]


def _drawing() -> ModuleType:
    """What draws on paper; it takes a second to load, and libraries of the system."""
    try:
        return import_module("clearbar.reports.paper")
    except (ImportError, OSError) as error:
        hint = "install Pango, such as `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"
        raise ClearbarError(f"no PDF can be drawn on this machine ({error})\n    hint: {hint}") from error


def _summary(report: Report) -> bytes:
    return summary(report).encode()


_AS: Mapping[str, Callable[[Report], bytes]] = {
    ".html": _page,
    ".json": _document,
    ".pdf": _paper,
    ".txt": _summary,
}


def summary(report: Report, width: int = 80, colour: bool = False) -> str:
    """The report as text for a terminal."""
    return reports.summary(report, width, colour)


FINDINGS = tuple(reports.FINDING_FORMATS)
"""How findings can be told."""


def findings(linted: Linted, rules: Mapping[str, Rule], form: str, book: Path) -> str:
    """What linting found, as text, json, sarif or github. Files are named as seen from the folder one stands in."""
    root = "" if book == Path() else f"{book.as_posix()}/"
    return reports.FINDING_FORMATS[form](linted, rules, root)


def share_in_words(share: Estimate) -> str:
    """A share with what was counted and its interval: "8 of 10 (49–94 %)"."""
    return reports.share_in_words(share)


def changes_text(found: Changes, width: int = 80) -> str:
    """What changed in a book, as text for staff."""
    return reports.changes_text(found, width)


def changes_in_words(found: Changes) -> ChangesInWords:
    """What changed in a book, as a page or a letter tells it: by journey, in sentences of what was and what is."""
    return reports.changes_in_words(found)


def changes_document(found: Changes) -> dict[str, Any]:
    """What changed in a book, as plain JSON data."""
    told = [{**asdict(one), "kind": one.kind.value, "again": one.again} for one in found.changes]
    return {**asdict(found), "format": "clearbar.changes/1", "changes": told}
