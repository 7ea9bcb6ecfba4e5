"""Inform: a report → what people read, and what programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from errno import EISDIR
from pathlib import Path
from typing import Any

from clearbar import reports
from clearbar.model.book import Book
from clearbar.model.change import Changes
from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Answer
from clearbar.model.lint import Linted, Rule
from clearbar.model.report import Report

FORMATS = (".html", ".json", ".pdf", ".txt")
CHARTS = (".html", ".png", ".svg")


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
    names = {placed.standard.id: placed.standard.name for placed in book.placed()} if book else {}
    drawn: Mapping[str, Callable[[], bytes]] = {
        ".html": lambda: reports.page_of(answer, names).encode(),
        ".svg": lambda: reports.svg_of(answer, names, number).encode(),
        ".png": lambda: reports.png_of(answer, names, number),
    }
    if path.suffix.lower() not in drawn:
        raise ValueError(f"a chart is drawn as one of {', '.join(CHARTS)}")
    _write(path, drawn[path.suffix.lower()])


def charts(answer: Answer) -> tuple[str, ...]:
    """The sentences of the charts that an answer has: what `number` counts."""
    return reports.charts_of(answer, {})


def _page(report: Report) -> bytes:
    return reports.page(report).encode()


def _document(report: Report) -> bytes:
    text = json.dumps(reports.document(report), indent=2, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def _paper(report: Report) -> bytes:
    try:
        from clearbar.reports.paper import paper  # it takes a second to load, and libraries of the system
    except (ImportError, OSError) as error:
        hint = "install Pango, such as `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"
        raise ClearbarError(f"no PDF can be drawn on this machine ({error})\n    hint: {hint}") from error
    return paper(report)


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


def changes_text(found: Changes, width: int = 80) -> str:
    """What changed in a book, as text for staff."""
    return reports.changes_text(found, width)


def changes_document(found: Changes) -> dict[str, Any]:
    """What changed in a book, as plain JSON data."""
    told = [{**asdict(one), "kind": one.kind.value, "again": one.again} for one in found.changes]
    return {**asdict(found), "format": "clearbar.changes/1", "changes": told}
