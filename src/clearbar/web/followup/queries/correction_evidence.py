"""Evidence of a step as values: what stood on the day on which it was taken, so that the file says it for good."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearbar.model.book import Level
from clearbar.model.correction import Proposed, Rated, Standing
from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.web.audit.seals import of_customer, seal, unseal_all
from clearbar.web.book.queries import current
from clearbar.web.bridge import correction as bridge
from clearbar.web.ledger.models import Comment, Rating


def frozen_standings(proposed: Proposed) -> list[dict[str, Any]]:
    """How the person stood to each standard, in words and numbers."""
    return [_standing(one) for one in proposed.standings]


def _standing(one: Standing) -> dict[str, Any]:
    told: dict[str, Any] = {
        "standard": one.standard, "name": one.name, "timed": one.timed, "beside": one.beside,
        "taught": f"{one.taught}" if one.taught else "", "verdict": one.verdict.value if one.verdict else "",
        "target": one.target, "source": one.source.value if one.source else "", "figure": "",
    }  # fmt: skip
    if one.share:
        told |= {"figure": bridge.figure(one.share), "n": one.share.n, "hits": one.share.hits}
        told |= {"low": one.share.low, "high": one.share.high}
    return told


def frozen_events(person: str, events: Sequence[Rated], quotes: Collection[int]) -> list[dict[str, Any]]:
    """Each chosen rating with its words of the book, and the comments on it that are quoted, without addresses and
    telephone numbers. What a customer said is sealed for them within, so that it goes with them."""
    book = current()
    kept = {one.pk: one for one in Comment.objects.filter(pk__in=quotes, person__in=(person,))}
    kept |= {one.pk: one for one in Comment.objects.filter(pk__in=quotes, person=None)}
    rated = Rating.objects.filter(rating__in=[one.rating for one in events])
    response_of = dict(rated.values_list("rating", "response"))
    customer_of = dict(rated.values_list("rating", "customer"))
    found = []
    for one in events:
        placed = book.find(one.standard) if book else None
        name = placed.standard.name or one.standard if placed else one.standard
        level = book.level_names.get(Level(one.level), "") if book else ""
        says = placed.standard.levels.get(Level(one.level), "") if placed else ""
        own = [
            each for each in kept.values()
            if each.response == response_of.get(one.rating) and each.standard in ("", one.standard)
        ]  # fmt: skip
        found.append(
            {
                "rating": one.rating, "standard": one.standard, "name": name, "day": f"{one.day}",
                "is_week": one.is_week, "level": one.level, "called": level, "says": says, "bar": one.bar,
                "source": one.source.value,
                "quotes": [_quote(customer_of.get(one.rating), shown(each)) for each in own],
            }
        )  # fmt: skip
    return found


def _quote(customer: str | None, words: str) -> str | dict[str, str]:
    """A quote as it is kept; sealed for the customer where one is known."""
    if not customer:
        return words
    return {"of": customer, "sealed": b64encode(seal(of_customer(customer), words)).decode()}


def with_quotes(said: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What parts of a file say, with the quotes in their evidence as words; one query. Quotes of a customer who was
    erased are left out."""
    boxes = [
        (of_customer(each["of"]), b64decode(each["sealed"]))
        for one in said for event in one.get("evidence", ()) for each in event["quotes"] if isinstance(each, dict)
    ]  # fmt: skip
    if not boxes:
        return list(said)
    opened = iter(unseal_all(boxes))

    def words(event: dict[str, Any]) -> dict[str, Any]:
        read = [next(opened) if isinstance(each, dict) else each for each in event["quotes"]]
        return {**event, "quotes": [one for one in read if one is not None]}

    return [{**one, "evidence": [words(event) for event in one["evidence"]]} if "evidence" in one else one
            for one in said]  # fmt: skip


def shown(comment: Comment) -> str:
    """What somebody wrote, without addresses and telephone numbers."""
    return redact(comment.text, kinds=ON_DISPLAY).text


@dataclass(frozen=True)
class Choosable:
    """A rating that may be named as evidence: what it says, and the comments on it that may be quoted."""

    rated: Rated
    name: str
    called: str
    comments: tuple[tuple[int, str], ...]


def choosable(person: str, events: Sequence[Rated], names: dict[str, str]) -> list[Choosable]:
    """Ratings below their bar with the comments on them. Two queries for however many."""
    book = current()
    ids = [one.rating for one in events]
    response_of = dict(Rating.objects.filter(rating__in=ids).values_list("rating", "response"))
    comments = list(Comment.objects.filter(response__in=set(response_of.values())).order_by("key"))
    return [
        Choosable(
            one, names.get(one.standard, one.standard),
            book.level_names.get(Level(one.level), str(one.level)) if book else str(one.level),
            tuple(
                (each.pk, shown(each)) for each in comments
                if each.response == response_of.get(one.rating) and each.standard in ("", one.standard)
                and each.person in (None, person)
            ),
        )
        for one in events
    ]  # fmt: skip


def said_day(day: date, is_week: bool) -> str:
    """A day as a file says it."""
    return f"{'the week of ' if is_week else ''}{day.day} {day:%B %Y}"
