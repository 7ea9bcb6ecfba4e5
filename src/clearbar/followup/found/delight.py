"""Delight worth repeating: where people are thrilled more often than elsewhere in the house."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.followup.found.telling import Telling, ratings
from clearbar.model.estimate import Row, Verdict
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Owner, Place, Sure

MATTERS = 0.05
"""Less than so much more delight than in the house would not be worth copying, however sure."""


def delights(tell: Telling) -> Iterator[Finding]:
    """Sites, and persons for themselves and their coach."""
    for row in tell.seen.delights.rows:
        if row.keys["site"] is not None and _is_worth(row):
            yield _site(tell, row)
    for row in tell.seen.thrills.rows if tell.seen.thrills else ():
        if row.keys["person"] is not None and _is_worth(row):
            yield _person(tell, row)


def _is_worth(row: Row) -> bool:
    above = row.figures["share"].value - row.facts["reach"]
    return row.facts["verdict"] is Verdict.CLEARS and above >= MATTERS


def _sure(row: Row) -> Sure:
    says = "The whole range lies above the house. It still stands when all that was looked at together is weighed."
    return Sure(Basis.VERDICT, says, "above the house", row.figures["share"], 1)


def _seen(tell: Telling, row: Row, who: str) -> str:
    house = f"{100 * row.facts['reach']:.0f} %"
    name = tell.name(row.keys["standard"])
    return f"{who} of {name} was exemplary in {tell.words(row.figures['share'])}; in the whole house in {house}."


def _site(tell: Telling, row: Row) -> Finding:
    standard, site, kind = row.keys["standard"], row.keys["site"], FindingKind.DELIGHT
    return Finding(
        kind,
        Place(standard=standard, site=site),
        _seen(tell, row, "What people here do"),
        _sure(row),
        (ratings("the ratings of this site", standard=standard, site=site),),
        ActKind.RECOGNISE,
        f"Thank them, ask how they do {tell.name(standard)}, and tell the other sites.",
        Owner(Duty.SITE),
        tell.due(kind),
    )


def _person(tell: Telling, row: Row) -> Finding:
    standard, person, kind = row.keys["standard"], row.keys["person"], FindingKind.DELIGHT
    return Finding(
        kind,
        Place(standard=standard, person=person),
        _seen(tell, row, "What this person does"),
        _sure(row),
        (ratings("the single ratings", standard=standard, person=person),),
        ActKind.RECOGNISE,
        f"Thank them for {tell.name(standard)}, and ask how they do it.",
        Owner(Duty.COACH),
        tell.due(kind),
    )
