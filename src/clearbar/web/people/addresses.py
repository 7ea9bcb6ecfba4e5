"""Where a request comes from, and under which name wrong attempts to log in are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from clearbar.web.people.models import User


def address_of(request: HttpRequest) -> str:
    """The network address of who asks.

    Behind a proxy it is the last one in X-Forwarded-For: the proxy wrote it; what stands before it anybody can write.
    Without a proxy the header is not believed at all.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return direct
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
    return told or direct


def counted_by(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """The name that wrong passwords are counted by: the user name, whether that or the e-mail address was typed."""
    told = credentials or {}
    typed = str(told.get("username") or told.get("email") or request.POST.get("login", "")).strip()
    known = User.objects.filter(username__iexact=typed).values_list("username", flat=True).first()
    if known is None and typed:
        known = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
    return known or typed.lower()[:150]
