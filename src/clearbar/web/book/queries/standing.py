"""Reads of how a standard stands: who rated it, what was taught, what its figure is, what the rules find."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce

from clearbar.model.book import Book, Setting, Standard
from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Estimate
from clearbar.model.question import FLOOR
from clearbar.text.days import date_of
from clearbar.web.book.models import Version
from clearbar.web.bridge import asking, drafting
from clearbar.web.bridge.pictures import Fragment, drawn
from clearbar.web.ledger.models import Happened, Rating


@dataclass(frozen=True)
class Heard:
    """How many ratings came of a source. `ratings` is None where fewer than five respondents stand behind them."""

    source: str
    ratings: int | None
    instruments: int


def heard_of(standard: str) -> list[Heard]:
    """Who rates a standard, by source. No count is shown behind which fewer than five stand, and none that would come
    of taking the others from a whole: there is no whole. Anonymous answers count once the evidence has them."""
    who = Coalesce("rater", "customer", "response")
    found = (
        Rating.objects.filter(standard=standard, setting=Setting.LIVE.value, mirrored__gt=0)
        .values("source")
        .annotate(ratings=Count("pk"), behind=Count(who, distinct=True), instruments=Count("instrument", distinct=True))
        .order_by("source")
    )
    return [
        Heard(one["source"], one["ratings"] if one["behind"] >= FLOOR else None, one["instruments"]) for one in found
    ]


@dataclass(frozen=True)
class HappenedTo:
    """What happened about a standard: its kind, how many persons it happened to (None for fewer than five), when first
    and last. `is_of_persons` is false for what happened at sites."""

    kind: str
    persons: int | None
    is_of_persons: bool
    first: date
    last: date


def happened_to(standard: str) -> list[HappenedTo]:
    """Teaching, signing, and changes of a standard."""
    found = (
        Happened.objects.filter(standard=standard)
        .values("kind")
        .annotate(persons=Count("person", distinct=True), first=Min("day"), last=Max("day"))
        .order_by("kind")
    )
    return [
        HappenedTo(
            one["kind"],
            one["persons"] if one["persons"] >= FLOOR else None,
            one["persons"] > 0,
            date_of(one["first"]),
            date_of(one["last"]),
        )
        for one in found
    ]


def figure_of(standard: Standard, book: Book) -> Fragment | None:
    """What each source says of the present edition of a standard; None where nothing may be shown yet."""
    if not asking.is_heard():
        return None
    where = f"standard = '{standard.id}' and edition = '{standard.edition}'"
    try:
        answer = asking.ask_house("clearance", by=("source",), where=where)
    except ClearbarError:
        return None
    return drawn(answer, book, "standard-") if len(answer) else None


@dataclass(frozen=True)
class Found:
    """What the rules find in a published standard, and why it may stand."""

    told: drafting.Told
    reason: str


def findings_of(version: Version, standard: str) -> list[Found]:
    """What the rules find in a standard of a published version, without evidence, each with the reason given for it."""
    reasons: dict[tuple[str, str], str] = defaultdict(str)
    for code, place, reason in version.accepted:
        reasons[code, place] = reason
    return [
        Found(one, reasons[one.code, one.place])
        for one in drafting.told(version.files)
        if (one.kind, one.id) == ("standard", standard)
    ]


def agreeing(standard: Standard) -> Estimate | None:
    """How many customers say that the present edition of a standard reaches its bar; None where fewer than five did,
    or nothing was heard."""
    if not asking.is_heard():
        return None
    where = f"standard = '{standard.id}' and edition = '{standard.edition}' and source = 'customer'"
    try:
        answer = asking.ask_house("clearance", where=where)
    except ClearbarError:
        return None
    return next((row.figures.get("clearance") for row in answer.rows), None)
