"""Single events: a critical standard missed in one interaction prompts a conversation; it says nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.followup.found.telling import Telling
from clearbar.model.book import SPEAKERS
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Missed, Owner, Place, Rest, Sure


def critical(tell: Telling) -> Iterator[Finding]:
    """Each critical standard that was missed, interaction by interaction; several who saw the same are one."""
    together: dict[tuple[str, str], list[Missed]] = {}
    for one in tell.seen.missed:
        together.setdefault((one.standard, one.interaction or one.response or one.rating), []).append(one)
    for (standard, event), ones in sorted(together.items()):
        yield _critical(tell, standard, event, sorted(ones, key=lambda one: (one.level, one.rating)))


def _critical(tell: Telling, standard: str, event: str, ones: list[Missed]) -> Finding:
    kind, worst, name = FindingKind.CRITICAL, ones[0], tell.name(standard)
    seen_by = " and ".join(dict.fromkeys(SPEAKERS[one.source] for one in ones))
    why = f" It is critical: {worst.why.rstrip('.')}." if worst.why else ""
    rests = [
        Rest("response", one.response, "the rating") if one.response else Rest("interaction", event, "the interaction")
        for one in ones
    ]
    return Finding(
        kind,
        Place(standard, worst.site, worst.team, worst.person, event=event),
        f"In one interaction of {worst.day:%d %B %Y}, {name} was missed, as {seen_by} saw it.{why}",
        Sure(Basis.EVENT, "One interaction tells what happened once, and nothing about a person.", times=1),
        tuple(dict.fromkeys(rests)),
        ActKind.TALK,
        "Look at this one interaction together: what happened, and what would help next time?",
        Owner(Duty.COACH if worst.person else Duty.SITE),
        tell.due(kind),
    )
