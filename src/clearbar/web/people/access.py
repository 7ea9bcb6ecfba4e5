"""Access: every page needs a log-in unless it says otherwise, and says which roles it is for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from clearbar.web.people.models import Person, Role, User
from clearbar.web.people.scope import Scope, narrowest, scope_of

P = ParamSpec("P")


class Asked(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
    scope: Scope
    is_own: bool
    """Whether the scope is the narrowest, whatever else they may do on other pages."""


View = Callable[Concatenate[Asked, P], HttpResponseBase]

public = login_not_required
"""Marks a view that needs no log-in."""


def allowed(*roles: Role) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Marks a view that is for these roles, in whichever team; for everybody with a log-in where none is named.

    The view's request has the asker's `scope`. Whom exactly they may see is decided by actions and queries.
    """

    def marked(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            asked = cast(Asked, request)
            asked.scope = scope_of(person_of(request), timezone.localdate())
            if roles and not asked.scope.has(*roles):
                raise PermissionDenied
            return view(asked, *args, **kwargs)

        return guarded

    return marked


def own(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Marks a view about nobody but who asks. Its request has the narrowest scope there is, without role, team or
    anybody else's figures, and reading it costs no query."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        asked = cast(Asked, request)
        asked.scope, asked.is_own = narrowest(person_of(request).pk), True
        return view(asked, *args, **kwargs)

    return guarded


def person_of(request: HttpRequest) -> Person:
    """Who asks. PermissionDenied for nobody."""
    user: Any = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user.person


def demand(condition: bool) -> None:
    """PermissionDenied unless the condition holds. Actions call it first."""
    if not condition:
        raise PermissionDenied
