"""Intercom: conversations with their parts and the rating.

Read are conversations as `GET /conversations/{id}` gives them, alone or in lists. The first message stands apart, in
`source`. A list of conversations (`GET /conversations`, search) gives no parts: of such a conversation only the
rating is taken, because answers that are missing would look like a customer who was left waiting. Intercom gives at
most 500 parts of a conversation.

A rating whose `rating` is empty was asked for and not given. Its `created_at` is when it was *asked for*; `updated_at`
is when it was given.

Source: intercom/Intercom-OpenAPI, descriptions/2.16/api.intercom.io.yaml, commit 8889625: `conversation`,
`conversation_source`, `conversation_part`, `conversation_part_author`, `conversation_rating`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clearbar.intake.exports.faults import Unusable, each
from clearbar.intake.exports.helpdesks import Newest, counted, kinds, levels, rating
from clearbar.intake.exports.levels import FIVE, answered, level_of
from clearbar.intake.exports.maps import HelpdeskMap
from clearbar.intake.exports.markup import plain
from clearbar.intake.exports.pages import Found
from clearbar.intake.exports.records import (
    Record,
    authors,
    conversation,
    ident,
    inside,
    items,
    participants,
    required,
    slim,
    text_of,
)
from clearbar.intake.exports.system import Given, Hide, Item, Source
from clearbar.intake.exports.times import moment, needed, written
from clearbar.model.evidence import Rejection

KEYS = frozenset({"conversations", "data"})
_CUSTOMERS = frozenset({"user", "lead", "contact", "visitor"})
_NOTES = frozenset({"note", "note_and_reopen"})
_MOST_PARTS = 500


def read(sources: Sequence[Source], given: HelpdeskMap, hide: Hide) -> Iterator[Item]:
    """Conversations with their ratings. Reads the files twice, to find the newest copy of each."""
    del hide
    copies = Newest()
    left: Counter[str] = Counter()
    for one in kinds(sources, KEYS, _kind):
        if isinstance(one, Rejection):
            yield one
        else:
            copies.saw(one[1].record)
    newest = copies.choose()
    for again in kinds(sources, KEYS, _kind):
        if isinstance(again, Rejection):
            continue
        if newest(again[1].record):
            yield from _conversation(again[1], given, left)
        else:
            left["earlier copies of the same conversation"] += 1
    yield from counted(left)


def _kind(one: Found) -> str | None:
    record = one.record
    if record.get("type") == "conversation" or record.get("object") == "conversation" or "source" in record:
        return "conversation"
    return None


def _conversation(one: Found, given: HelpdeskMap, left: Counter[str]) -> Iterator[Item]:
    record = one.record
    if record.get("deleted") is True or "deleted_at" in record:
        left["deleted conversations"] += 1
        return
    try:
        found = required(record, "id")
        opened = needed(record.get("created_at"), given.timezone, "created_at")
        changed = moment(record.get("updated_at"), given.timezone) or opened
    except Unusable as error:
        yield error.at(one.place, "conversation")
        return
    messages, refused = each(
        one.place, f"part of conversation {found}", _parts(record, left), lambda part: _message(part, given, left)
    )
    ratings, others = each(
        one.place, f"rating of conversation {found}", [record], lambda whole: _rating(found, whole, given, left)
    )
    yield from [*refused, *others]
    customer = _customer(record)
    owner = ident(record.get("admin_assignee_id"))
    seen = given.exported_at if given.exported_at and record.get("state") != "closed" else changed
    made = conversation(
        found,
        given,
        record,
        channel=text_of(inside(record, "source", "type")),
        owner=owner,
        customer=customer,
        seen_at=written(seen),
        participants=participants(
            (owner, "agent", ident(record.get("team_assignee_id"))), (customer, "customer", None), *authors(messages)
        ),
        messages=messages,
        ratings=ratings,
    )
    yield Given(made, one.place.file, one.place.line)


def _customer(record: Record) -> str | None:
    """The first contact; a list may name none, but who wrote first or who rated."""
    contact = next(iter(items(inside(record, "contacts", "contacts"))), None)
    author = inside(record, "source", "author")
    writer = inside(author, "id") if text_of(inside(author, "type")) in _CUSTOMERS else None
    return ident(inside(contact, "id") or writer or inside(record, "conversation_rating", "contact", "id"))


def _parts(record: Record, left: Counter[str]) -> list[Record]:
    """The first message and all parts; none where the export gives no parts at all."""
    listed = inside(record, "conversation_parts", "conversation_parts")
    if not isinstance(listed, list):
        left["messages of conversations from a list, which gives no parts"] += 1
        return []
    total = inside(record, "conversation_parts", "total_count")
    if isinstance(total, int) and total > len(listed):
        left[f"parts beyond the {_MOST_PARTS} that Intercom gives"] += total - len(listed)
    source = inside(record, "source")
    first = (
        [{"part_type": "comment", "created_at": record.get("created_at"), **source}]
        if isinstance(source, Mapping)
        else []
    )
    return [*first, *items(listed)]


def _message(part: Record, given: HelpdeskMap, left: Counter[str]) -> dict[str, Any] | None:
    kind, body = text_of(part.get("part_type")), part.get("body")
    author = inside(part, "author")
    if part.get("redacted") is True:
        left["texts that were redacted; their times are kept"] += 1
        body = ""
    elif not body and not part.get("attachments"):
        left["parts without a message: assignments, tags, closings"] += 1
        return None
    named = ident(inside(author, "id"))
    role = _role(text_of(inside(author, "type")) or "", author, named, given)
    return {
        "role": role,
        "at": written(needed(part.get("created_at"), given.timezone, "created_at")),
        "text": plain(body if isinstance(body, str) else ""),
        **slim({"author": named}),
        "public": kind not in _NOTES,
    }


def _role(kind: str, author: Any, named: str | None, given: HelpdeskMap) -> str:
    if named in given.bots or kind == "bot" or inside(author, "from_ai_agent") or inside(author, "is_ai_answer"):
        return "bot"
    if kind in _CUSTOMERS:
        return "customer"
    return "agent" if kind == "admin" else "system"


def _rating(found: str, record: Record, given: HelpdeskMap, left: Counter[str]) -> dict[str, Any] | None:
    whole = inside(record, "conversation_rating")
    if whole is None:
        return None
    if not answered(inside(whole, "rating")):
        left["ratings asked for and not given"] += 1
        return None
    key = f"intercom:{given.prefix}{found}:rating"
    return rating(
        given,
        given.standard,
        level_of(inside(whole, "rating"), levels(given, FIVE), "conversation_rating.rating"),
        moment(inside(whole, "updated_at") or inside(whole, "created_at"), given.timezone),
        rating=key,
        response=key,
        rater=ident(inside(whole, "contact", "id")),
        person=ident(inside(whole, "teammate", "id")),
        instrument="intercom:conversation_rating",
    )
