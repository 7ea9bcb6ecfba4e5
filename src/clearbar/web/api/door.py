"""The door of the API: who asks, whether they may, how often, and that every refusal is a problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from logging import getLogger
from typing import Any, cast

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja.security import HttpBearer

from clearbar.web.api import queries
from clearbar.web.api.models import ApiToken
from clearbar.web.api.problems import Problem, Reason
from clearbar.web.api.rights import Right
from clearbar.web.api.strict import clean
from clearbar.web.people.days import house_today
from clearbar.web.people.scope import Scope

log = getLogger("clearbar.api")

MOST_BYTES = 2_000_000
"""The largest body."""
WINDOW = 60
"""Seconds that a rate counts over."""


@dataclass(frozen=True)
class Caller:
    """Who calls: the token, its text, and what it may see and do."""

    token: ApiToken
    text: str
    scope: Scope

    @property
    def serves_the_house(self) -> bool:
        """Whether it acts for the house, and in nobody's scope."""
        return self.token.person_id is None


class Call(HttpRequest):
    """A request of a caller, at a time."""

    auth: Caller
    now: datetime


class Token(HttpBearer):
    """`Authorization: Bearer …` with a token of the page /api/tokens/."""

    openapi_description = "A token from the page /api/tokens/. It is told once."

    def __init__(self, right: Right) -> None:
        super().__init__()
        self.right = right
        self.names: frozenset[str] = frozenset()
        """The names that its operation knows in a query."""

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller. Raises Problem where there is none, it lacks the right, or calls too often."""
        header = request.headers.get("Authorization", "")
        scheme, _, text = header.partition(" ")
        caller = self.authenticate(request, text.strip()) if scheme.lower() == "bearer" else None
        if caller is None:
            raise Problem("token", headers={"WWW-Authenticate": 'Bearer realm="Clearbar"'})
        _slow(caller.token, cast(Call, request).now)
        if self.right not in caller.token.rights:
            raise Problem("right", f"It needs the right {self.right.value}.")
        self._known(request)
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller with this token; None where it does not hold."""
        today = house_today(cast(Call, request).now)
        found = queries.token(token, today) if token and token.isascii() else None
        if found is None:
            return None
        if found.last_used_on != today:
            ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
        return Caller(found, token, queries.scope_of_token(found, today))

    def _known(self, request: HttpRequest) -> None:
        unknown = [name for name in request.GET if name not in self.names]
        dirty = [name for name, value in request.GET.items() if not clean(str(value))]
        reasons = [Reason(f"query.{name[:80]}", "is unknown", _hint(self.names)) for name in unknown]
        reasons += [Reason(f"query.{name[:80]}", "holds NUL or half of a character") for name in dirty]
        if reasons:
            raise Problem("invalid", reasons=reasons)


def _hint(names: frozenset[str]) -> str:
    return f"known are {', '.join(sorted(names))}" if names else "this address takes no query"


def _slow(token: ApiToken, now: datetime) -> None:
    """Counts the request. Raises Problem where the token had its share of this minute."""
    second = int(now.timestamp())
    name = f"api-rate:{token.pk}:{second // WINDOW}"
    cache.add(name, 0, WINDOW * 2)
    if cache.incr(name) > token.per_minute:
        wait = WINDOW - second % WINDOW
        raise Problem("rate", f"At most {token.per_minute} a minute.", headers={"Retry-After": str(wait)})


View = Callable[..., HttpResponseBase]


def door(view: View) -> View:
    """The view of an address of the API: it needs no log-in and no form's key, and refuses by problems only."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        cast(Call, request).now = timezone.now()
        try:
            _look_at_body(request)
            answer = view(request, *args, **kwargs)
        except Problem as problem:
            return problem.response()
        except Http404:
            return Problem("missing").response()
        except RequestDataTooBig:
            return Problem("size").response()
        except PermissionDenied:
            return Problem("right").response()
        except Exception as fault:  # whatever broke, a program is told so in the same shape
            log.error("the API broke: %s in %s", type(fault).__name__, getattr(view, "__name__", "a view"))
            return Problem("broken").response()
        if answer.status_code == 405:
            return Problem("method", headers={"Allow": answer["Allow"]}).response()
        answer["Cache-Control"] = "no-store"
        return answer

    opened.csrf_exempt = True  # type: ignore[attr-defined]
    opened.login_required = False  # type: ignore[attr-defined]
    return opened


def _look_at_body(request: HttpRequest) -> None:
    """Raises Problem for a body that is too large, or not JSON."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    length = int(said) if said.isdecimal() else 0
    if length > MOST_BYTES:
        raise Problem("size", f"At most {MOST_BYTES:,} bytes; this has {length:,}.")
    if length and request.method in {"POST", "PUT", "PATCH"} and request.content_type != "application/json":
        raise Problem("media")


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404, for an address that the API does not know."""
    del request, rest
    raise Problem("missing")
