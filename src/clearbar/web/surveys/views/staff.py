"""Pages of those who make surveys."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clearbar.model.book import Book, Source
from clearbar.web.book import queries as book
from clearbar.web.ledger import mail
from clearbar.web.people.access import Asked, allowed
from clearbar.web.people.models import Role
from clearbar.web.surveys import actions, queries
from clearbar.web.surveys.forms import WHOLE, AskForm, StartForm, SurveyForm, WayForm
from clearbar.web.surveys.models import Survey, Way
from clearbar.web.surveys.rights import may_open_frames
from clearbar.web.surveys.wording import compose

MAKERS = (Role.LEADER, Role.ADMINISTRATOR)


def survey_of(request: Asked, number: int) -> Survey:
    """The survey with this number; 404 where it is none of theirs."""
    found = queries.survey(request.scope, number)
    if found is None:
        raise Http404
    return found


def way_of(request: Asked, number: int) -> Way:
    """The way with this number; 404 where it is none of theirs."""
    found = Way.objects.filter(pk=number).first()
    if found is None or queries.survey(request.scope, found.survey_id) is None:
        raise Http404
    return found


@allowed(*MAKERS)
def surveys(request: Asked) -> HttpResponse:
    """All that one may use."""
    published = book.current()
    rows = [
        {"it": one, "journey": queries.journey_of(one, published) if published else None}
        for one in queries.surveys(request.scope)
    ]
    return render(request, "surveys/surveys.html", {"rows": rows, "book": published})


@allowed(*MAKERS)
def start(request: Asked) -> HttpResponse:
    """A new survey: about what, and who answers."""
    published = book.current()
    if published is None:
        return render(request, "surveys/no_book.html")
    form = StartForm(request.GET if "audience" in request.GET else None, book=published)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data["journey"]
        journey = "" if chosen == WHOLE else chosen
        return _edit(request, published, None, journey, Source(form.cleaned_data["audience"]))
    return render(request, "surveys/start.html", {"form": form})


@allowed(*MAKERS)
def edit(request: Asked, number: int) -> HttpResponse:
    """A survey is changed."""
    survey, published = survey_of(request, number), book.current()
    if published is None:
        return render(request, "surveys/no_book.html")
    return _edit(request, published, survey, survey.journey, survey.source)


def _edit(request: Asked, published: Book, survey: Survey | None, journey: str, source: Source) -> HttpResponse:
    given: dict[str, Any] = {"scope": request.scope, "book": published, "journey": journey, "source": source}
    initial = _initial(survey, published, journey, source)
    form = SurveyForm(request.POST or None, initial=initial, survey=survey, **given)
    if request.method == "POST" and form.is_valid():
        values = {"standards": [], **form.cleaned_data, "journey": journey, "audience": source.value}
        kept = actions.save(scope=request.scope, survey=survey, values=values, now=timezone.now())
        messages.success(request, "The survey is saved.")
        return redirect("survey", kept.pk)
    told = {"form": form, "survey": survey, "journey": queries.journey_of(Survey(journey=journey), published)}
    return render(request, "surveys/edit.html", told | {"audience": Survey.Audience(source.value).label.lower()})


def _initial(survey: Survey | None, published: Book, journey: str, source: Source) -> dict[str, Any]:
    if survey is None:
        found = queries.journey_of(Survey(journey=journey), published)
        return {"name": f"{found.title if found else 'All in all'}: {Survey.Audience(source.value).label.lower()}"[:80]}
    fields = ("name", "standards", "team", "site", "languages", "expectation", "anonymous")
    days = ("suppression_days", "expiry_days", "reminder_days")
    return {name: getattr(survey, name) for name in (*fields, *days)}


@allowed(*MAKERS)
def survey(request: Asked, number: int) -> HttpResponse:
    """One survey: what was said, and the ways into it."""
    found, published = survey_of(request, number), book.current()
    form = compose(found, published, "link", found.languages[0]) if published else None
    told = {
        "survey": found,
        "journey": queries.journey_of(found, published) if published else None,
        "heard": queries.heard(found, timezone.now()),
        "ways": [{"it": one, "address": address_of(one)} for one in found.ways.all()],
        "form": form,
        "languages": _joined([named(one) for one in found.languages]),
        "unspoken": _joined(_unspoken(found, published)) if published else "",
        "mail": mail.can_send(),
    }
    return render(request, "surveys/survey.html", told)


def _unspoken(survey: Survey, published: Book) -> list[str]:
    """The languages of the survey that the book is not written in: its promises appear in another one there."""
    spoken = {tag.partition("-")[0] for tag in (published.language, *published.spoken)}
    return [named(one) for one in survey.languages if one not in spoken]


def _joined(names: list[str]) -> str:
    return " and ".join(", ".join(names).rsplit(", ", 1))


def named(language: str) -> str:
    """A language as staff call it."""
    return {"en": "English", "de": "German", "es": "Spanish"}.get(language, language)


def address_of(way: Way) -> str:
    """The public address of a way; empty for paper."""
    letter = {Way.Kind.POSTER: "q", Way.Kind.KIOSK: "k", Way.Kind.EMBED: "e"}.get(Way.Kind(way.kind))
    return f"{settings.CLEARBAR_ADDRESS}/{letter}/{way.address}/" if letter else ""


@allowed(*MAKERS)
def switch(request: Asked, number: int) -> HttpResponse:
    """A survey, or one way into it, is opened or closed."""
    found = survey_of(request, number)
    way = (
        found.ways.filter(pk=request.POST.get("way") or 0).first() if request.POST.get("way", "0").isdecimal() else None
    )
    if request.method == "POST":
        to = request.POST.get("open") == "yes"
        actions.set_open(scope=request.scope, what=way or found, to=to, now=timezone.now())
        messages.success(request, f"{(way or found).name} is {'open' if to else 'closed'}.")
    return redirect("survey", number)


@allowed(*MAKERS)
def add_way(request: Asked, number: int) -> HttpResponse:
    """A poster, kiosk, page for other sites or card is made."""
    found = survey_of(request, number)
    form = WayForm(
        request.POST or None, frames=may_open_frames(request.scope), initial={"kind": request.GET.get("kind", "poster")}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        hosts = given.get("hosts", []) if given["kind"] == Way.Kind.EMBED else []
        way = actions.add_way(
            scope=request.scope, survey=found, kind=Way.Kind(given["kind"]), name=given["name"], hosts=hosts,
            now=timezone.now(),
        )  # fmt: skip
        return redirect("survey-way", way.pk)
    return render(request, "surveys/add_way.html", {"form": form, "survey": found})


@allowed(*MAKERS)
def ask(request: Asked, number: int) -> HttpResponse:
    """Somebody is asked by a personal link."""
    found = survey_of(request, number)
    given_with: dict[str, Any] = {"languages": found.languages, "about": queries.managers_to_ask_about(found)}
    wanted = request.GET.get("about", "")
    form = AskForm(request.POST or None, initial={"language": found.languages[0], "about": wanted}, **given_with)
    told: dict[str, Any] = {"form": form, "survey": found, "mail": mail.can_send()}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        inclusion = 1.0 if given["inclusion"] == "all" else None
        whom = given.get("about") or None
        about = actions.Ask(to=given["to"], language=given["language"], inclusion=inclusion, person=whom)
        told["invited"] = actions.invite(scope=request.scope, survey=found, ask=about, now=timezone.now())
        told["to"] = given["to"]
        if told["invited"].suppressed is None:
            kept = {"language": given["language"], "about": whom}
            told["form"] = AskForm(initial=kept, **given_with)
    return render(request, "surveys/ask.html", told)
