"""The comments of a book that let findings stand (clearbar.text.allowances).

On the line of a standard's `id` a comment covers the whole standard.
"""

from __future__ import annotations

from clearbar.standards.written import Written
from clearbar.text.allowances import Suppression, leaves, suppressions_in


def suppressions(written: Written) -> tuple[Suppression, ...]:
    """Every comment of the book that lets findings stand."""
    return tuple(
        one
        for file, text in written.texts.items()
        for one in suppressions_in(file, text, written.trees[file], _standards(written, file))
    )


def _standards(written: Written, file: str) -> dict[int, tuple[int, int]]:
    """The first and the last line of each standard of a file, by the lines on which it begins and has its id."""
    spans: dict[int, tuple[int, int]] = {}
    for one in (each for journey in written.journeys if journey.file == file for each in journey.standards):
        first, end = one.node.line, max(leaf.end for leaf in leaves(one.node))
        written_text = written.texts[file][one.node.start : end].rstrip()
        spans |= dict.fromkeys((first, one.place("id")[0]), (first, first + written_text.count("\n")))
    return spans
