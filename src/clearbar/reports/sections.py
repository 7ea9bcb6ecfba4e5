"""The parts of a report that are drawn as charts, in their order on the page."""

from __future__ import annotations

from collections.abc import Mapping

from clearbar.model.report import Report
from clearbar.reports import agreement, expectation, funnels, pictures, voices, weekly
from clearbar.reports.drawing import Drawing
from clearbar.reports.panels import Section


def sections(report: Report) -> Mapping[str, Section]:
    """Sections by anchor; those with nothing to say are left out."""
    found = [part.section(report) for part in (expectation, weekly, voices, funnels, agreement)]
    names = {line.standard: line.name for line in report.lines if line.name}
    found += [pictures.section(answer, names) for answer in report.answers]
    return {each.anchor: each for each in found if each}


def drawings(parts: Mapping[str, Section]) -> tuple[Drawing, ...]:
    """Every chart of the sections."""
    return tuple(each for part in parts.values() for each in part.drawings)
