"""Which scenario to rehearse next: one that puts the weakest of one's own standards to the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.model.book import Book
from clearbar.model.errors import ClearbarError
from clearbar.web.bridge import asking, rehearsing
from clearbar.web.bridge.rehearsing import Weak
from clearbar.web.people.scope import Scope
from clearbar.web.practice.queries.rehearsed import verdicts_of
from clearbar.web.practice.queries.talks import Offered, ended, names_of

WITHOUT_TARGET = 0.9
"""A standard without a target is worth rehearsing as long as less than this share is believed to clear it."""


@dataclass(frozen=True)
class Next:
    """A scenario, and in one sentence why it comes next."""

    offered: Offered
    why: str


def next_scenario(scope: Scope, book: Book, offered: Sequence[Offered]) -> Next | None:
    """The next one for this person; None where there is none that they perform.

    First what they missed and is believed to be below its target, the weakest first; then what they never rehearsed;
    then the weakest.
    What is believed rests on their own rehearsals and on the live figures that they may see of themself.
    """
    mine = [one for one in offered if one.is_mine] or list(offered)
    at_stake = {standard for one in mine for standard in one.pinned.stakes}
    rehearsed, counts = _counts(scope)
    weak = [one for one in rehearsing.weak_first(counts) if one.standard in at_stake]
    targets = {one.standard.id: one.standard.target or WITHOUT_TARGET for one in book.placed()}
    below = [one for one in weak if one.hits < one.n and one.value < targets.get(one.standard, WITHOUT_TARGET)]
    never = [standard for one in mine for standard in one.pinned.stakes if standard not in rehearsed]
    names = names_of(book)
    if below or (weak and not never):
        first = (below or weak)[0]
        why = f"It is about “{names.get(first.standard, first.standard)}”, which {_cleared(first)}."
        return Next(_least_tried(mine, first.standard), why)
    if never:
        why = f"It is about “{names.get(never[0], never[0])}”, which you have not rehearsed yet."
        return Next(_least_tried(mine, never[0]), why)
    return Next(mine[0], "No standard stands in it; it is there to be tried.") if mine else None


def _cleared(one: Weak) -> str:
    """How often it was cleared, with the interval that is believed."""
    often = f"in {one.hits:g} of {one.n:g}" if one.hits < one.n else f"each time so far, in {one.n:g} of {one.n:g}"
    return f"you cleared {often}; likely between {100 * one.low:.0f} and {100 * one.high:.0f} %"


def _least_tried(offered: Sequence[Offered], standard: str) -> Offered:
    return min((one for one in offered if standard in one.pinned.stakes), key=lambda one: len(one.tried))


def _counts(scope: Scope) -> tuple[set[str], dict[str, tuple[float, float]]]:
    """What was rehearsed afresh, and of each standard how often it was cleared, of how often: off-stage and live."""
    counts: dict[str, tuple[float, float]] = {}
    for one in ended(scope.person):
        for standard, cleared in verdicts_of(one).items() if one.line is None else ():
            hits, n = counts.get(standard, (0.0, 0.0))
            counts[standard] = (hits + cleared, n + 1)
    rehearsed = set(counts)
    for standard, hits, n in _live(scope):
        before = counts.get(standard, (0.0, 0.0))
        counts[standard] = (before[0] + hits, before[1] + n)
    return rehearsed, counts


def _live(scope: Scope) -> list[tuple[str, float, float]]:
    """Of each standard, what cleared it of what was said of one's live work; nothing where too few spoke."""
    if not asking.is_heard():
        return []
    me = scope.person.replace("'", "''")
    try:
        answer = asking.ask(scope, "clearance", by=("person", "standard"), where=f"person = '{me}'")
    except ClearbarError:
        return []
    found = []
    for row in answer.rows:
        figure = row.figures.get("clearance")
        if figure is not None and figure.hits is not None:
            found.append((str(row.keys["standard"]), float(figure.hits), float(figure.n)))
    return found
