"""Which journeys lack a dimension: what the rules of coverage have in common."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import Dimension
from clearbar.model.lint import Finding
from clearbar.standards.written import Written


def lacking(written: Written, dimension: Dimension, code: str) -> Iterator[Finding]:
    """Journeys in which no standard is of a dimension, told under the code of a rule."""
    for one in written.journeys:
        if all(each.standard.dimension is not dimension for each in one.standards):
            hint = f"write one for the step where it matters most, with `dimension: {dimension.value}`"
            yield one.finding(code, "journey", f"no standard of this journey is about {dimension.value}", hint)
