"""Raters who differ: a standard that is vague, or one rater who stands apart."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.followup.found.telling import Telling, ratings
from clearbar.model.agreement import Agreeing, Lean
from clearbar.model.book import SPEAKERS, Source
from clearbar.model.estimate import Row
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Owner, Place, Sure


def vague(tell: Telling) -> Iterator[Finding]:
    """A standard that those who rate the same interactions read differently."""
    kind = FindingKind.VAGUE
    for row in tell.seen.agreement.rows:
        figure = row.figures.get("alpha") or row.figures.get("ac")
        if row.facts["verdict"] is not Agreeing.VAGUE or figure is None or not row.facts["units"]:
            continue
        standard, source = row.keys["standard"], Source(row.keys["source"])
        name, units = tell.name(standard), f"{row.facts['units']:,}"
        yield Finding(
            kind,
            Place(standard=standard, event=source.value),
            f"Of {name}, {SPEAKERS[source]} who rated the same interactions do not say the same: agreement"
            f" {figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f}) on {units} rated by two or more.",
            Sure(Basis.VERDICT, "Even the upper end is too little to rely on.", row.facts["verdict"].value, figure),
            (ratings("what they said", standard=standard, source=source.value),),
            ActKind.CHANGE_BOOK,
            f"Rewrite the levels of {name} with those who rate it, so that there is no second reading.",
            tell.owner(standard),
            tell.due(kind),
        )


def harsh(tell: Telling) -> Iterator[Finding]:
    """One rater who is clearly harsher or milder than the others, where the standard is not to blame: the one who
    stands furthest apart to the side that explains the disagreement. Who was only ever held against a harsh rater looks
    mild, and is not."""
    to_blame = {
        (row.keys["standard"], row.keys["source"]): row.facts["lean"]
        for row in tell.seen.agreement.rows
        if row.facts["verdict"] is Agreeing.HARSH
    }
    furthest: dict[tuple[str, str], Row] = {}
    for row in tell.seen.raters.rows if tell.seen.raters else ():
        key = (row.keys["standard"], row.keys["source"])
        if row.facts["apart"] and row.facts["apart"] == to_blame.get(key):
            other = furthest.get(key)
            if other is None or abs(row.figures["severity"].value) > abs(other.figures["severity"].value):
                furthest[key] = row
    yield from (_harsh(tell, row) for row in furthest.values())


def _harsh(tell: Telling, row: Row) -> Finding:
    standard, figure, kind = row.keys["standard"], row.figures["severity"], FindingKind.HARSH
    is_harsh = row.facts["apart"] == Lean.HARSH
    name, lean = tell.name(standard), "lower" if is_harsh else "higher"
    return Finding(
        kind,
        Place(standard=standard, rater=row.keys["rater"]),
        f"On {name} this rater gives {abs(figure.value):.1f} levels {lean} than others who rated the same"
        f" {figure.n:,} interactions ({figure.low:+.1f} to {figure.high:+.1f}).",
        Sure(
            Basis.VERDICT,
            "It is clear also when all raters are looked at together; without them the others agree.",
            Agreeing.HARSH.value,
            figure,
            -1 if is_harsh else 1,
        ),
        (ratings("what this rater said", standard=standard, rater=row.keys["rater"]),),
        ActKind.TALK,
        f"Rate a few interactions of {name} together, and talk about where you differ.",
        Owner(Duty.HOUSE),
        tell.due(kind),
    )
