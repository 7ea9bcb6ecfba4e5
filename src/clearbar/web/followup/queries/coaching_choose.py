"""What a coaching may be about: the standards of the book, with what the evidence tells of one person on each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from clearbar.model.book import OVERALL, Book, Source
from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Row, Verdict
from clearbar.model.question import FLOOR
from clearbar.text.days import week_of
from clearbar.web.bridge import asking
from clearbar.web.bridge import coaching as bridge
from clearbar.web.followup.queries.coaching_evidence import WEEKS
from clearbar.web.people.scope import Scope

MOST = 5_000
MARKS = {Verdict.CLEARS: "▲", Verdict.FALLS_SHORT: "▼", Verdict.CANNOT_TELL: "◇"}


@dataclass(frozen=True)
class Choice:
    """A standard to choose: what the evidence tells of the person on it, in words, and whether that is too little for a
    verdict, so that a look at one interaction together comes first."""

    standard: str
    name: str
    journey: str
    says: str
    mark: str
    too_few: bool
    ratings: int


def choices(scope: Scope, person: str, book: Book, today: date) -> list[Choice]:
    """The standards of the book in its order. Two questions to the evidence for however many."""
    figures, counts = _figures(scope, person, today)
    found = []
    for placed in book.placed():
        id_ = placed.standard.id
        if id_ == OVERALL or placed.journey is None:
            continue
        says, mark, few = _says(figures.get(id_), counts[id_])
        found.append(
            Choice(id_, placed.standard.name or id_, placed.journey.title, says, mark, few, counts[id_])
        )  # fmt: skip
    return found


def _figures(scope: Scope, person: str, today: date) -> tuple[dict[str, Row], Counter[str]]:
    if not asking.is_heard():
        return {}, Counter()
    quoted = person.replace("'", "''")
    where = f"person = '{quoted}' and week >= {week_of(today - timedelta(weeks=WEEKS))}"
    try:
        answer = asking.ask(scope, "clearance", by=("person", "standard"), where=where)
    except ClearbarError:
        return {}, Counter()
    rows = asking.ratings(scope, where=where, most=MOST)
    counts = Counter(str(row["standard"]) for row in rows if not row["disputed"] and row["source"] != Source.SELF)
    return {str(row.keys["standard"]): row for row in answer.rows}, counts


def _says(row: Row | None, count: int) -> tuple[str, str, bool]:
    """What is known in words, the mark of the verdict, and whether it is too little for one."""
    figure = row.figures.get("clearance") if row else None
    if row is None or figure is None:
        told = f"{count} of the {FLOOR} ratings that a figure needs" if count else "no ratings yet"
        return told, "", bool(count)
    verdict, more = row.facts.get("verdict"), row.facts.get("more")
    told = bridge.in_words(figure)
    if verdict is None:
        return told, "", False
    told += f": {Verdict(verdict).value}"
    if more and verdict == Verdict.CANNOT_TELL:
        told += f", about {more} more ratings would settle it"
    return told, MARKS[Verdict(verdict)], verdict == Verdict.CANNOT_TELL
