"""What the evidence tells of each standard of a book, for the rules that measure.

ratings (how many) · agreement of raters · share at the best level · difference to the overall verdict
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from clearbar import measures
from clearbar.engines import Engine, Evidence, open_engine
from clearbar.flow.assess.conditions import present
from clearbar.flow.assess.question import ask
from clearbar.model.book import Book, Scale
from clearbar.model.estimate import Answer, Estimate, Row
from clearbar.model.lint import Heard
from clearbar.model.question import Condition, Question


def heard(book: Book, evidence: Path | str, *, engine: str = "duckdb") -> dict[str, Heard]:
    """What is known of each standard of the book, by id; only its present edition counts.

    Raises EvidenceFault where there is no evidence, EngineFault where the engine gives up.
    """
    opened = open_engine(engine, Evidence(Path(evidence)))
    try:
        return known(book, opened, ask(opened, "agreement", Question(("standard", "source"), present(book))))
    finally:
        opened.close()


def known(book: Book, engine: Engine, agreement: Answer) -> dict[str, Heard]:
    """The same from an engine that is open; `agreement` is by standard and source."""
    by_standard = Question(("standard",), present(book))
    counts = _counts(engine, present(book))
    agreed = _most_rated(agreement)
    top = _figures(ask(engine, "delight", by_standard), "delight")
    cleared = _figures(ask(engine, "clearance", by_standard), "clearance")
    apart = _figures(ask(engine, "difference", by_standard), "difference")
    told = {}
    for standard in (placed.standard for placed in book.placed()):
        row = agreed.get(standard.id)
        told[standard.id] = Heard(
            ratings=counts[standard.id],
            agreement=row.figures.get("alpha") if row else None,
            agreed_by=str(row.keys["source"]) if row else "",
            raters=str(row.facts["verdict"]) if row else "",
            top=(cleared if standard.scale is Scale.YES_NO else top).get(standard.id),
            difference=apart.get(standard.id),
        )
    return told


def _counts(engine: Engine, counted: Condition) -> Counter[str]:
    """Live ratings of the present editions by standard, whether they are enough to be shown or not."""
    sums = engine.run(measures.about.heard())
    counts: Counter[str] = Counter()
    rows = zip(*(sums[name].tolist() for name in ("standard", "edition", "setting", "n")), strict=True)
    for standard, edition, setting, n in rows:
        if edition in counted.values and setting == "live":
            counts[standard] += n
    return counts


def _most_rated(agreement: Answer) -> dict[str, Row]:
    """For each standard the source whose raters met on the most interactions."""
    found: dict[str, Row] = {}
    for row in agreement.rows:
        other = found.get(row.keys["standard"])
        if other is None or row.facts["units"] > other.facts["units"]:
            found[row.keys["standard"]] = row
    return found


def _figures(answer: Answer, name: str) -> dict[str, Estimate]:
    return {row.keys["standard"]: row.figures[name] for row in answer.rows}
