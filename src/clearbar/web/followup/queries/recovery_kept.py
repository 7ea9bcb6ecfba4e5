"""How fast and how well cases were made right, and what they came from; of five customers at least."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from clearbar.web.book.queries import current, draft
from clearbar.web.bridge import recovery as bridge
from clearbar.web.followup.models.recovery import Case
from clearbar.web.followup.models.recovery_rules import Cause
from clearbar.web.followup.queries.recovery_permits import led, rules, visible
from clearbar.web.people.scope import Scope

FAST_DAYS, CAUSE_DAYS = 90, 365


@dataclass(frozen=True)
class Words:
    """What was promised and what came of it, in words; empty where too few customers stand behind it."""

    in_time: str
    made_right: str
    before: str
    after: str
    change: str


def kept(scope: Scope, now: datetime) -> Words:
    """The last 90 days: of the teams that somebody leads, or of the whole house."""
    seen = _lately(scope, now)
    return Words(*_shares(seen), *_change(seen.filter(after__isnull=False)))


def fast_and_well(scope: Scope, now: datetime) -> Words:
    """The same without what changed, for the list of cases."""
    return Words(*_shares(_lately(scope, now)), "", "", "")


def _lately(scope: Scope, now: datetime) -> QuerySet[Case]:
    return group(scope).filter(opened_at__gte=now - timedelta(days=FAST_DAYS))


def _shares(seen: QuerySet[Case]) -> tuple[str, str]:
    """Both from one read of an index that holds all of it; none of them where fewer than five customers stand behind
    it."""
    told = seen.aggregate(
        answered=Count("in_time"), on_time=Count("in_time", filter=Q(in_time=True)),
        rated=Count("after"), right=Count("after", filter=Q(after__gte=bridge.BAR)),
    )  # fmt: skip
    if not _are_enough(seen.filter(in_time__isnull=False)):
        told["answered"] = told["on_time"] = 0
    if not _are_enough(seen.filter(after__isnull=False)):
        told["rated"] = told["right"] = 0
    found = bridge.kept(told["on_time"], told["answered"], told["right"], told["rated"])
    return bridge.share(found.in_time), bridge.share(found.made_right)


def _are_enough(found: QuerySet[Case]) -> bool:
    """Whether at least five customers are among them; it stops looking at the fifth."""
    return len(found.order_by().values_list("subject", flat=True).distinct()[: bridge.FLOOR]) >= bridge.FLOOR


def _change(rated: QuerySet[Case]) -> tuple[str, str, str]:
    pairs = list(rated.filter(before__isnull=False).values_list("before", "after", "subject"))
    if len({who for *_, who in pairs}) < bridge.FLOOR:
        return "", "", ""
    found = bridge.change([(before or 0, after or 0) for before, after, _ in pairs])
    return (
        (bridge.share(found.before), bridge.share(found.after), bridge.points_in_words(found.change))
        if found
        else ("", "", "")
    )


def group(scope: Scope) -> QuerySet[Case]:
    """The cases whose figures, as a group, somebody may read: those of the teams that they lead, or of the house; who
    leads none reads those of the house."""
    return visible(scope) if led(scope) and not rules(scope) else Case.objects.all()


@dataclass(frozen=True)
class Bar:
    """A root cause in the picture: how many of the cases, how wide it is drawn, and where it leads."""

    name: str
    cases: int
    says: str
    share: int
    """In hundredths of the widest."""
    so_far: int
    """In hundredths of all: this one and all before it."""
    standard: str
    standard_name: str
    in_draft: bool
    is_named: bool
    """Whether it is a cause, and not what was gathered or never said."""


UNSAID = "no root cause said yet"


def causes(scope: Scope, now: datetime) -> list[Bar]:
    """Where cases of the last year came from, most frequent first."""
    seen = group(scope).filter(opened_at__gte=now - timedelta(days=CAUSE_DAYS))
    told = {one["cause"]: one["n"] for one in seen.values("cause").annotate(n=Count("key"))}
    rows = {one.pk: one for one in Cause.objects.filter(pk__in=[key for key in told if key])}
    by_name = {rows[key].name if key else UNSAID: n for key, n in told.items()}
    known = {one.name: one for one in rows.values()}
    found, total = bridge.pareto(by_name), sum(told.values())
    widest = max((one.cases for one in found), default=1)
    book, has_draft = current(), draft() is not None
    bars = []
    for one in found:
        cause = known.get(one.name)
        standard = cause.standard if cause else ""
        placed = book.find(standard) if book and standard else None
        bars.append(
            Bar(
                one.name or f"Others: {one.causes} causes together", one.cases,
                f"{one.cases} of {total}", round(100 * one.cases / widest), round(100 * one.so_far / total),
                standard if placed else "", placed.standard.name if placed else "", bool(placed) and has_draft,
                cause is not None,
            )
        )  # fmt: skip
    return bars
