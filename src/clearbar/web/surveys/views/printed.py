"""What is printed or pasted: posters, cards, snippets; and the typing in of cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import override

from clearbar.text.zones import local_date
from clearbar.web.book import queries as book
from clearbar.web.people.access import Asked, allowed
from clearbar.web.surveys import actions, given
from clearbar.web.surveys.actions.answering import timezone_of
from clearbar.web.surveys.cards import items_of, typed
from clearbar.web.surveys.doors import ticket, token_in
from clearbar.web.surveys.forms import CardForm
from clearbar.web.surveys.models import Way
from clearbar.web.surveys.views.staff import MAKERS, address_of, way_of
from clearbar.web.surveys.wording import Form, compose


@allowed(*MAKERS)
def way(request: Asked, number: int) -> HttpResponse:
    """One way in: the poster or card to print, the address to open or paste."""
    found = way_of(request, number)
    published = book.current()
    if published is None:
        return render(request, "surveys/no_book.html")
    survey, address = found.survey, address_of(found)
    told: dict[str, Any] = {"way": found, "survey": survey, "address": address}
    if found.kind == Way.Kind.PAPER:
        language = request.GET.get("language", survey.languages[0])
        language = language if language in survey.languages else survey.languages[0]
        form = compose(survey, published, "paper", language)
        with override(language):
            told |= {"items": items_of(form), "form": form, "language": language}
            return render(request, "surveys/card.html", told)
    if found.kind == Way.Kind.POSTER:
        told |= {"code": _code(address), "titles": _titles(found)}
    return render(request, f"surveys/{found.kind}.html", told)


def _code(address: str) -> str:
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True, svgclass="code")
    return mark_safe(drawn)  # noqa: S308  # drawn from an address of our own, letters and digits


def _titles(way: Way) -> list[tuple[str, Form]]:
    published = book.current()
    codes = way.survey.languages
    return [(code, compose(way.survey, published, "poster", code)) for code in codes] if published else []


@allowed(*MAKERS)
def enter(request: Asked, number: int) -> HttpResponse:
    """A card is typed in: its digits in one field, Enter, and the next."""
    found, published = way_of(request, number), book.current()
    if published is None or found.kind != Way.Kind.PAPER:
        return render(request, "surveys/no_book.html")
    survey = found.survey
    language = request.GET.get("language", survey.languages[0])
    language = language if language in survey.languages else survey.languages[0]
    card = compose(survey, published, "paper", language)
    items = items_of(card)
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, form, found, card):
        return redirect(f"{request.path}?language={language}")
    told = {"form": form, "items": items, "way": found, "survey": survey, "language": language, "ticket": ticket(found)}
    return render(request, "surveys/enter.html", told)


def _keep(request: Asked, form: CardForm, way: Way, card: Form) -> bool:
    """Keeps a card, or says at its field what is wrong with it."""
    try:
        fields = typed(items_of(card), form.cleaned_data["digits"])
    except ValueError as fault:
        form.add_error("digits", str(fault))
        return False
    got = given.read(card, fields)
    token = token_in(way, request.POST.get("ticket", ""))
    now = timezone.now()
    day: date | None = form.cleaned_data["day"]
    if got.faults:
        form.add_error("digits", "There is no mark on this card, so there is nothing to keep.")
    elif not token:
        form.add_error(None, "This page was open for a long time. Please send it once more.")
    elif day and day > local_date(now, timezone_of(way.survey)):
        form.add_error("day", "This day is still to come.")
    if form.errors:
        return False
    got = replace(got, words=form.cleaned_data["words"])
    kept = actions.enter_card(
        scope=request.scope, way=way, token=token, given=got, instrument=card.instrument, now=now,
        at=_at(day, way, now),
    )  # fmt: skip
    messages.success(request, "The card is kept. Here is the next." if kept.response else "This card was kept already.")
    return True


def _at(day: date | None, way: Way, now: datetime) -> datetime:
    """When a card was filled in: at noon of the day that stands on it, since it tells no hour; never after now."""
    noon = time(12, tzinfo=ZoneInfo(timezone_of(way.survey)))
    return min(datetime.combine(day, noon), now) if day else now
