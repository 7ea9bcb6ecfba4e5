"""What was not learned: a standard never taught, and a quiz that somebody fails again."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.followup.found.telling import Telling, ratings
from clearbar.model.book import OVERALL
from clearbar.model.finding import (
    ActKind,
    Basis,
    Duty,
    Failed,
    Finding,
    FindingKind,
    Owner,
    Place,
    Rest,
    Sure,
)


def untaught(tell: Telling) -> Iterator[Finding]:
    """A standard that people are rated by and that nobody was ever taught. Where nothing tells of teaching at all,
    nothing is said."""
    kind = FindingKind.UNTAUGHT
    if not tell.seen.taught:
        return
    for line in tell.seen.lines:
        if line.standard == OVERALL or line.clearance is None or tell.seen.taught.get(line.standard, 0):
            continue
        name, figure = tell.name(line.standard), line.clearance
        yield Finding(
            kind,
            Place(standard=line.standard),
            f"{name} was rated {figure.n:,} times, and nothing tells that anybody was ever taught it.",
            Sure(Basis.RECORD, "No teaching, signature or rehearsal of it is on record.", figure=figure),
            (ratings("all ratings of this standard", standard=line.standard),),
            ActKind.LOOK,
            f"Teach {name} before anybody is held to it.",
            tell.owner(line.standard),
            tell.due(kind),
        )


def failed(tell: Telling, one: Failed) -> Finding:
    """Somebody did not pass the quiz of a standard again: a conversation, since knowing is not doing."""
    kind, name = FindingKind.QUIZ, tell.name(one.standard)
    return Finding(
        kind,
        Place(standard=one.standard, person=one.person),
        f"The quiz of {name} was not passed {one.times} times.",
        Sure(Basis.AGAIN, "Each attempt is on record. It says nothing of how they serve.", times=one.times),
        (Rest("events", f"quiz:{one.standard}", "their attempts"),),
        ActKind.TALK,
        f"Go over {name} together, with an example, and give one more attempt.",
        Owner(Duty.COACH),
        tell.due(kind),
    )
