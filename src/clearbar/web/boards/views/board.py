"""A board: what the pages of the house and of a team have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from clearbar.model.book import Book
from clearbar.web.boards.actions import keep_guess
from clearbar.web.boards.filters import USUAL, Chosen, FilterForm, choices
from clearbar.web.boards.forms import GuessForm
from clearbar.web.boards.queries import about, guesses
from clearbar.web.boards.queries.about import About
from clearbar.web.boards.queries.standing import Standing, standing
from clearbar.web.boards.views.charts import with_charts
from clearbar.web.book.queries import current
from clearbar.web.bridge import asking, pictures
from clearbar.web.people.access import Asked

NOTHING = "boards/nothing.html"


@dataclass(frozen=True)
class Asking:
    """What a page was asked for: about whom, by which book, and what was chosen."""

    about: About
    book: Book
    form: FilterForm
    chosen: Chosen
    sites: dict[str, str]
    teams: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What was chosen, in words."""
        return self.chosen.words(self.sites)

    @property
    def query(self) -> str:
        """What was chosen, to be added to an address."""
        return f"?{self.chosen.query}" if self.chosen.query else ""


def asked_for(request: Asked, place: About, usual: str = USUAL) -> Asking | None:
    """What a page was asked for; None as long as there is no book, or nothing was heard."""
    book = current()
    if book is None or not asking.is_heard():
        return None
    offered = about.sites(request.scope) if place.kind == "house" else []
    form = FilterForm(request.GET, choices(), offered, usual)
    return Asking(place, book, form, form.chosen(), dict(offered))


def board(request: Asked, place: About, now: datetime) -> HttpResponse:
    """How the standards of the book stand; before that, once a month, its leader's guess."""
    asked = asked_for(request, place)
    if asked is None:
        return render(request, NOTHING, {"about": place})
    month = guesses.to_guess(place, guesses.newest_month(choices().weeks))
    if month is not None:
        return _guess(request, asked, month, now)
    found = standing(place, asked.chosen, asked.book)
    return render(request, "boards/board.html", {**shown(asked, found), "guesses": guesses.told(place, asked.book)})


def shown(asked: Asking, found: Standing) -> dict[str, Any]:
    """What the template of standards shows."""
    gap = pictures.drawn(found.gap, asked.book, "gap") if len(found.gap) and asked.about.kind != "person" else None
    return {
        "asked": asked,
        "about": asked.about,
        "standing": found,
        "gap": gap,
        "exports": without_suffix(reverse("board-file", args=[asked.about.kind, asked.about.id or "all", "csv"])),
        "sees_sites": about.sees_sites(asked.about.scope),
        **with_charts(gap),
    }


def without_suffix(address: str) -> str:
    """The address of a file, to which pages add how it is written."""
    return address.rpartition(".")[0]


def _guess(request: Asked, asked: Asking, month: guesses.Month, now: datetime) -> HttpResponse:
    """Asks for a guess, and goes on to the figures once there is one, or the leader would rather not."""
    form = GuessForm(request.POST or None)
    if request.method == "POST":
        skips = "skip" in request.POST
        if skips or form.is_valid():
            share = None if skips else form.cleaned_data["share"]
            keep_guess(about=asked.about, month=month, share=share, at=now)
            return redirect(asked.about.address + asked.query)
    return render(
        request, "boards/guess.html", {"about": asked.about, "form": form, "month": month, "book": asked.book}
    )
