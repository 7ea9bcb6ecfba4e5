"""Watch over log-ins: who left is logged out, and a shared tablet locks after a minute without input."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from clearbar.text.zones import zone_of
from clearbar.web.people import queries
from clearbar.web.people.models import Organisation, User

SHARED = "shared_since"
"""In the session of a shared tablet: when there last was input, in seconds since 1970."""
IDLE_SECONDS = 60


class Watch:
    """Looks at each request of somebody who is logged in; the clock shows the house's time meanwhile."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if not isinstance(user, User):
            return self._get_response(request)
        now = timezone.now()
        with timezone.override(zone_of(Organisation.the().timezone)):
            if not queries.may_log_in(user, timezone.localdate(now)):
                logout(request)
                return _forgotten(redirect("account_inactive"))
            if SHARED in request.session:
                return self._on_a_shared_tablet(request, now)
            response = self._get_response(request)
            if not request.user.is_authenticated:
                _forgotten(response)
            response.setdefault("Cache-Control", "private, no-cache")  # what one may see is no proxy's to keep
            return response

    def process_view(self, request: HttpRequest, *told: Any) -> None:
        """No page has an address with NUL in it, which PostgreSQL would not even compare with anything."""
        del told
        if ("%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path) and isinstance(request.user, User):
            raise Http404

    def _on_a_shared_tablet(self, request: HttpRequest, now: datetime) -> HttpResponse:
        idle = now.timestamp() - request.session[SHARED]
        if idle > IDLE_SECONDS or queries.tablet_of(request) is None:
            logout(request)
            return _forgotten(redirect("badge"))
        request.session[SHARED] = now.timestamp()
        response = self._get_response(request)
        if not request.user.is_authenticated:
            _forgotten(response)
        add_never_cache_headers(response)  # the next person must not read it by going back
        return response


def _forgotten(response: HttpResponse) -> HttpResponse:
    """Lets the browser forget what it kept for pages without a network: whoever logs out leaves nothing behind."""
    response["Clear-Site-Data"] = '"storage"'
    return response


@receiver(user_logged_in)
def note_shared_tablet(request: HttpRequest, **told: Any) -> None:
    """Whoever logs in on a shared tablet, in whichever way, has a session that locks."""
    del told
    if queries.tablet_of(request):
        request.session[SHARED] = timezone.now().timestamp()
