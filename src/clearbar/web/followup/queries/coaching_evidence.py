"""Reads of the evidence for a coaching: ratings of one person on one standard, what is laid out, and what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from clearbar.model.book import Placed, Setting, Source
from clearbar.model.coaching import Change, Prepared, Seen
from clearbar.text.days import date_of, week_of
from clearbar.text.zones import day_and_week
from clearbar.web.book.models import Version
from clearbar.web.bridge import asking, books
from clearbar.web.bridge import coaching as bridge
from clearbar.web.bridge.models import Edition
from clearbar.web.followup.models.coaching import Coaching
from clearbar.web.ledger.models import Interaction, Rating
from clearbar.web.people.days import day_and_week_of
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope

WEEKS = 26
"""So far back a coaching looks."""
MOST = 2_000
"""Ratings of one person on one standard that are read."""
CANDIDATES = 60
"""Ratings of others among which one that shows it done well is looked for."""
_NO_BAR = 4


def seen(scope: Scope, person: str, standard: str, since: date) -> list[Seen]:
    """What was said of somebody on a standard from the week of that day on, without what is disputed, as far as the
    asker may read it; the newest first. Three queries beside the evidence."""
    if not asking.is_heard():
        return []
    where = f"{_equal('person', person)} and {_equal('standard', standard)} and week >= {week_of(since)}"
    return _read(asking.ratings(scope, where=where, most=MOST))


def laid_for(
    scope: Scope, person: str, standard: str, today: date, version: int, *, look: bool = False, only: str = ""
) -> dict[str, Any]:
    """What is laid out for a coaching of somebody, as plain data by ids (`Coaching.prepared`). For a look at one
    interaction together: `only`, where that is theirs, else the newest that falls short, else the newest."""
    own = seen(scope, person, standard, today - timedelta(weeks=WEEKS))
    laid = _one(own, only) if look else bridge.prepare(own, _others(standard, {person, scope.person}))
    return {
        "shows": [one.rating for one in laid.shows],
        "well": laid.well.rating if laid.well else None,
        "borrowed": laid.borrowed,
        "used": sorted(laid.interactions),
        "ratings": sum(one.source != Source.SELF for one in own),
        "version": version,
    }


def _one(own: list[Seen], only: str) -> Prepared:
    """The one interaction of a look."""
    chosen = [one for one in own if one.interaction == only] or own
    shows = bridge.prepare(chosen, showing=1).shows
    rated = (one for one in chosen if one.interaction and one.source != Source.SELF)
    return Prepared(shows or tuple(next(([one] for one in rated), ())), None)


def placed(version: Version, standard: str) -> Placed | None:
    """A standard where it stands in a version of the book; None where that has it not."""
    return books.read(version.files).find(standard)


def what_changed(scope: Scope, coaching: Coaching) -> Change:
    """What changed since an agreement, by what the evidence holds now."""
    agreed = coaching.agreed_day or 0
    since = _date(agreed) - timedelta(weeks=WEEKS)
    every = seen(scope, coaching.person, coaching.standard, since)
    used = set(coaching.prepared.get("used", ()))
    before, after = bridge.fresh(every, day=agreed, week=coaching.agreed_week or 0, used=used)
    sources = {one.source for one in before} & {one.source for one in after} or {one.source for one in before}
    return bridge.what_changed(before, after, _counts_of_others(coaching, sources, since))


def before(scope: Scope, coaching: Coaching) -> tuple[Change, list[Seen]]:
    """The person's figure as it stood when the coaching was begun, and the ratings behind it."""
    day, week = day_and_week_of(coaching.person, coaching.begun_at)
    every = seen(scope, coaching.person, coaching.standard, date_of(day) - timedelta(weeks=WEEKS))
    was = [one for one in every if one.source != Source.SELF and (one.day or 0) <= day and one.week <= week]
    return bridge.what_changed(was, ()), was


def _others(standard: str, but: Collection[str]) -> list[Seen]:
    """The newest ratings of other people that reach the bar and whose words are kept."""
    found = (
        _of_standard(standard)
        .filter(Q(*_reaching(standard)), interaction__in=Interaction.objects.exclude(messages=None).values("id"))
        .exclude(Q(person=None) | Q(person__in=but))
        .exclude(source=Source.SELF.value)
        .order_by("-level", "-day", "rating")
    )
    names = ("rating", "interaction", "source", "level", "edition", "day", "week")
    return _read([{**one, "disputed": False} for one in found.values(*names)[:CANDIDATES]])


def _counts_of_others(coaching: Coaching, sources: Collection[str], since: date) -> list[tuple[int, int]]:
    """Of each other person who was rated by the same sources before the agreement: how many ratings reach the bar, of
    how many. Of people only: an AI agent is no measure of them."""
    agents = Person.objects.filter(kind=Person.Kind.AGENT).values("pk")
    found = (
        _of_standard(coaching.standard)
        .filter(source__in=sources, week__gte=week_of(since), week__lte=coaching.agreed_week or 0)
        .exclude(Q(person=None) | Q(person=coaching.person) | Q(person__in=agents))
        .values("person")
        .annotate(n=Count("pk"), hits=Count("pk", filter=Q(*_reaching(coaching.standard))))
        .order_by("person")
    )
    return [(one["hits"], one["n"]) for one in found]


def _of_standard(standard: str) -> Any:
    """Live ratings of a standard that the evidence holds and nobody disputes."""
    live = Rating.objects.filter(standard=standard, setting=Setting.LIVE.value, disputed=False)
    return live.exclude(mirrored=0)


def _reaching(standard: str) -> list[Q]:
    """What ratings fulfil that reach the bar of their edition."""
    found = Q(pk__in=[])
    for edition, bar in Edition.objects.filter(standard=standard).values_list("edition", "bar"):
        found |= Q(edition=edition, level__gte=bar)
    return [found]


def _read(rows: Iterable[Mapping[str, Any]]) -> list[Seen]:
    held = [row for row in rows if not row["disputed"]]
    bars = dict(Edition.objects.filter(edition__in={row["edition"] for row in held}).values_list("edition", "bar"))
    wanted = {row["interaction"] for row in held if row["interaction"]}
    known = Interaction.objects.filter(id__in=wanted).values_list("id", "at", "timezone")
    days = {id_: day_and_week(at, zone)[0] for id_, at, zone in known}
    worded = set(Interaction.objects.filter(id__in=wanted).exclude(messages=None).values_list("id", flat=True))
    return [
        Seen(
            rating=row["rating"],
            interaction=row["interaction"],
            source=row["source"],
            level=row["level"],
            bar=bars.get(row["edition"], _NO_BAR),
            day=row["day"],
            week=row["week"],
            edition=row["edition"],
            happened=days.get(row["interaction"]),
            words=row["interaction"] in worded,
        )
        for row in held
    ]


def _equal(column: str, value: str) -> str:
    quoted = value.replace("'", "''")
    return f"{column} = '{quoted}'"


def _date(day: int) -> date:
    return date_of(day) if day else date(1, 1, 1) + timedelta(weeks=WEEKS)
