"""One answer by itself: a page, or a picture with its sentence above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import wrap

from markupsafe import Markup

from clearbar.model.estimate import Answer
from clearbar.reports import pictures
from clearbar.reports.charts.frame import FONT, INK, PAPER, QUIET, Spec
from clearbar.reports.drawing import WIDE, Drawing, data, png, script, svg
from clearbar.reports.page import policy, style, template
from clearbar.reports.panels import Panel, Section
from clearbar.reports.pictures import Names

_EDGE = 24
"""Pixels around a picture that stands alone."""
_TITLE, _SUBTITLE = 18, 13
_GLYPH = 0.52
"""The width of a letter, about, as a part of its height."""


def page_of(answer: Answer, names: Names) -> str:
    """The answer as a self-contained HTML page: sentences, charts, tables. ValueError where there is nothing to see."""
    shown = _section(answer, names)
    css, code = style("report.css", "charts.css"), script() if shown.drawings else ""
    return template("answer.html.j2").render(
        section=shown,
        css=Markup(css),  # noqa: S704  our own style sheet, from the package
        csp=policy(css, code),
        charts=data(shown.drawings),
        script=Markup(code),  # noqa: S704  our own script and the libraries that vl-convert carries
        paper=False,
    )


@dataclass(frozen=True)
class Fragment:
    """An answer as a part of somebody's page: its heading, what stands below it, and what its charts are drawn from.

    The page needs the sheet `fragment_style`, once `fragment_script`, and `fragment_data` of all its fragments in an
    element with the id `charts`, beside an empty one with the id `tip`.
    """

    heading: str
    html: Markup
    drawings: tuple[Drawing, ...]


def fragment_of(answer: Answer, names: Names, key: str = "") -> Fragment | None:
    """The answer for somebody's page; None where there is nothing to see. `key` tells its charts from those of other
    fragments of the page."""
    shown = pictures.section(answer, names)
    return None if shown is None else fragment_from(shown, key)


def fragment_from(shown: Section, key: str = "") -> Fragment:
    """A section for somebody's page."""
    keyed = replace(shown, first=_keyed(shown.first, key), rest=_keyed(shown.rest, key))
    html = template("fragment.html.j2").render(section=keyed, paper=False)
    return Fragment(shown.heading, Markup(html), keyed.drawings)  # noqa: S704  escaped by the template


def _keyed(panels: tuple[Panel, ...], key: str) -> tuple[Panel, ...]:
    return tuple(
        replace(panel, drawing=replace(panel.drawing, key=f"{key}{panel.drawing.key}")) if panel.drawing else panel
        for panel in panels
    )


def fragment_data(fragments: Iterable[Fragment]) -> Markup:
    """What the charts of a page are drawn from, as JSON that may stand inside it."""
    return data(drawing for fragment in fragments for drawing in fragment.drawings)


def fragment_style() -> str:
    """The style sheet of fragments."""
    return style("charts.css")


def fragment_script() -> str:
    """The script of a page with fragments; it evaluates no texts and fetches nothing."""
    return script()


def svg_of(answer: Answer, names: Names, place: int = 1) -> str:
    """Chart number `place` of the answer as SVG, with its sentence. ValueError where there is none."""
    return f"{svg(_titled(_panel(_section(answer, names), place)))}\n"


def png_of(answer: Answer, names: Names, place: int = 1) -> bytes:
    """The same as PNG, two pixels for one."""
    return png(_titled(_panel(_section(answer, names), place)))


def charts_of(answer: Answer, names: Names) -> tuple[str, ...]:
    """The sentences of the charts that an answer has, in their order."""
    shown = pictures.section(answer, names)
    return tuple(panel.title for panel in _drawn(shown)) if shown else ()


def _section(answer: Answer, names: Names) -> Section:
    found = pictures.section(answer, names)
    if found is None:
        raise ValueError("; ".join(["there is nothing to see in this answer", *answer.notes]))
    return found


def _drawn(section: Section) -> list[Panel]:
    return [panel for panel in (*section.first, *section.rest) if panel.drawing]


def _panel(section: Section, place: int) -> Panel:
    drawn = _drawn(section)
    if not 1 <= place <= len(drawn):
        raise ValueError(f"the answer has {len(drawn)} charts" if drawn else "the answer has tables only, no chart")
    return drawn[place - 1]


def _titled(panel: Panel) -> Spec:
    """The chart on paper, with its sentence above it and what is counted below that."""
    assert panel.drawing  # noqa: S101  only panels with a chart are asked for
    spec = {**panel.drawing.spec, "width": WIDE, "background": PAPER, "padding": _EDGE}
    title = {
        "text": _lines(panel.title, _TITLE),
        "subtitle": _lines(panel.subtitle, _SUBTITLE),
        "anchor": "start",
        "frame": "group",
        "font": FONT,
        "fontSize": _TITLE,
        "color": INK,
        "subtitleFont": FONT,
        "subtitleFontSize": _SUBTITLE,
        "subtitleColor": QUIET,
        "subtitlePadding": 6,
        "offset": 16,
    }
    return {**spec, "title": title}


def _lines(text: str, size: int) -> list[str]:
    return wrap(text, int(WIDE / (size * _GLYPH))) or [""]
