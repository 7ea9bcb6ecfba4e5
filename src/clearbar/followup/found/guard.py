"""The guard: on what a finding must rest before it may propose its act. It gives every reason at once."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.finding import ActKind, Basis, Finding, FindingKind, Sure
from clearbar.model.question import FLOOR

AFTER_AN_EVENT = frozenset({ActKind.TALK, ActKind.RECOVER})
"""What a single event may prompt."""
STATEMENTS = frozenset({FindingKind.PERSON, FindingKind.HARSH, FindingKind.DELIGHT})
"""Kinds that say something of somebody, where they are about a person or a rater."""
MORE_THAN_ONE = 2
"""Events that a statement about a person rests on at least: where all must reach the bar, a single miss would be a
verdict."""

NOTHING = "it rests on nothing that can be looked at"
ONE_EVENT = "one event may prompt a conversation or a recovery, and nothing more"
NO_VERDICT = "a statement about a person needs a verdict"
TOO_FEW = "a statement about a person rests on five ratings at least, and on more than one event"
NO_FORMAL_EVENT = "a formal step needs events that can be looked at"
NO_FORMAL_VERDICT = "a formal step needs a verdict"
NOT_DECIDED = "a formal step is decided by a person, never proposed by a machine"


def against(finding: Finding, *, decided: bool = False, outside: bool = False) -> tuple[str, ...]:
    """Every reason against the act that a finding proposes; none lets it through.

    `decided`: a person, who has a name, decided on it. `outside`: a person says that it is about safety or misconduct,
    which lie outside this guard.
    """
    return () if outside else tuple(dict.fromkeys(_reasons(finding, decided)))


def _reasons(finding: Finding, decided: bool) -> Iterator[str]:
    has_verdict = finding.sure.basis is Basis.VERDICT and bool(finding.sure.verdict)
    if not finding.rests:
        yield NOTHING
    if finding.act is ActKind.CORRECT:
        yield from _against_formal(finding, has_verdict, decided)
        return
    if finding.sure.basis in {Basis.EVENT, Basis.AGAIN} and finding.act not in AFTER_AN_EVENT:
        yield ONE_EVENT
    says_of_somebody = finding.kind in STATEMENTS or finding.act not in AFTER_AN_EVENT
    if finding.about_person and says_of_somebody:
        if not has_verdict:
            yield NO_VERDICT
        if not is_enough(finding.sure):
            yield TOO_FEW


def _against_formal(finding: Finding, has_verdict: bool, decided: bool) -> Iterator[str]:
    if not any(rest.kind in {"interaction", "response", "ratings"} for rest in finding.rests):
        yield NO_FORMAL_EVENT
    if not has_verdict:
        yield NO_FORMAL_VERDICT
    if not is_enough(finding.sure):
        yield TOO_FEW
    if not decided:
        yield NOT_DECIDED


def is_enough(sure: Sure) -> bool:
    """Whether a figure is enough to say something of a person: five ratings, and of a share that falls short more than
    one miss, of one that stands out more than one hit."""
    figure = sure.figure
    if figure is None or figure.n < FLOOR:
        return False
    if figure.hits is None:
        return True
    return (figure.n - figure.hits if sure.worse < 0 else figure.hits) >= MORE_THAN_ONE
