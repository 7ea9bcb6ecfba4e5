"""Home for who leads: what falls short, what cannot be told yet, and what to do."""

from __future__ import annotations

from clearbar.model.book import Book
from clearbar.model.estimate import Verdict
from clearbar.web.boards.filters import Chosen, choices
from clearbar.web.boards.queries import about, guesses
from clearbar.web.boards.queries.about import About
from clearbar.web.boards.queries.home.told import Told, counted
from clearbar.web.boards.queries.standing import Standing, standing
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope


def told(scope: Scope, book: Book, chosen: Chosen) -> Told:
    """Three sentences about the house, or about the team that somebody leads."""
    place, found = _foremost(scope, book, chosen)
    month = guesses.to_guess(place, guesses.newest_month(choices().weeks))
    if month is not None:
        return _unopened(place, month, found)
    where = "" if place.kind == "house" else f"{place.name}: "
    act = found.glance.act
    target = _address(place, act.standard, chosen)
    do = "See it week by week" if act.standard and found.is_heard else "See all standards"
    return Told((f"{where}{found.glance.headline}.", _open(found), f"{act.says}."), do, target, chosen.when)


def _unopened(place: About, month: guesses.Month, found: Standing) -> Told:
    """A month that its leader has not opened yet: no figure of it is told before the guess."""
    said = (
        f"{month.words} is new, and you have not opened it yet.",
        "Before you look, guess what customers say: it shows how well you know your house.",
        f"{counted(len(found.lines) - 1, 'standard of the book is', 'standards of the book are')} rated.".capitalize(),
    )
    return Told(said, f"Open {month.words}", place.address)


def _foremost(scope: Scope, book: Book, chosen: Chosen) -> tuple[About, Standing]:
    """What somebody leads: the house, or that one of their teams in which something surely falls short, else the first
    by name."""
    held = scope.roles.get(Role.LEADER, frozenset())
    if held is None or not held:
        house = about.house(scope)
        return house, standing(house, chosen, book)
    teams = [found for one in sorted(held) if (found := about.team(scope, one))]
    stand = [(one, standing(one, chosen, book)) for one in teams]
    short = [each for each in stand if each[1].with_verdict(Verdict.FALLS_SHORT)]
    house = about.house(scope)
    return (short or stand or [(house, standing(house, chosen, book))])[0]


def _open(found: Standing) -> str:
    """What cannot be told yet."""
    if found.glance.further.reason in {"settle", "unheard"}:
        return f"{found.glance.further.says}."
    unsure = found.with_verdict(Verdict.CANNOT_TELL)
    if unsure:
        return f"Of {counted(len(unsure), 'standard')} it cannot be told yet whether the target is reached."
    return "Every standard that was heard about can be told from its target."


def _address(place: About, standard: str, chosen: Chosen) -> str:
    if not standard:
        return place.address
    query = f"&{chosen.query}" if chosen.query else ""
    return f"/look/{place.kind}/{place.id or 'all'}/weeks/?standard={standard}{query}"
