"""The analyst's door: every measure with all that it lets its asker choose, within what that one may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clearbar.model.errors import QuestionFault
from clearbar.model.estimate import Answer
from clearbar.web.boards.analysing import QuestionForm
from clearbar.web.boards.filters import choices
from clearbar.web.boards.queries import about
from clearbar.web.boards.views.board import NOTHING, Asking, without_suffix
from clearbar.web.boards.views.charts import untold, with_charts
from clearbar.web.boards.views.files import called_of, file_of
from clearbar.web.book.queries import current
from clearbar.web.bridge import askable, asking, pictures
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role

ANALYSTS = (Role.LEADER, Role.ADMINISTRATOR, Role.REVIEWER)
TOLD_OF_RATERS = frozenset({"severity"})
"""Measures whose answer is about single raters: they are not asked here."""


@dataclass(frozen=True)
class Measured:
    """A question, and its answer, or why it has none."""

    asked: Asking
    answer: Answer | None
    faults: tuple[str, ...] = ()


@allowed(*ANALYSTS)
def measures(request: Asked) -> HttpResponse:
    """Every measure, with its question in plain words."""
    named = [(name, askable.says(name)) for name in askable.NAMES if name not in TOLD_OF_RATERS]
    return render(request, "boards/measures.html", {"measures": named})


@allowed(*ANALYSTS)
def measure(request: Asked, name: str) -> HttpResponse:
    """One measure: its question as a form, and the answer."""
    found = _measured(request, name)
    if found is None:
        return render(request, NOTHING, {"about": about.house(request.scope)})
    fragment = pictures.drawn(found.answer, found.asked.book, name, called_of(found.asked)) if found.answer else None
    told = {
        "name": name,
        "says": askable.says(name),
        "asked": found.asked,
        "found": found,
        "fragment": fragment,
        "notes": untold(found.answer, fragment) if found.answer else [],
        "exports": without_suffix(reverse("analyst-file", args=[name, "csv"])),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    return render(request, "boards/measure.html", {**told, **with_charts(fragment)})


@allowed(*ANALYSTS)
def measure_file(request: Asked, name: str, suffix: str) -> HttpResponse:
    """The answer as a file."""
    found = _measured(request, name)
    if found is None or found.answer is None:
        raise Http404
    chosen = found.asked.chosen
    title = f"{name}: {askable.says(name)}. {found.asked.words}"
    return file_of(found.answer, found.asked, f".{suffix}", title, found.asked.about.file(chosen, name))


def _measured(request: Asked, name: str) -> Measured | None:
    """The answer to what was asked; None as long as there is no book, or nothing was heard."""
    if name not in askable.NAMES or name in TOLD_OF_RATERS:
        raise Http404
    book = current()
    if book is None or not asking.is_heard():
        return None
    sites = about.sites(request.scope)
    teams = [(one.pk, one.name) for one in about.readable_teams(request.scope)]
    form = QuestionForm(request.GET, choices(), name, book, sites, teams)
    chosen = form.chosen()
    asked = Asking(about.house(request.scope), book, form, chosen, dict(sites), dict(teams))
    if not form.is_valid():
        return Measured(asked, None)
    try:
        answer = asking.ask(request.scope, name, where=chosen.where(*form.more()), **form.question())
    except QuestionFault as fault:
        return Measured(asked, None, tuple(_told(one.message, one.hint) for one in fault.faults))
    return Measured(asked, answer)


def _told(message: str, hint: str) -> str:
    return f"{message} ({hint})" if hint else message
