"""Files: all that a page shows, to be taken along, by the same guarded questions."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Answer
from clearbar.web.boards.queries.standing import standing
from clearbar.web.boards.views.board import Asking, asked_for
from clearbar.web.boards.views.further import look_of, named, place_of, standard_of
from clearbar.web.bridge import exports, pictures
from clearbar.web.people.access import Asked, allowed


@allowed()
def board_file(request: Asked, kind: str, id_: str, suffix: str) -> HttpResponse:
    """The standards of a board or of a person as a file."""
    place = place_of(request.scope, kind, id_)
    asked = asked_for(request, place)
    if asked is None:
        raise Http404
    found = standing(place, asked.chosen, asked.book)
    title = f"{place.name}: {found.glance.headline}. {asked.words}"
    return file_of(found.together, asked, f".{suffix}", title, place.file(asked.chosen, "standards"))


@allowed()
def look_file(request: Asked, kind: str, id_: str, name: str, suffix: str) -> HttpResponse:
    """A further look as a file."""
    place = place_of(request.scope, kind, id_)
    look = look_of(request.scope, place, name)
    asked = asked_for(request, place, look.usual)
    if asked is None:
        raise Http404
    standard = standard_of(request, asked.book)
    about = f" ({named(asked, standard)})" if named(asked, standard) else ""
    title = f"{place.name}, {look.title.lower()}{about}. {asked.words}"
    answer = look.ask(place, asked.chosen, standard)
    return file_of(answer, asked, f".{suffix}", title, place.file(asked.chosen, name))


def file_of(answer: Answer, asked: Asking, suffix: str, title: str, name: str) -> HttpResponse:
    """An answer as a file that is downloaded. Raises Http404 for another suffix."""
    if suffix not in exports.FORMATS:
        raise Http404
    try:
        body = exports.answer_file(pictures.named(answer, called_of(asked)), suffix, book=asked.book, title=title)
    except (ClearbarError, ValueError) as fault:
        return HttpResponse(
            f"This file cannot be made: {fault}\n", status=422, content_type="text/plain; charset=utf-8"
        )
    response = HttpResponse(body, content_type=exports.FORMATS[suffix])
    response["Content-Disposition"] = f'attachment; filename="{name}{suffix}"'
    response["Cache-Control"] = "private, no-store"
    return response


def called_of(asked: Asking) -> pictures.Called:
    """What sites and teams are called, for who may choose among them."""
    return {"site": asked.sites, "team": asked.teams} if asked.teams else {"site": asked.sites}
