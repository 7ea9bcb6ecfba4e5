"""What the linter found in the book, as a report tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clearbar.model.lint import Finding
from clearbar.model.report import Report
from clearbar.reports.names import plain, titled
from clearbar.reports.verdicts import name_of


@dataclass(frozen=True)
class FindingView:
    """One finding: where it stands in the book, its code, what was found and what to do. `about` is the name of the
    standard, empty where it is about something else."""

    about: str
    place: str
    code: str
    message: str
    hint: str


def shown(report: Report) -> tuple[FindingView, ...]:
    """The findings in the order of the files; those that the book lets stand are left out."""
    names = {line.standard: name_of(line) for line in report.lines}
    return tuple(
        FindingView(_about(each, names), place(each), plain(each.code), plain(each.message), plain(each.hint))
        for each in sorted(report.findings)
        if each.allowed is None
    )


def _about(finding: Finding, names: Mapping[str, str]) -> str:
    return titled(names.get(finding.standard, name_of(finding.standard))) if finding.standard else ""


def place(finding: Finding) -> str:
    """File, line and column, as an editor understands them."""
    return f"{plain(finding.file)}:{finding.line}:{finding.column}"
