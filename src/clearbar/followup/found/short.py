"""Falling short: a standard everywhere, a site, a person; each only with a verdict that stands among all looks."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.followup.found.telling import Telling, percent, ratings
from clearbar.model.estimate import Row, Verdict
from clearbar.model.finding import ActKind, Basis, Duty, Finding, FindingKind, Owner, Place, Sure

_BELOW = frozenset({"below", "low"})


def standards(tell: Telling) -> Iterator[Finding]:
    """A standard of which the whole house falls short."""
    kind = FindingKind.STANDARD
    for line in tell.seen.lines:
        if line.verdict is not Verdict.FALLS_SHORT or line.clearance is None or line.target is None:
            continue
        name, share = tell.name(line.standard), tell.words(line.clearance)
        yield Finding(
            kind,
            Place(standard=line.standard),
            f"On {name} the whole house clears the bar in {share}, where {percent(line.target)} are promised."
            f"{tell.beside(line.standard)}",
            Sure(Basis.VERDICT, "The whole range lies below the target.", line.verdict.value, line.clearance),
            (ratings("all ratings of this standard", standard=line.standard),),
            ActKind.LOOK,
            f"Find out what keeps people from {name} before anybody is spoken to about it.",
            tell.owner(line.standard),
            tell.due(kind),
        )


def sites(tell: Telling) -> Iterator[Finding]:
    """A site that falls short of the target; where the whole house does, of what the house reaches."""
    apart = {
        (row.keys["standard"], row.keys["site"])
        for row in tell.seen.apart.rows
        if row.facts["lies"] in _BELOW
    }  # fmt: skip
    for row in tell.seen.sites.rows:
        if row.facts["verdict"] is Verdict.FALLS_SHORT and row.keys["site"] is not None:
            yield _site(tell, row, (row.keys["standard"], row.keys["site"]) in apart)


def _site(tell: Telling, row: Row, lies_below: bool) -> Finding:
    standard, site, figure, kind = row.keys["standard"], row.keys["site"], row.figures["share"], FindingKind.SITE
    name = tell.name(standard)
    than = ", and lies below the other sites" if lies_below else ""
    return Finding(
        kind,
        Place(standard=standard, site=site),
        f"This site clears the bar of {name} in {tell.words(figure)}, where {_held(tell, row)}{than}."
        f"{tell.beside(standard)}",
        _sure(row),
        (ratings("the ratings of this site", standard=standard, site=site),),
        ActKind.LOOK,
        f"Go there, stand in the line, and see what differs on {name}.",
        Owner(Duty.SITE),
        tell.due(kind),
    )


def _sure(row: Row) -> Sure:
    says = "The whole range lies below that. It still stands when all that was looked at together is weighed."
    return Sure(Basis.VERDICT, says, row.facts["verdict"].value, row.figures["share"])


def _held(tell: Telling, row: Row) -> str:
    """What a share was held against, in words."""
    standard = row.keys["standard"]
    if tell.house_falls_short(standard):
        return f"the whole house reaches {percent(row.facts['reach'])}"
    return f"{percent(row.facts['reach'])} are promised"


def persons(tell: Telling) -> Iterator[Finding]:
    """A person's own figure that falls short: never without a verdict, and never for what the whole house cannot do."""
    for row in tell.seen.persons.rows if tell.seen.persons else ():
        if row.facts["verdict"] is Verdict.FALLS_SHORT and row.keys["person"] is not None:
            yield _person(tell, row)


def _person(tell: Telling, row: Row) -> Finding:
    standard, person, figure, kind = row.keys["standard"], row.keys["person"], row.figures["share"], FindingKind.PERSON
    name = tell.name(standard)
    taught = tell.seen.taught is None or (person, standard) in tell.seen.taught_persons
    begin = "" if taught else " Nothing tells that it was ever taught to them: begin with that."
    return Finding(
        kind,
        Place(standard=standard, person=person),
        f"{name} was cleared in {tell.words(figure)}, where {_held(tell, row)}.{tell.beside(standard)}{begin}",
        _sure(row),
        (ratings("the single ratings", standard=standard, person=person),),
        ActKind.COACH,
        f"Look together at what goes well and what does not on {name}, and agree on one thing to try.",
        Owner(Duty.COACH),
        tell.due(kind),
    )
