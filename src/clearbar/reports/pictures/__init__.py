"""Answers as sections of a report: a sentence, a chart, a table, for each measure that is worth a look.

One module a measure, with a function `section(answer, names)`. The same section stands in the report and is what
`clearbar chart` draws. A measure without a module of its own is drawn as rows on one scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from clearbar.model.estimate import Answer
from clearbar.reports.panels import Section
from clearbar.reports.pictures import plain
from clearbar.reports.pictures.naming import Names

_PICTURES: Mapping[str, Callable[[Answer, Names], Section | None]] = MappingProxyType({})


def section(answer: Answer, names: Names) -> Section | None:
    """The section of an answer; None where there is nothing to see. `names` says what the book calls its standards."""
    return _PICTURES.get(answer.measure, plain.section)(answer, names)


__all__ = ["Names", "section"]
