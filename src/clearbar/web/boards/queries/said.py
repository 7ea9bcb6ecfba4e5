"""What was said of persons, in context: answer by answer, with promise, level, words, and never an hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearbar.model.book import OVERALL, SPEAKERS, Book, Level, Source
from clearbar.text.days import date_of, monday
from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.web.boards.filters import readable
from clearbar.web.bridge import asking
from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.people.models import Person
from clearbar.web.people.scope import Scope

MOST = 200
"""Ratings that are read at once; a page says so where there may be more."""
REVIEWS = frozenset({Source.REVIEWER.value, Source.COACH.value, Source.PEER.value})
"""Sources whose answer is a review, with a page of its own."""


@dataclass(frozen=True)
class Word:
    """One rating: what was promised, and how far it went."""

    standard: str
    name: str
    promise: str
    level: int
    called: str
    description: str
    expected: str
    disputed: bool
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What one answer says of one person. `by` is empty unless they speak by their name; `when` is a day, or a week
    for who gave no name."""

    response: str
    person: str
    who: str
    source: str
    by: str
    when: str
    where: str
    words: tuple[Word, ...]
    comments: tuple[str, ...]
    is_review: bool


def said(scope: Scope, where: str, book: Book, most: int = MOST) -> list[Said]:
    """What was said of the persons whose ratings somebody may read, the newest first. Four queries."""
    rows = asking.ratings(scope, where=where, most=most)
    held = Rating.objects.filter(rating__in=[row["rating"] for row in rows])
    response_of = dict(held.values_list("rating", "response"))
    together: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        together.setdefault((response_of.get(row["rating"], row["rating"]), row["person"] or ""), []).append(row)
    comments = _comments(response for response, _ in together)
    called = dict(Person.objects.filter(pk__in=_named(rows)).values_list("id", "name"))
    return [_said(key, found, comments.get(key[0], []), called, book) for key, found in together.items()]


def _named(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    return {one for row in rows for one in (row["rater"], row["person"]) if one}


def _comments(responses: Iterable[str]) -> dict[str, list[Comment]]:
    found: dict[str, list[Comment]] = {}
    for one in Comment.objects.filter(response__in=list(responses)).order_by("key"):
        found.setdefault(one.response, []).append(one)
    return found


def _said(
    key: tuple[str, str],
    rows: list[dict[str, Any]],
    comments: list[Comment],
    called: Mapping[str, str],
    book: Book,
) -> Said:
    first, (response, person) = rows[0], key
    own = [one for one in comments if one.person in (None, person)]
    place = [readable(first[name]) for name in ("channel", "topic") if first[name]]
    return Said(
        response,
        person,
        called.get(person, ""),
        SPEAKERS[Source(first["source"])],
        called.get(first["rater"] or "", ""),
        _when(first),
        ", ".join(place),
        tuple(_word(row, own, book) for row in sorted(rows, key=lambda row: bool(row["standard"] == OVERALL))),
        tuple(_shown(one) for one in own if not one.standard),
        first["source"] in REVIEWS,
    )


def _word(row: Mapping[str, Any], comments: Iterable[Comment], book: Book) -> Word:
    placed, level = book.find(row["standard"]), Level(row["level"])
    standard = placed.standard if placed else None
    is_now = standard is not None and standard.edition == row["edition"]
    expected = book.level_names.get(Level(row["expected"]), "") if row["expected"] else ""
    return Word(
        row["standard"],
        "on the whole" if row["standard"] == OVERALL else (standard and standard.name) or readable(row["standard"]),
        standard.promise if standard and is_now else "",
        int(level),
        book.level_names.get(level, str(int(level))),
        standard.levels.get(level, "") if standard and is_now else "",
        expected,
        bool(row["disputed"]),
        tuple(_shown(one) for one in comments if one.standard == row["standard"]),
    )


def _shown(comment: Comment) -> str:
    """What somebody wrote, without addresses and telephone numbers."""
    text = redact(comment.text, kinds=ON_DISPLAY).text
    return f"“{text}”" if comment.kind == Comment.Kind.QUOTE else text


def _when(row: Mapping[str, Any]) -> str:
    if row["day"]:
        day = int(row["day"])
        return _day(date_of(day))
    return f"in the week of {_day(monday(int(row['week'])))}"


def _day(when: date) -> str:
    return f"{when.day} {when:%B %Y}"
