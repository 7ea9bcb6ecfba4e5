"""Home for who serves: what was said of me, what went well, and what is due."""

from __future__ import annotations

from datetime import datetime

from clearbar.model.book import OVERALL, SPEAKERS, Book
from clearbar.model.report import BarLine
from clearbar.web.boards import conditions
from clearbar.web.boards.filters import Chosen
from clearbar.web.boards.queries import about
from clearbar.web.boards.queries.acts import Waiting
from clearbar.web.boards.queries.home.reviewer import due
from clearbar.web.boards.queries.home.told import Told, counted, of_the_house
from clearbar.web.boards.queries.said import said
from clearbar.web.boards.queries.standing import Standing, standing
from clearbar.web.people.scope import Scope

MOST = 60


def told(scope: Scope, book: Book, chosen: Chosen, now: datetime, waiting: Waiting) -> Told:
    """Three sentences for one person, about themself."""
    me = about.person(scope, scope.person)
    if me is None:
        return Told(("Nobody by your name serves here.", "", ""), "See the whole house", "/house/")
    newest = chosen.last or 0
    recent = said(
        scope, conditions.every(conditions.weeks(newest, newest), conditions.equal("person", me.id)), book, MOST
    )
    wait = due(scope, now)
    found = standing(me, chosen, book)
    first = f"This week {counted(len(recent), 'answer speaks', 'answers speak')} of you." if recent else _silent(found)
    waits = None if wait.sentence else waiting.first
    last = wait.sentence or (waits.says if waits else of_the_house(scope, book, chosen))
    act, address = ("Read what was said", "/me/")
    if not recent and wait.count:
        act, address = "Do what is due", wait.address
    elif not recent and waits:
        act, address = waits.link, waits.address
    return Told((first, _well(found), last), act, address, chosen.when)


def _silent(found: Standing) -> str:
    if found.is_heard:
        return "This week nobody has said anything of you yet; what was said before stands in your day."
    return "Nobody has said anything of you yet."


def _well(found: Standing) -> str:
    """What went best, as counted, never a place among others."""
    lines = [line for line in found.lines if line.clearance and line.clearance.hits is not None]
    if not lines:
        return "A figure of your own needs five answers to one promise; until then, read them one by one."
    best = max(lines, key=_best)
    figure = best.clearance
    assert figure is not None  # noqa: S101  only lines with a figure are looked at
    name = "the whole visit" if best.standard == OVERALL else best.name or best.standard
    who = SPEAKERS[best.heard_from] if best.heard_from else "People"
    low, high = round(100 * figure.low), round(100 * figure.high)
    return f"{who.capitalize()} say {name} was good in {figure.hits} of {figure.n} answers ({low}–{high} %)."


def _best(line: BarLine) -> float:
    return line.clearance.low if line.clearance else 0.0
