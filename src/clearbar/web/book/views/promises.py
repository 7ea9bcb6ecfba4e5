"""The promises that customers are shown: chosen by leaders, seen by everybody."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_from_request

from clearbar.model.book import Book
from clearbar.web.book import queries
from clearbar.web.book.actions import listening
from clearbar.web.book.forms.listening import ShownForm
from clearbar.web.book.models import Shown
from clearbar.web.book.permits import may_write
from clearbar.web.book.queries import standing
from clearbar.web.book.views.drafting import WRITERS
from clearbar.web.book.views.reading import languages_of
from clearbar.web.bridge import books
from clearbar.web.people.access import Asked, allowed, demand, public
from clearbar.web.people.pictures import qr


@allowed(*WRITERS)
def choose(request: Asked) -> HttpResponse:
    """Leaders choose."""
    demand(may_write(request.scope))
    book, now = queries.current(), Shown.objects.first()
    if book is None:
        return redirect("book")
    standards = [
        (one.standard.id, f"{one.standard.promise} ({one.journey.title})" if one.journey else one.standard.promise)
        for one in book.placed()
    ]
    known = {id for id, _ in standards}
    was = {"standards": [id for id in now.standards if id in known], "figures": now.figures} if now else {}
    form = ShownForm(standards, request.POST if request.method == "POST" else None, initial=was)
    if request.method == "POST" and form.is_valid():
        listening.show(scope=request.scope, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "This is what customers see now.")
        return redirect("promises_choose")
    shown = {"form": form, "shown": queries.shown(), "address": settings.CLEARBAR_ADDRESS + reverse("promises")}
    return render(request, "book/choose.html", shown)


@public
def promises(request: HttpRequest) -> HttpResponse:
    """What everybody sees. 404 until something was chosen."""
    shown, version = queries.shown(), queries.newest()
    if shown is None or version is None:
        raise Http404
    whole = books.read(version.files)
    asked = request.GET.get("language", "")
    said = whole.in_language(asked if asked in languages_of(whole) else get_language_from_request(request))
    groups = _groups(said, shown)
    if not groups:
        raise Http404
    address = settings.CLEARBAR_ADDRESS + reverse("promises")
    told = {
        "book": said, "groups": groups, "version": version, "languages": languages_of(whole),
        "address": address, "qr": qr(address),
    }  # fmt: skip
    return render(request, "book/promises.html", told)


def _groups(book: Book, shown: Shown) -> list[dict[str, Any]]:
    """The promises by journey, in the order of the book; the verdict on the whole comes last."""
    groups: list[dict[str, Any]] = []
    for one in book.placed():
        if one.standard.id not in shown.standards:
            continue
        title = one.journey.title if one.journey else ""
        if not groups or groups[-1]["title"] != title:
            groups.append({"title": title, "promises": []})
        figure = standing.agreeing(one.standard) if shown.figures else None
        groups[-1]["promises"].append({"promise": one.standard.promise, "figure": figure})
    return groups
