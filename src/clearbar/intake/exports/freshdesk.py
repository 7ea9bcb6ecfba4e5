"""Freshdesk: tickets, their conversations and the ratings of its survey.

Read are tickets (`GET /tickets/{id}?include=conversations`, or tickets and conversation entries in files of their
own) and `GET /surveys/satisfaction_ratings`. The opening text stands apart, in the ticket's `description_text`. It is
the customer's, except of a ticket that the desk itself began (`source` 10, outbound e-mail). A ticket without its
conversation entries gives its rating only: answers that are missing would look like a customer who was left waiting.

Satisfaction is written as 103 extremely happy, 102 very happy, 101 happy, 100 neutral, -101 unhappy, -102 very
unhappy, -103 extremely unhappy. Surveys of two, three and five choices use some of them, always with both ends, so
that the ends are the ends of our levels: 103 → 5; 102 and 101 → 4; 100 → 3; -101 and -102 → 2; -103 → 1.

Sources: Freshdesk API v2 documentation, "Tickets", "Conversations", "Surveys"; api-evangelist/freshdesk,
openapi/freshdesk-conversations-api-openapi.yml and -satisfaction-ratings- (commit 06b4e9e),
json-schema/freshdesk-ticket-schema.json (commit e60d5a5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from clearbar.intake.exports.faults import Place, Unusable, each
from clearbar.intake.exports.helpdesks import Newest, counted, kinds, levels, rating
from clearbar.intake.exports.levels import level_of
from clearbar.intake.exports.maps import HelpdeskMap
from clearbar.intake.exports.markup import plain
from clearbar.intake.exports.pages import Found
from clearbar.intake.exports.records import (
    Record,
    authors,
    conversation,
    ident,
    items,
    participants,
    required,
    slim,
    text_of,
)
from clearbar.intake.exports.system import Given, Hide, Item, Source
from clearbar.intake.exports.times import moment, needed, written
from clearbar.model.evidence import Rejection

KEYS = frozenset({"tickets", "ticket", "conversations", "satisfaction_ratings", "results", "data"})
HAPPINESS: Mapping[str, int] = {"103": 5, "102": 4, "101": 4, "100": 3, "-101": 2, "-102": 2, "-103": 1}
DEFAULT_QUESTION = "default_question"
_CHANNELS: Mapping[str | None, str] = {
    "1": "email",
    "2": "portal",
    "3": "phone",
    "7": "chat",
    "9": "feedback widget",
    "10": "outbound email",
}
_OUTBOUND = "10"
_OVER = frozenset({"4", "5"})


@dataclass
class _Tables:
    entries: dict[str, dict[str, Record]] = field(default_factory=dict)
    ratings: dict[str, dict[str, tuple[Place, Record]]] = field(default_factory=dict)
    tickets: Newest = field(default_factory=Newest)
    left: Counter[str] = field(default_factory=Counter)


def read(sources: Sequence[Source], given: HelpdeskMap, hide: Hide) -> Iterator[Item]:
    """Conversations of tickets, with their ratings. Reads the files twice: first the tables, then the tickets."""
    del hide
    tables = _Tables()
    for one in kinds(sources, KEYS, _kind):
        if isinstance(one, Rejection):
            yield one
            continue
        kind, found = one
        _, refused = each(found.place, kind, [found], partial(_note, tables, kind))
        yield from refused
    newest = tables.tickets.choose()
    for again in kinds(sources, KEYS, _kind):
        if not isinstance(again, Rejection) and again[0] == "ticket":
            if newest(again[1].record):
                yield from _ticket(again[1], tables, given)
            else:
                tables.left["earlier copies of the same ticket"] += 1
    yield from _unclaimed(tables, given)
    yield from counted(tables.left)


def _kind(one: Found) -> str | None:
    record = one.record
    if "survey_id" in record or "ratings" in record:
        return "satisfaction rating"
    if "incoming" in record or "body_text" in record:
        return "conversation entry"
    return "ticket" if "requester_id" in record else None


def _note(tables: _Tables, kind: str, one: Found) -> None:
    record = one.record
    if kind == "ticket":
        tables.tickets.saw(record)
    else:
        ticket, found = required(record, "ticket_id"), required(record, "id")
        if kind == "conversation entry":
            tables.entries.setdefault(ticket, {})[found] = record
        else:
            tables.ratings.setdefault(ticket, {})[found] = (one.place, record)


def _ticket(one: Found, tables: _Tables, given: HelpdeskMap) -> Iterator[Item]:
    record = one.record
    if record.get("deleted") is True or record.get("spam") is True:
        tables.left["deleted tickets and spam"] += 1
        return
    try:
        ticket = required(record, "id")
        opened = needed(record.get("created_at"), given.timezone, "created_at")
        changed = moment(record.get("updated_at"), given.timezone) or opened
    except Unusable as error:
        yield error.at(one.place, "ticket")
        return
    messages, refused = each(
        one.place, f"entry of ticket {ticket}", _entries(ticket, record, tables), lambda entry: _message(entry, given)
    )
    ratings, others = _ratings(ticket, tables, given)
    yield from [*refused, *others]
    owner, customer = ident(record.get("responder_id")), ident(record.get("requester_id"))
    open_still = text_of(record.get("status")) not in _OVER
    made = conversation(
        ticket,
        given,
        record,
        channel=_CHANNELS.get(text_of(record.get("source"))),
        owner=owner,
        customer=customer,
        seen_at=written(given.exported_at if given.exported_at and open_still else changed),
        participants=participants(
            (owner, "bot" if owner in given.bots else "agent", ident(record.get("group_id"))),
            (customer, "customer", None),
            *authors(messages),
        ),
        messages=messages,
        ratings=ratings,
    )
    yield Given(made, one.place.file, one.place.line)


def _entries(ticket: str, record: Record, tables: _Tables) -> list[Record]:
    """The opening text and all entries, none twice; none at all where the export does not have the entries."""
    apart = tables.entries.pop(ticket, None)
    within = record.get("conversations")
    if apart is None and not isinstance(within, list):
        tables.left["messages of tickets whose conversation entries are not in the export"] += 1
        return []
    entries = dict(apart or {})
    for entry in items(within):
        entries.setdefault(required(entry, "id") if entry.get("id") else str(len(entries)), entry)
    outbound = text_of(record.get("source")) == _OUTBOUND
    text = record.get("description_text") or record.get("description")
    opening = {
        "body_text": text or "",
        "incoming": not outbound,
        "user_id": record.get("responder_id") if outbound else record.get("requester_id"),
        "created_at": record.get("created_at"),
    }
    return [opening, *entries.values()]


def _message(entry: Record, given: HelpdeskMap) -> dict[str, Any]:
    author = ident(entry.get("user_id"))
    text = entry.get("body_text") or entry.get("body")
    role = "customer" if entry.get("incoming") is True else "agent"
    return {
        "role": "bot" if author in given.bots else role,
        "at": written(needed(entry.get("created_at"), given.timezone, "created_at")),
        "text": plain(text if isinstance(text, str) else ""),
        **slim({"author": author}),
        "public": entry.get("private") is not True,
    }


def _ratings(ticket: str, tables: _Tables, given: HelpdeskMap) -> tuple[list[dict[str, Any]], list[Rejection]]:
    ratings: list[dict[str, Any]] = []
    refused: list[Rejection] = []
    for place, record in tables.ratings.pop(ticket, {}).values():
        made, bad = each(
            place,
            f"rating of ticket {ticket}",
            _answers(record).items(),
            partial(_rating, given, tables.left, record),
        )
        ratings, refused = ratings + made, refused + bad
    return ratings, refused


def _answers(record: Record) -> Mapping[str, Any]:
    """Question → value; older copies of the API write one `rating` only."""
    answers = record.get("ratings")
    return answers if isinstance(answers, Mapping) else {DEFAULT_QUESTION: record.get("rating")}


def _rating(given: HelpdeskMap, left: Counter[str], record: Record, answer: tuple[str, Any]) -> dict[str, Any] | None:
    question, value = answer
    standard = given.questions.get(question) or (given.standard if question == DEFAULT_QUESTION else None)
    if standard is None:
        left["answers to questions that the map does not name"] += 1
        return None
    if value is None:
        left["questions asked and not answered"] += 1
        return None
    key = f"freshdesk:{required(record, 'id')}"
    return rating(
        given,
        standard,
        level_of(value, levels(given, HAPPINESS), f"ratings.{DEFAULT_QUESTION}"),
        moment(record.get("created_at"), given.timezone),
        rating=f"{key}:{question}"[:200],
        response=key,
        rater=ident(record.get("user_id")),
        person=ident(record.get("agent_id")),
        instrument=f"freshdesk:survey:{ident(record.get('survey_id')) or ''}",
    )


def _unclaimed(tables: _Tables, given: HelpdeskMap) -> Iterator[Item]:
    """Ratings of tickets that are not in the export: interactions without messages."""
    if tables.entries:
        tables.left["entries of tickets that are not in the export"] += sum(map(len, tables.entries.values()))
    for ticket, rated in list(tables.ratings.items()):
        place = next(iter(rated.values()))[0]
        ratings, refused = _ratings(ticket, tables, given)
        yield from refused
        if ratings:
            made = conversation(ticket, given, {}, customer=ratings[0].get("rater"), ratings=ratings)
            yield Given(made, place.file, place.line)
