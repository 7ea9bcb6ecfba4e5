"""Reports: figures in; a page, a JSON document and a terminal summary out."""

from __future__ import annotations

from clearbar.reports.acting import findings_document, findings_text
from clearbar.reports.alone import (
    Fragment,
    charts_of,
    fragment_data,
    fragment_of,
    fragment_script,
    fragment_style,
    page_of,
    png_of,
    svg_of,
)
from clearbar.reports.changes import changes_in_words, changes_text
from clearbar.reports.document import document
from clearbar.reports.face import Glance, glance_of
from clearbar.reports.findings import FORMATS as FINDING_FORMATS
from clearbar.reports.page import page
from clearbar.reports.separated import csv_of
from clearbar.reports.sheets import Column, Sheet, answer_document, flat, sheets
from clearbar.reports.summary import summary
from clearbar.reports.words import share as share_in_words

__all__ = [
    "FINDING_FORMATS",
    "Column",
    "Fragment",
    "Glance",
    "Sheet",
    "answer_document",
    "changes_in_words",
    "changes_text",
    "charts_of",
    "csv_of",
    "document",
    "findings_document",
    "findings_text",
    "flat",
    "fragment_data",
    "fragment_of",
    "fragment_script",
    "fragment_style",
    "glance_of",
    "page",
    "page_of",
    "png_of",
    "share_in_words",
    "sheets",
    "summary",
    "svg_of",
]
