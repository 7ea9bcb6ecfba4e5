"""Further looks, one question a page: week by week, site by site, how even it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clearbar.model.book import OVERALL, Book, Source
from clearbar.model.estimate import Answer
from clearbar.web.boards import conditions
from clearbar.web.boards.filters import USUAL, Chosen
from clearbar.web.boards.queries import about
from clearbar.web.boards.queries.about import About
from clearbar.web.boards.views.board import NOTHING, Asking, asked_for, without_suffix
from clearbar.web.boards.views.charts import untold, with_charts
from clearbar.web.bridge import pictures
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.scope import Scope


@dataclass(frozen=True)
class Look:
    """One question: its words, where it can be asked, and how."""

    title: str
    why: str
    of: frozenset[str]
    ask: Callable[[About, Chosen, str], Answer]
    usual: str = USUAL
    """The time that it shows first."""


def _said(chosen: Chosen, standard: str) -> tuple[str, ...]:
    """What one source says of one standard: a series never mixes who speaks. Customers, where nobody was chosen."""
    source = () if chosen.source else (conditions.equal("source", Source.CUSTOMER.value),)
    return (conditions.equal("standard", standard), *source)


def _by(chosen: Chosen, standard: str) -> tuple[str, ...]:
    """Of a standard, whoever speaks of it; of the whole, customers."""
    return _said(chosen, standard) if standard == OVERALL else (conditions.equal("standard", standard),)


def _weeks(place: About, chosen: Chosen, standard: str) -> Answer:
    return place.ask("drift", chosen, *_by(chosen, standard), by=("standard", "source"))


def _sites(place: About, chosen: Chosen, standard: str) -> Answer:
    return place.ask("clearance", chosen, *_by(chosen, standard), by=("site",))


def _even(place: About, chosen: Chosen, standard: str) -> Answer:
    del standard
    factors = "site/person" if place.kind == "house" else "person"
    return place.ask("consistency", chosen, by=("standard",), factors=factors)


ANYWHERE = frozenset({"house", "team"})
LOOKS = {
    "weeks": Look(
        "Week by week",
        "Each week stands against the limits of its own past. A week outside them deserves a question; one inside them "
        "is what chance does.",
        ANYWHERE,
        _weeks,
        "26",
    ),
    "sites": Look(
        "Site by site",
        "Sites whose ranges lie on each other cannot be told apart, whatever their dots say.",
        frozenset({"house"}),
        _sites,
    ),
    "consistency": Look(
        "How even it is",
        "Service that depends on whom you meet is no standard. Here the variation of each standard is split into its "
        "parts.",
        ANYWHERE,
        _even,
    ),
}


def place_of(scope: Scope, kind: str, id_: str) -> About:
    """The house, a team or a person, as an address names them. Raises Http404 for what this scope may not read."""
    if kind == "house" and id_ == "all":
        return about.house(scope)
    of: Mapping[str, Callable[[Scope, str], About | None]] = {"team": about.team, "person": about.person}
    found = of[kind](scope, id_) if kind in of else None
    if found is None:
        raise Http404
    return found


def look_of(scope: Scope, place: About, name: str) -> Look:
    """A further look. Raises Http404 for one that is not there, or not for this scope."""
    look = LOOKS.get(name)
    if look is None or place.kind not in look.of or (name == "sites" and not about.sees_sites(scope)):
        raise Http404
    return look


def standard_of(request: Asked, book: Book) -> str:
    """The standard that a look is about: the whole, where none is named. Raises Http404 for none of the book."""
    standard = request.GET.get("standard", "") or OVERALL
    if book.find(standard) is None:
        raise Http404
    return standard


@allowed()
def further(request: Asked, kind: str, id_: str, name: str) -> HttpResponse:
    """One further look at the house or a team."""
    place = place_of(request.scope, kind, id_)
    look = look_of(request.scope, place, name)
    asked = asked_for(request, place, look.usual)
    if asked is None:
        return render(request, NOTHING, {"about": place})
    standard = standard_of(request, asked.book)
    answer = look.ask(place, asked.chosen, standard)
    fragment = pictures.drawn(answer, asked.book, name, {"site": asked.sites})
    told = {
        "asked": asked,
        "about": place,
        "look": look,
        "standard": "" if name == "consistency" else named(asked, standard),
        "notes": untold(answer, fragment),
        "fragment": fragment,
        "kept": {"standard": standard} if standard != OVERALL else {},
        "exports": without_suffix(reverse("look-file", args=[kind, id_, name, "csv"])),
    }
    return render(request, "boards/further.html", {**told, **with_charts(fragment)})


def named(asked: Asking, standard: str) -> str:
    """What a standard is called on a page."""
    placed = asked.book.find(standard)
    return "" if standard == OVERALL or placed is None else placed.standard.name or placed.standard.promise
