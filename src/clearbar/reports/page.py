"""A report as one HTML page that needs nothing from outside: no font, no request, and no script but its own."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from clearbar.model.report import Comparison, Group, Report
from clearbar.reports import brackets, curve, glance, linted, variance
from clearbar.reports.advice import advice
from clearbar.reports.bar import Bar, Strip, group_bar, strip
from clearbar.reports.drawing import data, script
from clearbar.reports.names import language_tag, plain
from clearbar.reports.opening import headline, when_heard
from clearbar.reports.sections import drawings, sections
from clearbar.reports.words import chance, day, interval, listing, percent, rounded, tally

ROWS_AT_MOST = 40
"""Groups that are drawn as a row each; more of them, and all people beyond a team, become a strip of dots."""
PEOPLE_AT_MOST = 15
"""People that are drawn as a row each."""
MANY_LINES = 12
"""Standards from which the page opens with a way to those that fall short, and sets its rows closer."""
_NUMBER = r"\d[\d,.]*"
_FIGURE = re.compile(
    rf"{_NUMBER} (?:% )?of {_NUMBER} \({_NUMBER}(?:–{_NUMBER})? %\)[,.;]?|\(?{_NUMBER}(?:–{_NUMBER})? %\)?[,.;]?",
    re.ASCII,
)


@dataclass(frozen=True)
class GroupRow:
    """One site, team or person: its words, its bar and the pieces of brackets beside it."""

    name: str
    counted: str
    counted_interval: str
    shrunk: str
    shrunk_interval: str
    chance: str
    bar: Bar
    segments: tuple[brackets.Segment, ...]


@dataclass(frozen=True)
class ComparisonView:
    """Groups of one kind on the page: as rows, or as a strip of dots."""

    many: str
    one: str
    title: str
    subtitle: str
    note: str
    withheld: str
    target: str
    rows: tuple[GroupRow, ...]
    strip: Strip | None
    people: bool
    named: bool
    lanes: int


def page(report: Report, printed_on: date | None = None) -> str:
    """The report as a self-contained HTML page; see docs/report.md for what each part means.

    `printed_on` is the day to name at its foot; the page reads no clock.
    """
    shown = view(report, printed_on)
    css, drawn = style("report.css", "charts.css"), drawings(shown["sections"])
    code = script() if drawn else ""
    own = {
        "css": Markup(css),  # noqa: S704  our own style sheet, from the package
        "csp": policy(css, code),
        "charts": data(drawn),
        "script": Markup(code),  # noqa: S704  our own script and the libraries that vl-convert carries
        "paper": False,
    }
    return template("report.html.j2").render({**shown, **own})


def view(report: Report, printed_on: date | None = None) -> Mapping[str, Any]:
    """All that the templates show, as words and drawings; the same on a screen and on paper."""
    language = language_tag(report.language)
    foremost = variance.foremost(report.consistency)
    return {
        "advice": tuple(each.says for each in advice(report)),
        "sections": sections(report),
        "further": tuple(each.measure for each in report.answers),
        "findings": linted.shown(report),
        "page_language": language if language.lower().split("-")[0] == "en" else "en",
        "book_language": language or "en",
        "organisation": plain(report.organisation),
        "value": plain(report.value),
        "headline": headline(report),
        "heard": when_heard(report),
        "overall": glance.overall(report),
        "groups": glance.groups(report),
        "columns": {
            "delight": any(line.delight for line in report.lines),
            "gap": any(line.gap for line in report.lines),
        },
        "shortfalls": glance.shortfalls(report) if len(report.lines) > MANY_LINES else (),
        "dense": len(report.lines) > MANY_LINES,
        "curves": tuple(curve.picture(each) for each in report.curves if len(curve.heard(each)) > 1),
        "uncurved": tuple(curve.sentence(each) for each in report.curves if len(curve.heard(each)) < 2),
        "comparisons": tuple(compared(each) for each in report.comparisons),
        "differences": listing([brackets.noun(each.of, 2) for each in report.comparisons]),
        "consistency": tuple(variance.picture(each) for each in report.consistency),
        "foremost": variance.picture(foremost) if foremost else None,
        "notes": tuple(plain(note) for note in report.notes),
        "book": plain(report.book),
        "version": report.version,
        "printed_on": day(printed_on) if printed_on else "",
    }


def compared(comparison: Comparison) -> ComparisonView:
    """Groups of one kind as the page shows them."""
    people = brackets.is_about_people(comparison)
    groups, segments = brackets.shown(comparison), brackets.segments(comparison)
    heaped = len(groups) > (PEOPLE_AT_MOST if people else ROWS_AT_MOST)
    rows = tuple(_row(comparison, group, part) for group, part in zip(groups, segments, strict=True))
    lanes = 1 + max((part.lane for parts in segments for part in parts), default=-1)
    return ComparisonView(
        brackets.noun(comparison.of, 2),
        brackets.noun(comparison.of, 1),
        brackets.sentence(comparison),
        brackets.subtitle(comparison),
        plain(comparison.note),
        brackets.withheld(comparison),
        "" if comparison.target is None else percent(comparison.target),
        rows,
        strip(groups, comparison.target) if heaped else None,
        people,
        comparison.named,
        lanes,
    )


def _row(comparison: Comparison, group: Group, segments: tuple[brackets.Segment, ...]) -> GroupRow:
    shrunk, people = group.shrunk, brackets.is_about_people(comparison)
    return GroupRow(
        plain(group.name),
        tally(group.counted),
        interval(group.counted),
        f"{rounded(shrunk.value, shrunk.n)} %",
        interval(shrunk),
        "" if people or group.clears is None else chance(group.clears),
        group_bar(group, comparison.target),
        segments,
    )


def policy(css: str, code: str = "") -> str:
    """The content security policy of the page: this style sheet, this script if there is one, its own icon, and
    nothing else. Scripts may not evaluate texts."""
    scripts = f" script-src 'sha256-{_digest(code)}';" if code else ""
    own = f"style-src 'sha256-{_digest(css)}';{scripts} img-src data:"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def template(name: str) -> Template:
    """A template of the package."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("clearbar.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["figures"] = figures
    return environment


def figures(sentence: str) -> Markup:
    """The sentence, escaped, with each figure kept on one line where it fits: "412 of 500 (79–86 %)"."""
    return Markup(_FIGURE.sub(r'<span class="figure">\g<0></span>', str(escape(sentence))))  # noqa: S704  escaped before


@cache
def style(*names: str) -> str:
    """Style sheets of the package, one after the other."""
    loader = _environment().loader
    if loader is None:
        raise LookupError("the report's templates are not installed")
    return "".join(loader.get_source(_environment(), name)[0] for name in names)
