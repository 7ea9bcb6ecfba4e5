"""Reads of audit lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from clearbar.text.days import week_of
from clearbar.web.audit.models import Line
from clearbar.web.audit.seals import of_customer, unseal_all


@dataclass(frozen=True)
class Search:
    """Which lines somebody wants to see: by or about a person or a customer, of a kind of thing, in a period."""

    person: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Shown:
    """A line with its values: None where they are gone, or there never were any."""

    line: Line
    values: dict[str, Any] | None

    @property
    def gone(self) -> bool:
        """Whether there were values that nobody can read any more."""
        return self.line.sealed is not None and self.values is None


def lines(search: Search) -> QuerySet[Line]:
    """The newest first. Anonymous acts stand together with their week, in an order that tells nothing."""
    found = Line.objects.all()
    if search.person:
        they = (search.person, of_customer(search.person))
        found = found.filter(Q(actor__in=they) | Q(subject__in=they))
    if search.kind:
        found = found.filter(kind=search.kind)
    if search.since:
        since = _reckoned(search.since)
        found = found.filter(Q(at__gte=_midnight(since)) | Q(at=None, week__gte=week_of(since)))
    if search.until:
        until = _reckoned(search.until)
        # Of a week that is not over yet, an anonymous act could be of any day.
        last = until - timedelta(days=6)
        end = _midnight(until + timedelta(days=1))
        found = found.filter(Q(at__lt=end) | Q(at=None, week__lte=week_of(last)))
    return found.order_by("-week", "-at", "key")


def kinds() -> list[str]:
    """The kinds of things that lines are about."""
    return list(Line.objects.order_by("kind").values_list("kind", flat=True).distinct())


def shown(found: Iterable[Line]) -> Iterator[Shown]:
    """Lines with their values unsealed; one query for however many."""
    kept = list(found)
    values = unseal_all([(line.subject, line.sealed) for line in kept])
    return (Shown(line, value) for line, value in zip(kept, values, strict=True))


def _reckoned(day: date) -> date:
    """A day that one can reckon with: at either end of the calendar there is no day before, or after."""
    return min(max(day, date(1900, 1, 1)), date(9000, 1, 1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
