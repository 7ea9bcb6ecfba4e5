"""What the groups of an answer are called, and how its figures are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clearbar.model.book import OVERALL
from clearbar.model.estimate import Estimate, Row, Unit
from clearbar.reports.names import inline, plain, readable, titled
from clearbar.reports.words import interval, share

_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z`])")
_ASIDE = re.compile(r" \(`[^`]*`\)")
_COLUMN = re.compile(r"\b[a-z]+_[a-z]+\b")
_LISTED_OVERALL = re.compile(rf"(?:(?<=, )|(?<=\()|^){OVERALL}(?=[:,]|$)")

Names = Mapping[str, str]
"""What the book calls its standards, by id."""


def standard(key: str, names: Names) -> str:
    """A standard inside a sentence: as the book calls it, else its id in words."""
    return "the whole interaction" if key == OVERALL else inline(plain(names.get(key, "")) or readable(key))


def called(row: Row, names: Names, *columns: str) -> str:
    """A group by its values in these columns, or in all; "all" where nothing is grouped."""
    return titled(inside(row, names, *columns))


def inside(row: Row, names: Names, *columns: str) -> str:
    """The same within a sentence."""
    keys = {name: row.keys[name] for name in columns} if columns else row.keys
    return ", ".join(_one(name, value, names) for name, value in keys.items()) or "all"


def written(figure: Estimate, unit: Unit | None = None) -> str:
    """A figure with its interval: "82 of 100 (73–88 %)", "+3.1 points (−1.0 to +7.2)", "4.12 (4.01–4.23)"."""
    if unit is Unit.SHARE:
        return share(figure) if figure.hits is not None else f"{100 * figure.value:.0f} % ({interval(figure)})"
    if unit is Unit.POINTS:
        value, low, high = (signed(100 * each, 1) for each in (figure.value, figure.low, figure.high))
        return f"{value} points ({low} to {high})"
    if unit is Unit.SIGNED:
        value, low, high = (signed(each, 2) for each in (figure.value, figure.low, figure.high))
        return f"{value} ({low} to {high})"
    if unit is Unit.WHOLE:
        return f"{figure.value:,.0f} ({figure.low:,.0f}–{figure.high:,.0f})"
    return f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"


def signed(number: float, digits: int) -> str:
    """A number with its sign, as one would print it: "−0.3"; nothing before zero."""
    size = f"{abs(number):.{digits}f}"
    return size if float(size) == 0 else ("−" if number < 0 else "+") + size


def for_reading(note: str, names: Names) -> str:
    """A note as it stands on a page: standards by their names, and without what only speaks of columns and options."""
    sentences = _SENTENCE.split(_ASIDE.sub("", note))
    kept = " ".join(one for one in sentences if "`" not in one and not _COLUMN.search(one))
    for key in sorted(names, key=len, reverse=True):
        kept = re.sub(rf"(?<![\w.-]){re.escape(key)}(?=[:,]| and |$)", standard(key, names).replace("\\", ""), kept)
    return titled(_LISTED_OVERALL.sub(standard(OVERALL, names), kept)).rstrip(".")


def _one(column: str, value: Any, names: Names) -> str:
    if value is None:
        return f"{column} unknown"
    return standard(str(value), names) if column == "standard" else inline(plain(str(value)))
