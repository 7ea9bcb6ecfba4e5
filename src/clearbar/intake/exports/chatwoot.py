"""Chatwoot: messages, conversations and answers to the satisfaction survey.

Messages come from `GET …/conversations/{id}/messages`, page by page, each with its `conversation_id`; they are held
until all files are read. Conversations (`GET …/conversations` or `…/{id}`) add who is assigned; the one message that a
list shows with each is not taken, because it is not all of them. `csat_survey_responses` gives the answers; an answer
that stands in its own message too counts once.

Contacts and users are counted apart in Chatwoot, so that contact 7 and user 7 are two people: ids of contacts and bots
are written `contact-7` and `bot-7`, those of users stay as they are.

`message_type` is 0 incoming, 1 outgoing, 2 activity, 3 template. Templates (greetings, the survey) and what went out
without a sender are machinery: role `system`.

Sources: chatwoot/chatwoot, swagger/definitions/resource/message.yml (commit 0674837), message_detailed.yml (2457f43),
conversation.yml (0426d18); app/views/api/v1/models/_csat_survey_response.json.jbuilder (3217cd2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from clearbar.intake.exports.faults import Place, Unusable, each
from clearbar.intake.exports.helpdesks import counted, kinds, levels, rating
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
    participants,
    required,
    slim,
    text_of,
)
from clearbar.intake.exports.system import Given, Hide, Item, Source
from clearbar.intake.exports.times import moment, needed, written
from clearbar.model.evidence import Rejection

KEYS = frozenset({"payload", "data", "messages", "conversations", "csat_survey_responses"})
_INCOMING, _OUTGOING, _ACTIVITY = 0, 1, 2
_TYPES = {"incoming": 0, "outgoing": 1, "activity": 2, "template": 3}


@dataclass
class _Thread:
    """One conversation as far as it has been read."""

    place: Place
    record: Record = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)


def read(sources: Sequence[Source], given: HelpdeskMap, hide: Hide) -> Iterator[Item]:
    """Conversations with their ratings, when all files are read."""
    del hide
    threads: dict[str, _Thread] = {}
    left: Counter[str] = Counter()
    for one in kinds(sources, KEYS, _kind):
        if isinstance(one, Rejection):
            yield one
            continue
        kind, found = one
        _, refused = each(found.place, kind, [found], partial(_note, threads, given, left, kind))
        yield from refused
    for name, thread in threads.items():
        if thread.record and not thread.messages:
            left["messages of conversations whose messages are not in the export"] += 1
        yield Given(_conversation(name, thread, given), thread.place.file, thread.place.line)
    yield from counted(left)


def _kind(one: Found) -> str | None:
    record = one.record
    if "message_type" in record:
        return "message"
    if "rating" in record:
        return "satisfaction answer"
    if "messages" in record or "inbox_id" in record or "can_reply" in record:
        return "conversation"
    return None


def _note(threads: dict[str, _Thread], given: HelpdeskMap, left: Counter[str], kind: str, one: Found) -> None:
    name = _thread_of(kind, one.record)
    thread, record = threads.setdefault(name, _Thread(one.place)), one.record
    if kind == "conversation":
        thread.record = record
    elif kind == "satisfaction answer":
        _answer(thread, name, record, given, left)
    else:
        _message(thread, name, record, given, left)


def _thread_of(kind: str, record: Record) -> str:
    """The conversation that a record is, or belongs to."""
    if kind == "conversation":
        return required(record, "id")
    return ident(inside(record, "conversation", "id")) or required(record, "conversation_id")


def _message(thread: _Thread, name: str, record: Record, given: HelpdeskMap, left: Counter[str]) -> None:
    found = required(record, "id")
    at = needed(record.get("created_at"), given.timezone, "created_at")
    kind = record.get("message_type")
    kind = _TYPES.get(kind, kind) if isinstance(kind, str) else kind
    if record.get("content_type") == "input_csat":
        _asked(thread, name, found, record, given, left)
        return
    if kind == _ACTIVITY:
        left["activity: assignments, labels, changes of status"] += 1
        return
    attributes = record.get("content_attributes")
    deleted = inside(attributes, "deleted") is True
    if deleted:
        left["texts of deleted messages; their times are kept"] += 1
    role, author = _who(kind, record, given)
    content = record.get("content")
    thread.messages[found] = {
        "role": role,
        "at": written(at),
        "text": plain(content) if isinstance(content, str) and not deleted else "",
        **slim({"author": author}),
        "public": record.get("private") is not True,
    }


def _who(kind: Any, record: Record, given: HelpdeskMap) -> tuple[str, str | None]:
    """Role and id of who sent a message."""
    sender = text_of(record.get("sender_type")) or text_of(inside(record, "sender", "type")) or ""
    found = ident(record.get("sender_id")) or ident(inside(record, "sender", "id"))
    if kind == _INCOMING:
        return "customer", f"contact-{found}" if found else None
    if kind != _OUTGOING or found is None:
        return "system", None
    if "bot" in sender.lower() or "captain" in sender.lower():
        return "bot", f"bot-{found}"
    return ("bot" if found in given.bots else "agent"), found


def _asked(thread: _Thread, name: str, found: str, record: Record, given: HelpdeskMap, left: Counter[str]) -> None:
    """The message that asks for satisfaction; it holds the answer too, once there is one."""
    answer = inside(record, "content_attributes", "submitted_values", "csat_survey_response")
    if not isinstance(answer, Mapping):
        left["surveys sent (an answer, if there is one, stands in csat_survey_responses)"] += 1
        return
    known = {"message_id": found, "created_at": record.get("updated_at") or record.get("created_at")}
    thread.answers.setdefault(found, _rated(name, {**known, **answer}, given))


def _answer(thread: _Thread, name: str, record: Record, given: HelpdeskMap, left: Counter[str]) -> None:
    if not answered(record.get("rating")):
        left["surveys sent and not answered"] += 1
        return
    thread.answers[ident(record.get("message_id")) or required(record, "id")] = _rated(name, record, given)


def _rated(name: str, record: Record, given: HelpdeskMap) -> dict[str, Any]:
    contact = ident(record.get("contact_id")) or ident(inside(record, "contact", "id"))
    key = f"chatwoot:{given.prefix}{name}:{ident(record.get('message_id')) or ident(record.get('id'))}"
    return rating(
        given,
        given.standard,
        level_of(record.get("rating"), levels(given, FIVE), "rating"),
        moment(record.get("created_at"), given.timezone),
        rating=key,
        response=key,
        rater=f"contact-{contact}" if contact else None,
        person=ident(record.get("assigned_agent_id")) or ident(inside(record, "assigned_agent", "id")),
        instrument="chatwoot:csat",
    )


def _conversation(name: str, thread: _Thread, given: HelpdeskMap) -> dict[str, Any]:
    record, messages = thread.record, list(thread.messages.values())
    contact = ident(inside(record, "meta", "sender", "id")) or ident(record.get("contact_id"))
    customer = f"contact-{contact}" if contact else _first_customer(messages)
    owner = ident(inside(record, "meta", "assignee", "id"))
    team = ident(inside(record, "meta", "team", "id"))
    seen = _seen(record, given)
    return conversation(
        name,
        given,
        record,
        channel=text_of(inside(record, "meta", "channel")),
        owner=owner,
        customer=customer,
        seen_at=seen,
        participants=participants((owner, "agent", team), (customer, "customer", None), *authors(messages)),
        messages=messages,
        ratings=list(thread.answers.values()),
    )


def _first_customer(messages: Sequence[Record]) -> str | None:
    return next((one.get("author") for one in messages if one["role"] == "customer"), None)


def _seen(record: Record, given: HelpdeskMap) -> str | None:
    """When it was last seen: at the export if it was open then, else at its last activity."""
    if given.exported_at and record.get("status") != "resolved":
        return written(given.exported_at)
    try:
        at = moment(record.get("last_activity_at") or record.get("updated_at"), given.timezone)
    except Unusable:
        return None
    return written(at) if at else None
