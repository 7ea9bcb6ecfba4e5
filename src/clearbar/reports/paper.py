"""A report on paper: a tagged PDF with the same words as the page, numbered, and with every chart told in words."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any, NoReturn

import weasyprint
from markupsafe import Markup
from weasyprint.urls import URLFetcher

from clearbar.model.report import Report
from clearbar.reports.page import style, template, view
from clearbar.reports.words import period

VARIANT = "pdf/ua-1"
"""Universal accessibility, ISO 14289-1: a tree of tags, a title, a language, and words for every picture."""


class _Refusing(URLFetcher):  # type: ignore[misc]
    """Fetches nothing: what a page of ours needs stands in it."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        del headers
        raise ValueError(f"a report fetches nothing, and not {url[:80]}")


def paper(report: Report, printed_on: date | None = None) -> bytes:
    """The report as a PDF of A4 pages; see docs/report.md. `printed_on` is the day to name; no clock is read."""
    shown = view(report, printed_on)
    css = Markup(style("paper.css"))  # noqa: S704  our own style sheet, from the package
    dated = f"evidence of {period(report.first, report.last)}" if report.ratings else "no evidence yet"
    text = template("paper.html.j2").render({**shown, "css": css, "dated": dated, "paper": True})
    # It would tell style faults of its own on the standard error, where a person cannot do anything about them.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    document = weasyprint.HTML(string=text, url_fetcher=_Refusing())
    return bytes(document.write_pdf(pdf_variant=VARIANT))
