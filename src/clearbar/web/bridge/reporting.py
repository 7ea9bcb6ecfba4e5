"""The report of the newest evidence, kept as files: written by a job, read by a page. Groups only, and of those only
what every reader of it may see."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings

from clearbar.flow.assess import report
from clearbar.flow.inform import write_report
from clearbar.model.book import Book
from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Answer
from clearbar.model.report import BarLine, Comparison, Curve, Funnel, Report, Weekly
from clearbar.web.bridge import asking
from clearbar.web.bridge.places import evidence

Keys = frozenset[tuple[Any, ...]]
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_OF_SOME = frozenset({"person", "rater"})
_ABOUT_RATERS = frozenset({"severity"})


@dataclass(frozen=True)
class Kept:
    """The report as it was last written: the file of its page, what it says first, and of which evidence and book."""

    page: Path
    headline: str
    advice: tuple[str, ...]
    version: int
    book: str
    has_paper: bool

    @property
    def policy(self) -> str:
        """The content security policy that the page brings: its own style sheet and script, by their hashes."""
        found = _POLICY.search(self.page.read_text(encoding="utf-8"))
        return f"{unescape(found[1])}; frame-ancestors 'none'" if found else "default-src 'none'"

    @property
    def paper(self) -> Path:
        """The same as PDF, where this machine can draw it."""
        return self.page.with_suffix(".pdf")

    def is_of(self, book: Book) -> bool:
        """Whether it tells of the newest evidence, by this book."""
        return self.version == asking.version() and self.book == book.version


def kept() -> Kept | None:
    """The report as it was last written; None before the first."""
    page = report_folder() / "report.html"
    try:
        told = json.loads((report_folder() / "report.json").read_text(encoding="utf-8"))
        of = json.loads((report_folder() / "of.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    said = tuple(one["says"] for one in told["next"])
    return Kept(page, told["headline"], said, of["version"], of["book"], page.with_suffix(".pdf").exists())


def write(book: Book, names: Mapping[str, Mapping[str, str]]) -> None:
    """Writes the report of the newest evidence. `names` is what sites and teams are called, by kind and id.

    Each file appears whole or not at all; `of.json` comes last, so that a report that was cut short is written again.
    """
    version = asking.version()
    found = sheltered(report(book, evidence()), names)
    folder = report_folder()
    write_report(found, folder / "report.html")
    write_report(found, folder / "report.json")
    try:
        write_report(found, folder / "report.pdf")
    except ClearbarError:  # this machine cannot draw on paper; the page says the same
        (folder / "report.pdf").unlink(missing_ok=True)
    unfinished = folder / ".of.json"
    unfinished.write_text(json.dumps({"version": version, "book": book.version}), encoding="utf-8")
    unfinished.replace(folder / "of.json")


def report_folder() -> Path:
    """Where the report is kept."""
    return Path(settings.CLEARBAR_DATA) / "report"


def sheltered(found: Report, names: Mapping[str, Mapping[str, str]]) -> Report:
    """The report without what may not be seen of groups: behind each that is left stand five who answered, and behind
    what its taking away would leave. Nothing of single persons is left, not even without their names."""
    voices = _shown("standard", "source")
    steps = _shown("journey", "step")
    sites, weeks = _shown("standard", "source", "site"), _shown("standard", "source", "week")
    compared = [_compared(one, names) for one in found.comparisons if one.of not in _OF_SOME]
    return replace(
        found,
        lines=tuple(_line(one, voices) for one in found.lines),
        curves=tuple(_curve(one, steps) for one in found.curves),
        comparisons=tuple(one for one in compared if len(one.groups) > 1),
        voices=tuple(
            one for one in found.voices if all((one.standard, voice.source.value) in voices for voice in one.voices)
        ),
        funnels=tuple(_funnel(one, sites, names.get("site", {})) for one in found.funnels),
        delight=tuple(_weekly(one, weeks) for one in found.delight),
        agreement=tuple(one for one in found.agreement if (one.standard, one.source.value) in voices),
        answers=tuple(_answer(one) for one in found.answers if one.measure not in _ABOUT_RATERS),
    )


def _shown(*by: str) -> Keys:
    """The groups of the house that everybody who reads the report may see."""
    answer = asking.ask_of_all("clearance", by=by)
    return frozenset(zip(*(map(_plain, answer.keys[name]) for name in by), strict=True))


def _plain(key: Any) -> Any:
    return getattr(key, "value", key)


def _line(line: BarLine, voices: Keys) -> BarLine:
    kept = tuple(voice for voice in line.voices if (line.standard, voice.source.value) in voices)
    if line.heard_from is None or (line.standard, line.heard_from.value) in voices:
        return replace(line, voices=kept)
    return replace(line, voices=kept, clearance=None, verdict=None, more=None, delight=None, gap=None)


def _curve(curve: Curve, steps: Keys) -> Curve:
    points = tuple(
        point if (curve.journey, point.step) in steps else replace(point, clearance=None) for point in curve.points
    )
    left = {point.step for point in points if point.clearance}
    peak, low, end = (step if step in left else None for step in (curve.peak, curve.low, curve.end))
    return replace(curve, points=points, peak=peak, low=low, end=end)


def _compared(comparison: Comparison, names: Mapping[str, Mapping[str, str]]) -> Comparison:
    """The groups that may be seen, called as people call them. Brackets speak of places: without some they are gone."""
    shown = {key for (key,) in _shown(comparison.of)}
    left = tuple(group for group in comparison.groups if group.name in shown)
    called = names.get(comparison.of, {})
    return replace(
        comparison,
        groups=tuple(replace(group, name=called.get(group.name, group.name)) for group in left),
        brackets=comparison.brackets if len(left) == len(comparison.groups) else (),
        withheld=comparison.withheld + len(comparison.groups) - len(left),
    )


def _funnel(funnel: Funnel, sites: Keys, called: Mapping[str, str]) -> Funnel:
    left = [one for one in funnel.points if (funnel.standard, funnel.source.value, one.name) in sites]
    points = tuple(replace(one, name=called.get(one.name, one.name)) for one in left)
    return replace(funnel, points=points, withheld=funnel.withheld + len(funnel.points) - len(points))


def _weekly(series: Weekly, shown: Keys) -> Weekly:
    weeks = tuple(
        one if (series.standard, series.source.value, one.week) in shown else replace(one, share=None)
        for one in series.weeks
    )
    return replace(series, weeks=weeks)


def _answer(answer: Answer) -> Answer:
    """An answer without its tables of single persons and raters, and without groups that may not be seen."""
    parts = tuple(_groups(part) for part in answer.parts if not _OF_SOME & set(part.keys))
    return replace(_groups(answer), parts=parts)


_LISTED = ("standard", "source", "site", "week", "journey", "step", "channel", "topic", "team")


def _groups(answer: Answer) -> Answer:
    by = tuple(name for name in answer.keys if name in _LISTED)
    if not by:
        return answer
    shown = _shown(*by)
    at = [i for i, key in enumerate(zip(*(answer.keys[name] for name in by), strict=True)) if key in shown]
    return replace(
        answer,
        keys={name: [held[i] for i in at] for name, held in answer.keys.items()},
        figures={name: estimates.at(at) for name, estimates in answer.figures.items()},
        facts={name: [held[i] for i in at] for name, held in answer.facts.items()},
    )
