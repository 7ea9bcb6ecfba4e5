"""Pages that belong to no app: faults, and the answer to who asks whether we are here."""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from clearbar.web.people.access import public

_AWAY = (OperationalError, InterfaceError)
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


@public
def alive(request: HttpRequest) -> HttpResponse:
    """Whether the application and its database answer."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"alive": True})


def _told(request: HttpRequest, status: int, title: str, hint: str) -> HttpResponse:
    """A page of one sentence. It is shown without asking the database anything, where that is away."""
    told = {"title": title, "hint": hint}
    try:
        return render(request, "told.html", told, status=status)
    except _AWAY:
        return HttpResponse(render_to_string("told.html", told), status=status)


@public
def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    del exception
    return _told(request, 403, "This page is not yours to open", "Ask your administrator if you think it should be.")


@public
def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    del exception
    return _told(request, 404, "There is no such page", "The address may be mistyped, or what it showed is gone.")


@public
def broken(request: HttpRequest) -> HttpResponse:
    """500; 503 where the database or its disk cannot take anything for a while."""
    fault = sys.exc_info()[1]
    if isinstance(fault, _AWAY) or (isinstance(fault, OSError) and fault.errno in _NO_SPACE):
        return _away(request)
    told = {"title": "Something broke on our side", "hint": "What you had saved is safe. Please try again."}
    return HttpResponse(render_to_string("told.html", told), status=500)


def _away(request: HttpRequest) -> HttpResponse:
    """What was typed is not lost: it is in this page, and can be sent again when the disk or the database is back."""
    typed: list[tuple[str, str]] = []
    with suppress(Exception):  # the body was never read, or cannot be read now
        lists = request.POST.lists() if request.method == "POST" else ()
        typed = [(name, value) for name, values in lists if not _is_secret(name) for value in values]
    told = {"typed": typed, "files": bool(typed and request.FILES), "address": request.get_full_path()}
    has_key = settings.CSRF_COOKIE_NAME in request.COOKIES  # who answers a survey has none, and gets no cookie here
    told["token"] = get_token(request) if has_key else ""
    answer = HttpResponse(render_to_string("away.html", told), status=503)
    answer["Retry-After"] = "30"
    return answer


def _is_secret(name: str) -> bool:
    return name == "csrfmiddlewaretoken" or any(word in name.lower() for word in ("password", "pin", "code"))


@public
def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, where a form is too old to be believed."""
    del reason
    return _told(request, 403, "This form is too old", "Go back, reload the page and send it again.")


@public
def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """429, after too many wrong passwords."""
    del args, kwargs
    return _told(request, 429, "Too many wrong attempts", "Wait a quarter of an hour, then try again.")
