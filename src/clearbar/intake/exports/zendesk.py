"""Zendesk Support: tickets, comments, users, and satisfaction old and new.

Read are, in any order and in any number of files: `tickets` (with `comments` inside, as Zendesk's own JSON export and
many copies have them), `comments` (with `ticket_id`, or from a file named after its ticket, such as
`comments-123.json`, because a page of comments does not say which ticket it belongs to), `ticket_events` (with
`include=comment_events`), `audits`, `users`, `satisfaction_ratings` (the old question: good or bad) and
`survey_responses` (the new one: a scale). A comment tells its author's id only, so that who is a customer and who an
agent comes from `users.role`.

`offered` and `unoffered` are not answers. Since the new survey, the old table holds each of its answers too, bent to
good or bad: of a ticket with a new answer the old ones are left out.

Sources: Zendesk developer documentation, "Tickets", "Ticket Comments", "Ticket Audits", "Incremental Export",
"Satisfaction Ratings" and "CSAT Survey Responses"; api-evangelist/zendesk, openapi/, commit aaa5480.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePath
from typing import Any

from clearbar.intake.exports.faults import Place, Unusable, each
from clearbar.intake.exports.helpdesks import Newest, counted, kinds, levels, rating
from clearbar.intake.exports.levels import FIVE, level_of
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

KEYS = frozenset(
    {"tickets", "ticket", "comments", "users", "user", "satisfaction_ratings", "satisfaction_rating"}
    | {"survey_responses", "survey_response", "ticket_events", "audits", "deleted_tickets", "results"}
)
GOOD_BAD: Mapping[str, int] = {"good": 4, "bad": 2}
_ASKED = frozenset({"offered", "unoffered", None})
_UNANSWERED = "surveys offered and not answered"
_COMMENTS: frozenset[str | None] = frozenset({"Comment", "VoiceComment"})
_AGENTS = frozenset({"agent", "admin"})
_SYSTEM = "-1"
_TICKET = re.compile(r"zen:ticket:(\d+)")
_NUMBER = re.compile(r"\d+")


@dataclass
class _Tables:
    """What tickets are joined with, by id."""

    roles: dict[str, str] = field(default_factory=dict)
    comments: dict[str, dict[str, Record]] = field(default_factory=dict)
    old: dict[str, list[tuple[Place, Record]]] = field(default_factory=dict)
    new: dict[str, dict[str, tuple[Place, Record]]] = field(default_factory=dict)
    tickets: Newest = field(default_factory=Newest)
    left: Counter[str] = field(default_factory=Counter)


def read(sources: Sequence[Source], given: HelpdeskMap, hide: Hide) -> Iterator[Item]:
    """Conversations of tickets, with their ratings. Reads the files twice: first the tables, then the tickets."""
    del hide
    tables = _Tables()
    for one in kinds(sources, KEYS, _kind):
        if isinstance(one, Rejection):
            yield one
        else:
            yield from _noted(tables, *one)
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
    named = {"tickets": "ticket", "users": "user", "satisfaction_ratings": "satisfaction_rating"}
    named |= {"comments": "comment", "survey_responses": "survey_response", "ticket_events": "event", "audits": "event"}
    known = named.get(one.key, one.key)
    if known in {"ticket", "user", "comment", "satisfaction_rating", "survey_response", "event", "deleted_tickets"}:
        return known
    return _kind_by_fields(one.record)


def _kind_by_fields(record: Record) -> str | None:
    """What a record is that stands alone, by fields that only its kind has."""
    marks = (
        ("survey_response", "answers"),
        ("satisfaction_rating", "score"),
        ("event", "child_events"),
        ("event", "events"),
        ("comment", "author_id"),
        ("ticket", "requester_id"),
        ("user", "role"),
    )
    return next((kind for kind, mark in marks if mark in record), None)


def _noted(tables: _Tables, kind: str, one: Found) -> Iterator[Item]:
    try:
        _note(tables, kind, one)
    except Unusable as error:
        yield error.at(one.place, kind.replace("_", " "))


def _note(tables: _Tables, kind: str, one: Found) -> None:
    record = one.record
    if kind == "ticket":
        tables.tickets.saw(record)
        for user in items(record.get("users")):
            tables.roles[required(user, "id")] = text_of(user.get("role")) or ""
    elif kind == "user":
        tables.roles[required(record, "id")] = text_of(record.get("role")) or ""
    elif kind == "comment":
        tables.comments.setdefault(_ticket_of(one), {})[required(record, "id")] = record
    elif kind == "event":
        _note_event(tables, record)
    elif kind == "satisfaction_rating":
        tables.old.setdefault(required(record, "ticket_id"), []).append((one.place, record))
    elif kind == "survey_response":
        tables.new.setdefault(_subject(record), {})[required(record, "id")] = (one.place, record)
    else:
        tables.left["deleted tickets"] += 1


def _ticket_of(one: Found) -> str:
    """The ticket of a comment: its own field, else the only number in the name of its file."""
    told = ident(one.record.get("ticket_id"))
    numbers = _NUMBER.findall(PurePath(one.place.file).stem)
    if told is None and len(numbers) != 1:
        hint = "name the file after its ticket, such as comments-123.json, or take tickets with their comments inside"
        raise Unusable("CX008", "it does not say which ticket it belongs to", hint)
    return told or str(numbers[0])


def _note_event(tables: _Tables, record: Record) -> None:
    """Comments inside of a ticket event or an audit; its other events say nothing to anybody."""
    ticket = required(record, "ticket_id")
    for child in items(record.get("child_events")) + items(record.get("events")):
        if _said_as(child):
            whose = {"created_at": record.get("created_at"), "author_id": record.get("author_id"), **child}
            tables.comments.setdefault(ticket, {})[required(child, "id")] = whose


def _subject(record: Record) -> str:
    """The ticket that a survey response is about."""
    for subject in items(record.get("subjects")):
        if subject.get("type") == "ticket" and (told := ident(subject.get("id"))):
            return told
    names = record.get("subject_zrns")
    for name in names if isinstance(names, list) else []:
        if isinstance(name, str) and (match := _TICKET.fullmatch(name)):
            return match[1]
    raise Unusable("CX008", "`subject_zrns` names no ticket")


def _ticket(one: Found, tables: _Tables, given: HelpdeskMap) -> Iterator[Item]:
    record = one.record
    if record.get("status") == "deleted":
        tables.left["deleted tickets"] += 1
        return
    try:
        ticket = required(record, "id")
        opened = needed(record.get("created_at"), given.timezone, "created_at")
        changed = moment(record.get("updated_at"), given.timezone) or opened
    except Unusable as error:
        yield error.at(one.place, "ticket")
        return
    messages, refused = _messages(one.place, ticket, record, tables, given)
    ratings, others = _ratings(one.place, ticket, record, tables, given)
    yield from [*refused, *others]
    open_still = text_of(record.get("status")) not in {"solved", "closed"}
    seen = given.exported_at if given.exported_at and open_still else changed
    requester, assignee = ident(record.get("requester_id")), ident(record.get("assignee_id"))
    team = ident(record.get("group_id"))
    made = conversation(
        ticket,
        given,
        record,
        channel=text_of(inside(record, "via", "channel")),
        owner=assignee,
        customer=requester,
        seen_at=written(seen),
        participants=participants(
            (assignee, "bot" if assignee in given.bots else "agent", team),
            (requester, "customer", None),
            *authors(messages),
        ),
        messages=messages,
        ratings=ratings,
    )
    yield Given(made, one.place.file, one.place.line)


def _messages(
    place: Place, ticket: str, record: Record, tables: _Tables, given: HelpdeskMap
) -> tuple[list[dict[str, Any]], list[Rejection]]:
    """The comments of a ticket, none of them twice. With one of an unknown author none are given: an answer that is
    missing would look like a customer who was left waiting."""
    comments = dict(tables.comments.pop(ticket, {}))
    for comment in items(record.get("comments")):
        comments.setdefault(text_of(comment.get("id")) or str(len(comments)), comment)
    if not comments:
        tables.left["messages of tickets whose comments are not in the export"] += 1
    messages, refused = each(
        place, f"comment of ticket {ticket}", comments.values(), lambda one: _message(one, record, tables, given)
    )
    return ([] if any(_strange(one) for one in refused) else messages), refused


def _strange(refused: Rejection) -> bool:
    return any(fault.code == "CX011" for fault in refused.faults)


def _message(comment: Record, ticket: Record, tables: _Tables, given: HelpdeskMap) -> dict[str, Any]:
    author = text_of(comment.get("author_id"))
    body = next((comment[name] for name in ("plain_body", "body") if isinstance(comment.get(name), str)), None)
    if _said_as(comment) == {"VoiceComment"}:
        body = ""  # a summary of a call that Zendesk wrote, with telephone numbers
    text = body if body is not None else comment.get("html_body")
    return {
        "role": _role(author, ticket, tables, given),
        "at": written(needed(comment.get("created_at"), given.timezone, "created_at")),
        "text": plain(text if isinstance(text, str) else ""),
        **slim({"author": None if author == _SYSTEM else author}),
        "public": comment.get("public") is not False,
    }


def _said_as(record: Record) -> frozenset[str | None]:
    """The kinds of comment that a record says it is; none where it is something else."""
    return _COMMENTS & {text_of(record.get("type")), text_of(record.get("event_type"))}


def _role(author: str | None, ticket: Record, tables: _Tables, given: HelpdeskMap) -> str:
    if author in given.bots:
        return "bot"
    if author is None or author == _SYSTEM:
        return "system"
    role = tables.roles.get(author, "")
    if role in _AGENTS:
        return "agent"
    if role == "end-user" or author == text_of(ticket.get("requester_id")):
        return "customer"
    if author == text_of(ticket.get("assignee_id")):
        return "agent"
    hint = "add the export of users: it says who is an agent and who a customer"
    raise Unusable("CX011", "its author is not among the users", hint)


def _ratings(
    where: Place, ticket: str, record: Record, tables: _Tables, given: HelpdeskMap
) -> tuple[list[dict[str, Any]], list[Rejection]]:
    """The answers to the satisfaction question about a ticket: the new ones, else the last of the old ones."""
    ratings: list[dict[str, Any]] = []
    refused: list[Rejection] = []
    for place, response in tables.new.pop(ticket, {}).values():
        answers = [one for one in items(response.get("answers")) if one.get("rating") is not None]
        tables.left[_UNANSWERED] += not answers
        made, bad = each(place, f"answer about ticket {ticket}", answers, partial(_new, given, record, response))
        ratings, refused = ratings + made, refused + bad
    old = tables.old.pop(ticket, [])
    if isinstance(within := record.get("satisfaction_rating"), Mapping) and not old:
        old = [(where, {"updated_at": record.get("updated_at") or record.get("created_at"), **within})]
    answered = [one for one in old if text_of(one[1].get("score")) not in _ASKED]
    tables.left[_UNANSWERED] += len(old) - len(answered)
    if ratings or refused:
        tables.left["old ratings of tickets that have a new answer"] += len(answered)
        return ratings, refused
    answered.sort(key=_when)
    tables.left["ratings that were changed later"] += len(answered[:-1])
    place = answered[-1][0] if answered else where
    last = [one for _, one in answered[-1:]]
    return each(place, f"rating of ticket {ticket}", last, partial(_old, given, ticket, record))


def _when(one: tuple[Place, Record]) -> str:
    """When an old rating was given, as Zendesk writes it: RFC 3339 in UTC, which sorts as text."""
    return str(one[1].get("updated_at") or one[1].get("created_at") or "")


def _old(given: HelpdeskMap, ticket: str, record: Record, one: Record) -> dict[str, Any]:
    score = (text_of(one.get("score")) or "").removesuffix("_with_comment").removesuffix("_without_comment")
    return rating(
        given,
        given.standard,
        level_of(score, levels(given, GOOD_BAD), "score"),
        moment(one.get("updated_at") or one.get("created_at"), given.timezone),
        rating=f"zendesk:{given.prefix}{ticket}:satisfaction",
        response=f"zendesk:{given.prefix}{ticket}:satisfaction",
        rater=ident(one.get("requester_id")) or ident(record.get("requester_id")),
        person=ident(one.get("assignee_id")),
        instrument="zendesk:satisfaction",
    )


def _new(given: HelpdeskMap, record: Record, response: Record, answer: Record) -> dict[str, Any]:
    question = inside(answer, "question")
    options = inside(question, "options")
    names = [name for name in (text_of(inside(question, "alias")), text_of(inside(question, "id"))) if name]
    if not given.levels and isinstance(options, list) and options and len(options) != len(FIVE):
        hint = "say under `levels:` in the map what each of its values means"
        raise Unusable("CX012", f"`rating` is on a scale of {len(options)}, not of five", hint)
    survey = inside(response, "survey")
    of = text_of(response.get("survey_id")) or text_of(inside(survey, "id")) or ""
    version = text_of(response.get("survey_version")) or text_of(inside(survey, "version")) or ""
    standard = next((given.questions[name] for name in names if name in given.questions), given.standard)
    key = f"zendesk:{required(response, 'id')}"
    return rating(
        given,
        standard,
        level_of(answer.get("rating"), levels(given, FIVE), "rating"),
        moment(answer.get("updated_at") or answer.get("created_at"), given.timezone),
        rating=f"{key}:{names[-1] if names else 'rating'}",
        response=key,
        rater=ident(response.get("responder_id")) or ident(record.get("requester_id")),
        instrument=f"zendesk:survey:{of}:{version}",
    )


def _unclaimed(tables: _Tables, given: HelpdeskMap) -> Iterator[Item]:
    """Ratings of tickets that are not in the export: interactions without messages. Comments of such tickets say
    nothing that can be placed."""
    if tables.comments:
        tables.left["comments of tickets that are not in the export"] += sum(map(len, tables.comments.values()))
    for ticket in [*tables.new, *(one for one in tables.old if one not in tables.new)]:
        place = next(iter([*tables.new.get(ticket, {}).values(), *tables.old.get(ticket, [])]))[0]
        ratings, refused = _ratings(place, ticket, {}, tables, given)
        yield from refused
        if ratings:
            made = conversation(ticket, given, {}, customer=ratings[0].get("rater"), ratings=ratings)
            yield Given(made, place.file, place.line)
