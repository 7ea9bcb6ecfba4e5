"""What opens behind the addresses of a survey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, override

from clearbar.web.book import queries as book
from clearbar.web.surveys import actions, given, limits
from clearbar.web.surveys.actions.asking import reach
from clearbar.web.surveys.doors import Door, State, by_link, by_way, ticket, token_in
from clearbar.web.surveys.models import Survey, Way
from clearbar.web.surveys.views import kiosk as screens
from clearbar.web.surveys.views.pages import Visit, asked, language_of, page, sent, shut
from clearbar.web.surveys.wording import compose


@asked
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A personal link. Opening it spends nothing, so that a scanner of links harms nobody."""
    return _open(request, by_link(token, timezone.now(), sending=request.method == "POST"), f"/s/{token}/")


@asked
def poster(request: HttpRequest, address: str) -> HttpResponse:
    """The page that a QR code opens."""
    return _open(request, by_way(Way.Kind.POSTER, address), f"/q/{address}/")


@asked
def embed(request: HttpRequest, address: str) -> HttpResponse:
    """The page that other sites link to or show in a frame."""
    return _open(request, by_way(Way.Kind.EMBED, address), f"/e/{address}/")


@asked
def kiosk(request: HttpRequest, address: str) -> HttpResponse:
    """A tablet on a counter: one question on each screen."""
    return _open(request, by_way(Way.Kind.KIOSK, address), f"/k/{address}/")


def _open(request: HttpRequest, door: Door, address: str) -> HttpResponse:
    survey = door.survey
    language = language_of(request, survey, door.invite.language if door.invite else "")
    if survey and "right" in request.POST:
        return _right(request, door, survey, language, address)
    if door.state is State.SPENT and request.method == "POST":
        return page("thanks", door, language, {"again": True, "address": address})
    published = book.current()
    if survey is None or door.state is not State.OPEN or published is None:
        return shut(door if published or survey is None else Door(door.kind, State.ENDED, survey), language)
    visit = Visit(request, door, compose(survey, published, door.kind, language), language, address)
    if door.kind == Way.Kind.KIOSK and (screen := screens.next_screen(visit)):
        return screen
    return _answer(visit, survey) if request.method == "POST" else _ask(visit)


def _ask(visit: Visit, data: Mapping[str, str] | None = None, faults: Sequence[str] = ()) -> HttpResponse:
    """The questions, with what was set and typed."""
    typed, way = data or {}, visit.door.way
    if way and way.kind == Way.Kind.KIOSK:  # its screens begin again; nothing is typed on them
        return visit.page("begin", {"faults": faults})
    kept = typed.get("ticket", "")
    fresh = (kept if token_in(way, kept) else ticket(way)) if way else ""
    return visit.page("ask", {"questions": shown(visit, typed), "data": typed, "ticket": fresh, "faults": faults})


def shown(visit: Visit, data: Mapping[str, str]) -> list[dict[str, object]]:
    """The questions as rows of marks, with those set that were sent."""
    return [
        {
            "number": number,
            "it": question,
            "rows": [
                {
                    "mark": mark,
                    "number": row,
                    "got": data.get(f"g{number}") == str(mark.level),
                    "expected": data.get(f"e{number}") == str(mark.level),
                }
                for row, mark in enumerate(question.marks)
            ],
        }
        for number, question in enumerate(visit.form.questions)
    ]


def _answer(visit: Visit, survey: Survey) -> HttpResponse:
    """Keeps what was sent, or asks once more with the reason."""
    data, invite = visit.data, visit.door.invite
    with override(visit.language):
        got = given.read(visit.form, data, invite.performers if invite else None)
        changed = gettext("The questions have changed since you opened this page. Please look at your marks once more.")
    if data.get("form") != visit.form.instrument:
        return _ask(visit, data, [changed])
    if got.faults:
        return _ask(visit, data, got.faults)
    if visit.door.way:
        return _by_way(visit, survey, visit.door.way, got)
    if invite is None:
        return shut(visit.door, visit.language)
    instrument, now = visit.form.instrument, timezone.now()
    return _kept(visit, actions.answer_link(invite=invite, given=got, instrument=instrument, now=now))


def _by_way(visit: Visit, survey: Survey, way: Way, got: given.Given) -> HttpResponse:
    data, now = visit.data, timezone.now()
    with override(visit.language):
        old = gettext("This page was open for a long time. Please send it once more.")
        many = gettext("Many answers came from here just now. Please send yours again in ten minutes.")
    token = token_in(way, data.get("ticket", ""))
    if not token:
        return _ask(visit, data, [old])
    if not limits.within(way=way, source=limits.source_of(visit.request), now=now):
        response = _ask(visit, data, [many])
        response.status_code = 429
        response.headers["Retry-After"] = str(limits.WINDOW)
        return response
    instrument = visit.form.instrument
    kept = actions.answer_way(survey=survey, kind=way.kind, token=token, given=got, instrument=instrument, now=now)
    return _kept(visit, kept)


def _kept(visit: Visit, kept: actions.Kept) -> HttpResponse:
    if kept.right:
        slow = visit.data.get("slow", "")
        return visit.page("right", {"token": kept.right, "data": {}, "faults": (), "slow": slow})
    return visit.page("thanks", {"again": not kept.response})


def _right(request: HttpRequest, door: Door, survey: Survey, language: str, address: str) -> HttpResponse:
    """The second page, where something fell short: what would make it right, and whether we may get in touch."""
    data = sent(request)
    contact = data.get("contact", "").strip()[:200]
    try:
        to = reach(contact) if contact else ""
    except ValueError:
        with override(language):
            fault = gettext("This is neither an e-mail address nor a telephone number. Please look at it again.")
        told = {"token": data["right"], "data": data, "faults": [fault], "slow": data.get("slow"), "address": address}
        return page("right", door, language, told)
    words = data.get("words", "")[: given.LONGEST]
    if words.strip() or to:
        actions.make_right(survey=survey, token=data["right"], words=words, contact=to, now=timezone.now())
    heard = bool(words.strip() or to)
    return page("thanks", door, language, {"heard": heard, "reachable": bool(to), "address": address})
