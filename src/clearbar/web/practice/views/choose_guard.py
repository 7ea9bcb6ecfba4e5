"""Guards of the pages of choosing: none of them is there while the house does not choose; those of candidates are
written without a session, a cookie or a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from csp.constants import NONE, SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from clearbar.web.people.links import by_link, sealed
from clearbar.web.people.models import Organisation
from clearbar.web.practice.queries.choose_permits import is_on

P = ParamSpec("P")


def while_on(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Marks a view that is not there for anybody while choosing is off."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def tried(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Marks a view that a candidate opens by their link."""

    @by_link("candidate", lambda: page("broken", {}, 500))
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        return still(view(request, token)) if is_on() else page("unknown", {}, 404)

    return guarded


def page(template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of a candidate."""
    told = {"organisation": Organisation.the().name, **context}
    return still(sealed(HttpResponse(render_to_string(f"practice/choose/tried/{template}.html", told), status=status)))


def still(response: HttpResponse) -> HttpResponse:
    """A page of a candidate runs no script and calls nothing."""
    policy = {"script-src": [NONE], "connect-src": [NONE], "img-src": [SELF], "frame-ancestors": [NONE]}
    response._csp_replace = policy  # type: ignore[attr-defined]
    return response
