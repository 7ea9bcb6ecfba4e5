"""Ratings."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Path, Query

from clearbar.web.api import reading
from clearbar.web.api.actions.answers import keep_answers, revise_own
from clearbar.web.api.cursors import page
from clearbar.web.api.door import Call
from clearbar.web.api.once import once
from clearbar.web.api.problems import Problem
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import (
    AnswerIn,
    AnswerKept,
    Id,
    LongId,
    Paged,
    RatingOut,
    RatingPage,
    RevisionIn,
    Source,
    Week,
)
from clearbar.web.api.shapes.kinds import Setting
from clearbar.web.api.v1 import get, post
from clearbar.web.ledger.models import Rating


class WantedRatings(Paged):
    """Which ratings."""

    standard: LongId | None = None
    source: Source | None = None
    person: Id | None = None
    team: Id | None = None
    site: Id | None = None
    setting: Setting = "live"
    week_from: Week | None = None
    week_to: Week | None = None


_NAMES = {"week_from": "week__gte", "week_to": "week__lte"}


@get("/ratings", Right.RATINGS_READ, "Ratings", RatingPage)
def list_ratings(request: Call, wanted: Query[WantedRatings]) -> Any:
    """The ratings that speak of persons whose own figures this token may see, and those that it sent; live ones, unless
    another setting is asked for: a rehearsal is no service."""
    asked = wanted.model_dump(exclude_none=True, exclude={"cursor", "limit"})
    rows = reading.ratings(request.auth).filter(**{_NAMES.get(name, name): value for name, value in asked.items()})
    of = f"{request.auth.token.pk} ratings {sorted(asked.items())}"
    found, after = page(rows, of=of, cursor=wanted.cursor, limit=wanted.limit)
    return {"items": [_told(one) for one in found], "next": after}


@get("/ratings/{rating}", Right.RATINGS_READ, "Ratings", RatingOut)
def read_rating(request: Call, rating: Path[Id]) -> Any:
    """One rating as it stands."""
    found = reading.ratings(request.auth).filter(rating=rating).first()
    if found is None:
        raise Problem("missing")
    return _told(found)


@post("/ratings", Right.RATINGS_WRITE, "Ratings", AnswerKept, refuses=("conflict",))
def send_answer(request: Call, answer: AnswerIn) -> HttpResponse:
    """Keeps one answer: a rating for each mark, on the standards of the book that holds."""
    return once(request, lambda: (201, keep_answers(request.auth, [answer], request.now)))


@post("/ratings/{rating}/revisions", Right.RATINGS_WRITE, "Ratings", RatingOut, refuses=("conflict",))
def revise_rating(request: Call, rating: Path[Id], revision: RevisionIn) -> HttpResponse:
    """Changes a rating that this token sent, with a reason; what it was is kept. Anonymous ones are never changed."""

    def write() -> tuple[int, Any]:
        found = reading.own_ratings(request.auth).filter(rating=rating).first()
        if found is None:
            raise Problem("missing")
        return 201, _told(revise_own(caller=request.auth, rating=found, sent=revision, now=request.now))

    return once(request, write)


def _told(one: Rating) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in RatingOut.model_fields}
    return said if one.source in reading.BY_NAME else said | {"rater": None}
