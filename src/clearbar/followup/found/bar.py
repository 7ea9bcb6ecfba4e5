"""A sinking bar: what is delivered falls, or what is expected does, unnoticed."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.followup.found.telling import Telling, ratings
from clearbar.model.estimate import Answer, Row
from clearbar.model.finding import ActKind, Basis, Finding, FindingKind, Place, Sure


def sinking(tell: Telling) -> Iterator[Finding]:
    """Standards that are cleared less than they were, and those of which less is expected than was."""
    for row in _part(tell.seen.drift, "charts"):
        change = row.figures["change"]
        if row.facts["stands"] == "yes" and change.high < 0:
            yield _delivered(tell, row)
    for row in _part(tell.seen.drift, "split"):
        if row.keys["part"] == "expectation" and row.figures["moved"].low > 0:
            yield _expected(tell, row)


def _part(answer: Answer | None, name: str) -> Iterator[Row]:
    for part in answer.parts if answer else ():
        if part.measure == name:
            yield from part.rows


def _delivered(tell: Telling, row: Row) -> Finding:
    standard, change, kind = row.keys["standard"], row.figures["change"], FindingKind.SINKING
    name, first = tell.name(standard), row.facts["first"]
    since = f" since week {first % 100} of {first // 100}" if first else ""
    return Finding(
        kind,
        Place(standard=standard, event="delivered"),
        f"{name} is cleared {abs(100 * change.value):.0f} points less often than at first ({100 * change.low:+.0f} to"
        f" {100 * change.high:+.0f} points){since}.{tell.beside(standard)}",
        Sure(
            Basis.VERDICT, "It left the limits of its own past, all standards looked at together.", "sinking", change
        ),
        (ratings("all ratings of this standard", standard=standard),),
        ActKind.LOOK,
        f"Find out what changed when {name} began to fall.",
        tell.owner(standard),
        tell.due(kind),
    )  # fmt: skip


def _expected(tell: Telling, row: Row) -> Finding:
    standard, moved, kind = row.keys["standard"], row.figures["moved"], FindingKind.SINKING
    name = tell.name(standard)
    return Finding(
        kind,
        Place(standard=standard, event="expected"),
        f"Of {name} people expect {moved.value:.2f} levels less than at first ({moved.low:.2f} to {moved.high:.2f}):"
        " what looks like better service is in part a lower bar.",
        Sure(
            Basis.VERDICT, "The range leaves out no change, all standards looked at together.", "sinking", moved, 1
        ),
        (ratings("all ratings of this standard", standard=standard),),
        ActKind.CHANGE_BOOK,
        f"Look at the bar of {name} again: is it still what customers should have?",
        tell.owner(standard),
        tell.due(kind),
    )  # fmt: skip
