"""Answers as files: what a screen shows, to be taken along."""

from __future__ import annotations

from clearbar.flow import inform
from clearbar.model.book import Book
from clearbar.model.estimate import Answer

FORMATS = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
}
"""Suffixes of files, with what a browser must know of each."""


def answer_file(answer: Answer, suffix: str, *, book: Book | None, title: str) -> bytes:
    """All that an answer holds, with its notes and further tables. Raises as `clearbar.flow.inform.answer_bytes`."""
    return inform.answer_bytes(answer, suffix, book=book, title=title)
