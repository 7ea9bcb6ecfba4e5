"""A report on paper: a tagged PDF with the same words as the page, numbered, and with every chart told in words."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn

import weasyprint
from markupsafe import Markup
from weasyprint.urls import URLFetcher

from clearbar.model.estimate import Answer
from clearbar.model.report import Report
from clearbar.reports import pictures
from clearbar.reports.page import style, template, view
from clearbar.reports.panels import Panel, Section
from clearbar.reports.pictures import Names
from clearbar.reports.told import table
from clearbar.reports.words import period

VARIANT = "pdf/ua-1"
"""Universal accessibility, ISO 14289-1: a tree of tags, a title, a language, and words for every picture."""


_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_LONGEST = 1.2
"""How long a chart may be, in widths, to stand on a page with its sentence."""


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
    return drawn(text)


MOST_ROWS = 2_000
"""Rows of tables that an answer may have on paper: about forty pages, drawn within half a minute."""


def answer_paper(answer: Answer, names: Names, title: str = "") -> bytes:
    """One answer as a PDF: its sentences and charts, then every number and note of it and of its parts. ValueError
    where it has more rows than anybody would read on paper."""
    parts = tuple(_parts(answer))
    rows = sum(map(len, parts))
    if rows > MOST_ROWS:
        raise ValueError(f"{rows:,} rows are too many for paper ({MOST_ROWS:,} at most); take .xlsx or .csv")
    told = [{"table": table(part, names), "notes": part.notes} for part in parts]
    text = template("answer_paper.html.j2").render(
        title=title or answer.measure,
        by=f"Grouped by {', '.join(answer.by)}." if answer.by else "All together.",
        drawn=_fitting(answer, names),
        parts=told,
        css=Markup(style("paper.css")),  # noqa: S704  our own style sheet, from the package
    )
    return drawn(text)


def _fitting(answer: Answer, names: Names) -> Section | None:
    """The sentences and charts of an answer, without charts that are longer than a page: their numbers follow."""
    found = pictures.section(answer, names) if pictures.knows(answer) else None
    if found is None:
        return None
    first, rest = (tuple(_fitted(panel) for panel in panels) for panels in (found.first, found.rest))
    return replace(found, first=first, rest=rest)


def _fitted(panel: Panel) -> Panel:
    size = _SIZE.search(panel.drawing.told) if panel.drawing else None
    long = size is not None and float(size[2]) > _LONGEST * float(size[1])
    return (
        replace(panel, drawing=None, subtitle="A chart of them is longer than a page; the numbers follow")
        if long
        else panel
    )


def _parts(answer: Answer) -> Iterator[Answer]:
    yield answer
    for part in answer.parts:
        yield from _parts(part)


def drawn(text: str) -> bytes:
    """A page of our own as a PDF. It fetches nothing."""
    """A page of our own as a PDF: one string, which fetches nothing."""
    # It would tell style faults of its own on the standard error, where a person cannot do anything about them.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    document = weasyprint.HTML(string=text, url_fetcher=_Refusing())
    return bytes(document.write_pdf(pdf_variant=VARIANT))
