"""Reports: figures in; a page, a JSON document and a terminal summary out."""

from __future__ import annotations

from clearbar.reports.alone import charts_of, page_of, png_of, svg_of
from clearbar.reports.changes import changes_text
from clearbar.reports.document import document
from clearbar.reports.findings import FORMATS as FINDING_FORMATS
from clearbar.reports.page import page
from clearbar.reports.summary import summary

__all__ = [
    "FINDING_FORMATS",
    "changes_text",
    "charts_of",
    "document",
    "page",
    "page_of",
    "png_of",
    "summary",
    "svg_of",
]
