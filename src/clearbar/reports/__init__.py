"""Reports: figures in; a page, a JSON document and a terminal summary out."""

from __future__ import annotations

from clearbar.reports.document import document
from clearbar.reports.page import page
from clearbar.reports.summary import summary

__all__ = ["document", "page", "summary"]
