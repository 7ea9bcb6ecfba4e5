"""Reads of cases: the list, one case with all that belongs to it, and what MANAGERS ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.db.models import Count, Q, QuerySet

from clearbar.web.audit.seals import unseal_all
from clearbar.web.bridge import recovery as bridge
from clearbar.web.followup.models.recovery import OVER, CameBy, Case, Severity, State
from clearbar.web.followup.queries.recovery_permits import visible
from clearbar.web.people.models import Person, Site, Team
from clearbar.web.people.scope import Scope

PAGE = 50
_SALT = "clearbar.cases"


@dataclass(frozen=True)
class Filter:
    """Which cases somebody wants to see. `show`: all open ones, own, late, waiting for a second person, or closed."""

    show: str = "open"
    severity: str = ""
    came_by: str = ""
    team: str = ""
    after: str = ""


SHOWN = {
    "open": "All that are open",
    "mine": "Mine",
    "late": "Late",
    "silent": "Waiting for a second person",
    "closed": "Closed",
}


@dataclass(frozen=True)
class Row:
    """A case in the list."""

    case: Case
    team: str
    owner: str
    words: str
    """The first of the customer's words."""
    clock: str
    late: bool


@dataclass(frozen=True)
class Listed:
    """A page of the list, how many there are in all of those open, and where the next page begins."""

    rows: list[Row]
    open: int
    late: int
    mine: int
    next: str = ""


def listed(scope: Scope, wanted: Filter, now: datetime) -> Listed:
    """The cases that somebody may see, what is due first first; 50 to a page. Six queries, for however many."""
    seen = visible(scope)
    counts = seen.filter(due__isnull=False).aggregate(
        open=Count("key"), late=Count("key", filter=Q(due__lt=now)), mine=Count("key", filter=Q(owner=scope.person))
    )
    found = list(_ordered(_chosen(seen, wanted, scope, now), wanted)[: PAGE + 1])
    more = len(found) > PAGE
    rows = _rows(found[:PAGE], now)
    return Listed(rows, **counts, next=_cursor(found[PAGE - 1], wanted) if more else "")


def _chosen(seen: QuerySet[Case], wanted: Filter, scope: Scope, now: datetime) -> QuerySet[Case]:
    exact = {"severity": wanted.severity, "came_by": wanted.came_by, "team": wanted.team}
    found = seen.filter(**{name: value for name, value in exact.items() if value})
    if wanted.show == "closed":
        return found.filter(closed_at__isnull=False)
    found = found.filter(due__isnull=False)
    if wanted.show == "mine":
        return found.filter(owner=scope.person)
    if wanted.show == "late":
        return found.filter(due__lt=now)
    return found.filter(state=State.SILENT) if wanted.show == "silent" else found


def _ordered(found: QuerySet[Case], wanted: Filter) -> QuerySet[Case]:
    """What is due first first; of those closed the newest. From behind the last of the page before."""
    at = _behind(wanted)
    if wanted.show == "closed":
        if at:
            found = found.filter(closed_at__lte=at[0]).exclude(closed_at=at[0], key__lte=at[1])
        return found.order_by("-closed_at", "key")
    if at:
        found = found.filter(due__gte=at[0]).exclude(due=at[0], key__lte=at[1])
    return found.order_by("due", "key")


def _cursor(last: Case, wanted: Filter) -> str:
    at = last.closed_at if wanted.show == "closed" else last.due
    return signing.dumps([at.isoformat() if at else "", last.pk], salt=_SALT)


def _behind(wanted: Filter) -> tuple[datetime, int] | None:
    try:
        at, key = signing.loads(wanted.after, salt=_SALT) if wanted.after else ("", 0)
        return (datetime.fromisoformat(at), int(key)) if at else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _rows(cases: Sequence[Case], now: datetime) -> list[Row]:
    teams = dict(Team.objects.filter(pk__in={one.team for one in cases}).values_list("pk", "name"))
    sites = dict(Site.objects.filter(pk__in={one.site for one in cases}).values_list("pk", "name"))
    owners = names_of([one.owner for one in cases])
    words = unseal_all([(one.subject, one.words or one.wish) for one in cases])
    return [
        Row(
            one, teams.get(one.team or "", "") or sites.get(one.site or "", ""), owners.get(one.owner, ""),
            _first(said), clock_of(one, now), one.due is not None and one.due < now,
        )
        for one, said in zip(cases, words, strict=True)
    ]  # fmt: skip


def _first(words: Any) -> str:
    told = " ".join(str(words or "").split())
    return told if len(told) <= 90 else told[:89].rsplit(" ", 1)[0] + " …"


def clock_of(case: Case, now: datetime) -> str:
    """The clock of a case in words: "answer due in 3 hours"."""
    if case.due is None:
        return "closed"
    what = "answer" if case.owed else "to be settled"
    told = bridge.in_words(now, case.due)
    return f"{what} {told}" if told.endswith("late") else f"{what} due {told}" if case.owed else f"{what} {told}"


def names_of(ids: Collection[str | None]) -> dict[str, str]:
    """What persons are called."""
    return dict(Person.objects.filter(pk__in=[one for one in set(ids) if one]).values_list("pk", "name"))


def choices(scope: Scope) -> dict[str, list[tuple[str, str]]]:
    """What the list can be filtered by."""
    held = scope.readable_teams
    teams = Team.objects.all() if held is None else Team.objects.filter(pk__in=held)
    return {
        "severity": list(Severity.choices),
        "came_by": list(CameBy.choices),
        "team": list(teams.values_list("pk", "name")),
    }


def one(scope: Scope, key: int) -> Case | None:
    """A case that they may see; None where there is none."""
    return visible(scope).select_related("cause").filter(pk=key).first()


@dataclass(frozen=True)
class OpenCases:
    """The open cases of one owner: how many, how many of them late, and which."""

    owner: str
    open: int
    late: int
    keys: tuple[int, ...] = field(default=())


def open_of(
    now: datetime, *, persons: Collection[str] | None = None, teams: Collection[str] | None = None
) -> list[OpenCases]:  # fmt: skip
    """The open cases of these owners, or of these teams, by owner; for what managers are held to."""
    found = Case.objects.filter(due__isnull=False)
    if persons is not None:
        found = found.filter(owner__in=persons)
    if teams is not None:
        found = found.filter(team__in=teams)
    held: dict[str, list[tuple[datetime | None, int]]] = {}
    for owner, due, key in found.order_by("due", "key").values_list("owner", "due", "key"):
        held.setdefault(owner, []).append((due, key))
    return [
        OpenCases(
            owner, len(all_), sum(due is not None and due < now for due, _ in all_), tuple(key for _, key in all_)
        )
        for owner, all_ in sorted(held.items())
    ]


__all__ = [
    "OVER",
    "PAGE",
    "SHOWN",
    "Filter",
    "Listed",
    "OpenCases",
    "Row",
    "choices",
    "clock_of",
    "listed",
    "one",
    "open_of",
]
