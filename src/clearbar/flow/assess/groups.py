"""Sites, teams and persons beside each other."""

from __future__ import annotations

from clearbar.engines import Engine
from clearbar.flow.assess.conditions import both, headlines
from clearbar.flow.assess.question import ask
from clearbar.model.book import OVERALL
from clearbar.model.estimate import Answer
from clearbar.model.question import Condition, Question, Sums
from clearbar.model.report import BarLine, Comparison, Group


def comparisons(
    engine: Engine, bars: tuple[BarLine, ...], present: Condition, totals: Sums, name_persons: bool
) -> tuple[Comparison, ...]:
    """Sites, teams and persons beside each other: on the overall verdict where it was given, else on all standards."""
    overall = next((line for line in bars if line.standard == OVERALL and line.clearance), None)
    where, on = present, "all standards together"
    if overall and overall.heard_from:
        where, on = both(present, headlines([overall])), f"the overall verdict ({overall.heard_from.value}s)"
    kinds = ["site"] if int(totals["sites"][0]) > 1 else []
    kinds += ["team", "person"]
    known = {kind: Condition(f"r.{kind} is not null", (), frozenset()) for kind in kinds}
    answers = {kind: ask(engine, "shrinkage", Question((kind,), both(where, known[kind]))) for kind in kinds}
    return tuple(
        _comparison(kind, on, answer, name_persons or kind != "person")
        for kind, answer in answers.items()
        if len(answer) > 1
    )


def _comparison(kind: str, on: str, answer: Answer, named: bool) -> Comparison:
    rows = sorted(answer.rows, key=lambda row: (-row.figures["shrunk"].value, str(row.keys[kind])))
    groups = tuple(
        Group(str(row.keys[kind]) if named else "", row.figures["counted"], row.figures["shrunk"], row.facts["clears"])
        for row in rows
    )
    letters = [set(row.facts["apart"].split()) for row in rows]
    places = {letter: [i for i, own in enumerate(letters) if letter in own] for own in letters for letter in own}
    adjusted = next((note for note in answer.notes if note.startswith("Adjusted")), "")
    return Comparison(
        of=kind,
        groups=groups,
        brackets=tuple(sorted((min(at), max(at)) for at in places.values())),
        spread=rows[0].facts["spread"],
        target=rows[0].facts["target"],
        mean=rows[0].facts["mean"],
        note=f"Compared on {on}. {adjusted}".strip(),
        withheld=len(answer.withheld),
        named=named,
    )
