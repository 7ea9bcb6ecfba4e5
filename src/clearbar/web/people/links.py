"""Links: pages of people who are nobody of the house and open them by a secret address, such as candidates and mystery
shoppers. Nothing that fails there tells the address in a log, and no page tells another where it was opened from."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from logging import getLogger
from traceback import extract_tb

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from clearbar.web.people.access import public

log = getLogger("clearbar.links")

LinkView = Callable[[HttpRequest, str], HttpResponse]


def by_link(whose: str, broken: Callable[[], HttpResponse]) -> Callable[[LinkView], Callable[..., HttpResponseBase]]:
    """Marks a view that somebody opens by their link, whose token it is given. The token is what permits: it needs no
    form token, and no cookie goes with it that another site could ride on. `broken` is the page for a fault, of which
    a log tells `whose` page it was and the place, and no word."""

    def marked(view: LinkView) -> Callable[..., HttpResponseBase]:
        @public
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
            if request.method not in {"GET", "HEAD", "POST"}:
                return sealed(HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"}))
            try:
                return sealed(view(request, token))
            except (OperationalError, InterfaceError):
                raise  # the disk is full or the database away: that page keeps what was typed
            except Exception as fault:  # whatever it is, its words may quote what somebody wrote
                where = extract_tb(fault.__traceback__)[-1]
                log.error("a %s's page failed: %s in %s:%s", whose, type(fault).__name__, where.filename, where.lineno)
                return broken()

        return guarded

    return marked


def sealed(response: HttpResponse) -> HttpResponse:
    """The headers of such a page: it tells nobody where it was opened from, and stays in no store."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response._has_been_logged = True  # type: ignore[attr-defined]  # its address is a token
    return response
