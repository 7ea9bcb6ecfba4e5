"""Limits: how often one source may answer at a poster, kiosk or embedded page, counted without keeping who it is."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from clearbar.text.days import day_of
from clearbar.web.surveys.models import Counter, Salt, Way

WINDOW = 600
"""Seconds of a window."""


@dataclass(frozen=True)
class Limit:
    """How many answers a window takes, from one source and from all together."""

    source: int
    all: int


LIMITS = {
    Way.Kind.POSTER: Limit(12, 600),  # a family, or the guests' network of a shop, are one source
    Way.Kind.EMBED: Limit(12, 600),
    Way.Kind.KIOSK: Limit(60, 60),  # one tablet; nobody answers faster than in ten seconds
}


def source_of(request: HttpRequest) -> str:
    """Where a request comes from: its address, that of the network for IPv6. Behind a proxy, what the proxy says."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.META.get("HTTP_X_FORWARDED_FOR", told).rpartition(",")[2].strip()
    try:
        found: IPv4Address | IPv6Address = ip_address(told)
    except ValueError:
        return ""
    return str(ip_network(f"{found}/64", strict=False)) if found.version == 6 else str(found)


@transaction.atomic
def within(*, way: Way, source: str, now: datetime) -> bool:
    """Whether one more answer may come, which it counts."""
    limit = LIMITS[Way.Kind(way.kind)]
    salt, window = _salt(now), int(now.timestamp()) // WINDOW
    counted = [_count(f"{salt}:{way.pk}:{window}:{who}") for who in (source, "all")]
    return counted[0] <= limit.source and counted[1] <= limit.all


def forget(now: datetime) -> None:
    """Destroys the salts of other days, and with the last one all counters."""
    if Salt.objects.exclude(day=_day(now)).delete()[0]:
        Counter.objects.all().delete()


def _salt(now: datetime) -> str:
    kept = Salt.objects.filter(day=_day(now)).first()
    if kept is None:
        forget(now)
        kept, _ = Salt.objects.get_or_create(day=_day(now), defaults={"secret": token_hex(32)})
    return kept.secret


def _count(told: str) -> int:
    name = hmac.new(settings.SECRET_KEY.encode(), told.encode(), sha256).hexdigest()
    own = Counter.objects.filter(name=name)
    if not own.update(count=F("count") + 1):
        Counter.objects.get_or_create(name=name)
        own.update(count=F("count") + 1)
    return own.values_list("count", flat=True).get()


def _day(now: datetime) -> int:
    return day_of(now.astimezone(UTC))
