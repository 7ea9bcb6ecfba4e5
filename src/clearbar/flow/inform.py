"""Inform: a report → what people read, and what programs read."""

from __future__ import annotations

import json
from errno import EISDIR
from pathlib import Path

from clearbar import reports
from clearbar.model.report import Report

FORMATS = (".html", ".json", ".txt")


def write_report(report: Report, path: Path) -> None:
    """Writes the report as its suffix says: a page (.html), a document (.json) or a summary (.txt).

    The file appears whole or not at all. Raises ValueError for another suffix, OSError where it cannot be
    written.
    """
    suffix = path.suffix.lower()
    if suffix == ".html":
        text = reports.page(report)
    elif suffix == ".json":
        text = json.dumps(reports.document(report), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    elif suffix == ".txt":
        text = summary(report)
    else:
        raise ValueError(f"a report is written as one of {', '.join(FORMATS)}")
    if path.is_dir():
        raise IsADirectoryError(EISDIR, "is a folder, not a file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def summary(report: Report, width: int = 80, colour: bool = False) -> str:
    """The report as text for a terminal."""
    return reports.summary(report, width, colour)
