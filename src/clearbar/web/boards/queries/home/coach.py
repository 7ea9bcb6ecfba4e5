"""Home for a coach: whom to talk with about what, and whom to thank."""

from __future__ import annotations

from clearbar.model.book import SPEAKERS, Book, Source
from clearbar.model.estimate import Answer, Row, Verdict
from clearbar.web.boards import conditions
from clearbar.web.boards.filters import Chosen
from clearbar.web.boards.queries.home.told import Told, counted, of_the_house
from clearbar.web.bridge import asking
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope

LEAST = 10
"""Ratings below which a person's figure says more about chance than about them: no talk is proposed on fewer."""


def told(scope: Scope, book: Book, chosen: Chosen) -> Told:
    """Three sentences about the persons whom somebody coaches; only what is sure is told of one of them."""
    here = dict(Person.objects.filter(pk__in=scope.coached, left_on=None).values_list("id", "name"))
    if not here:
        quiet = ("Nobody whom you coach serves at present.", "", of_the_house(scope, book, chosen))
        return Told(quiet, "See the whole house", "/house/", chosen.when)
    where = chosen.where(conditions.one_of("person", here))
    answer = asking.ask(scope, "clearance", by=("person", "standard", "source"), where=where)
    talk, thank = _first(answer, Verdict.FALLS_SHORT), _first(answer, Verdict.CLEARS)
    first = _sentence(talk, here, book, "Talk with {who} about {what}") or _nobody(answer, here)
    second = (
        _sentence(thank, here, book, "Thank {who} for {what}") or "Of nobody is it sure yet that a target is reached."
    )
    row = talk or thank
    name = here[str(row.keys["person"])] if row else ""
    act = f"See what was said of {name}" if row else "See whom you coach"
    address = f"/persons/{row.keys['person']}/" if row else "/team/"
    return Told((first, second, of_the_house(scope, book, chosen)), act, address, chosen.when)


def _first(answer: Answer, verdict: Verdict) -> Row | None:
    """The figure that is furthest, for sure, from its target."""
    found = [row for row in answer.rows if row.facts["verdict"] is verdict and row.figures["clearance"].n >= LEAST]
    sign = 1 if verdict is Verdict.FALLS_SHORT else -1

    def apart(row: Row) -> float:
        figure = row.figures["clearance"]
        return sign * (float(row.facts["target"]) - (figure.high if sign == 1 else figure.low))

    return max(found, key=apart, default=None)


def _sentence(row: Row | None, names: dict[str, str], book: Book, words: str) -> str:
    if row is None:
        return ""
    placed, figure = book.find(str(row.keys["standard"])), row.figures["clearance"]
    what = (placed and (placed.standard.name or placed.standard.promise)) or "the whole visit"
    low, high = round(100 * figure.low), round(100 * figure.high)
    said = words.format(who=names[str(row.keys["person"])], what=what)
    count = f"{figure.hits} of {figure.n} ({low}–{high} %)"
    who = SPEAKERS[Source(row.keys["source"])]
    return f"{said}: {count} reach the bar, {who} say, where {100 * row.facts['target']:g} % are promised."


def _nobody(answer: Answer, here: dict[str, str]) -> str:
    known = {str(row.keys["person"]) for row in answer.rows}
    few = len(here) - len(known & here.keys())
    if few:
        return f"Of {counted(few, 'person', 'persons')} whom you coach too little was heard: read it together."
    return "Nobody whom you coach surely falls short of a promise."
