"""A file of corrective action on paper: the same sentences as on its page, as a tagged PDF."""

from __future__ import annotations

from markupsafe import Markup

from clearbar.model.correction import CorrectionFile
from clearbar.reports.names import plain
from clearbar.reports.page import style, template
from clearbar.reports.paper import drawn


def file_paper(file: CorrectionFile) -> bytes:
    """The file as a PDF of A4 pages."""
    told = {
        "organisation": plain(file.organisation),
        "title": plain(file.title),
        "opening": [plain(one) for one in file.opening],
        "parts": [
            {"heading": plain(part.heading), "lines": [(plain(label), plain(text)) for label, text in part.lines]}
            for part in file.parts
        ],
        "css": Markup(style("teaching.css")),  # noqa: S704  our own style sheet, from the package
    }
    return drawn(template("correction.html.j2").render(told))
