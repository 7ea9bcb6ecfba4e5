"""Request Tracker 5: tickets as its REST 2.0 answers them become conversations as docs/conversations.md has them.

What the server gives was read off RT 5.0.3 itself, because the manual (`RT/REST2.pm`) is silent on most of it:

* `fields[Creator]=id` turns the name of a user into a number. Names and addresses never leave this module.
* Whether a user is staff (`Privileged`) is told by `/user/ID` only; in a list the field is always empty.
* Asking a list of attachments for `Parent` ends in a fault of the server.
* `Resolved` keeps its time when a ticket is opened again; the last change of status tells whether it still holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from clearbar.intake.exports.markup import plain
from clearbar.intake.exports.quoting import own_words
from clearbar.model.conversation import Role
from clearbar.model.errors import ClearbarError

Get = Callable[[str, Mapping[str, str]], Any]
"""Asks the server for a path below REST/2.0 with parameters, and gives the JSON; None where there is no such thing.
Raises ServerFault."""

LONGEST_PAGE = 100
"""More rows than this Request Tracker gives on no page."""

_SPOKEN = ("Create", "Correspond", "Comment")
_READ = json.dumps([{"field": "Type", "operator": "IN", "value": [*_SPOKEN, "Status"]}])
_HISTORY = {"query": _READ, "fields": "Type,Creator,Created,ObjectId", "fields[Creator]": "id"}
_SYSTEM, _NOBODY = "RT_System", "Nobody"
_SAME = timedelta(seconds=2)


class ServerFault(ClearbarError):
    """A server cannot be asked, or does not answer as it should."""


class BrokenAnswer(ServerFault):
    """The server fails at this one question (status 500), though it is well otherwise."""


@dataclass(frozen=True)
class Wishes:
    """How tickets are to be read.

    `query` is TicketSQL that chooses tickets, empty for all. `prefix` begins every id. `queue` says what the queue
    of a ticket becomes. `roles` gives users, by number or by name, a role other than the one that follows from their
    rights. `with_rejected` keeps tickets of the status `rejected`.
    """

    query: str = ""
    prefix: str = "rt-"
    queue: Literal["topic", "channel", "site", "none"] = "topic"
    roles: Mapping[str, Role] = field(default_factory=dict)
    with_rejected: bool = False
    per_page: int = 50

    def kind(self) -> tuple[str, ...]:
        """What makes the conversations others than with other wishes."""
        roles = sorted(f"{user}={role}" for user, role in self.roles.items())
        return (self.query, self.prefix, self.queue, str(self.with_rejected), *roles)

    def chosen(self, condition: str) -> str:
        """TicketSQL for the tickets of the query that a condition holds for."""
        return f"({self.query}) AND ({condition})" if self.query.strip() else condition


@dataclass(frozen=True)
class Person:
    """A user of the server: their pseudonym and, only while reading, the name that `Wishes.roles` may go by."""

    id: str
    number: str
    name: str


class Reader:
    """Reads tickets one by one. Asks once for each user who writes and is no requestor, whether they are staff."""

    def __init__(self, get: Get, wishes: Wishes, hide: Callable[[str], str]) -> None:
        self.get = get
        self.wishes = wishes
        self.hide = hide
        self.staff: dict[str, bool] = {}

    def read(self, ticket: Mapping[str, Any], now: datetime) -> tuple[dict[str, Any], list[str]]:
        """The conversation of a ticket as the search gives it, and the tickets that were merged into it."""
        number = str(ticket["id"])
        history = list(listed(self.get, f"ticket/{number}/history", _HISTORY))
        spoken = [one for one in history if one.get("Type") in _SPOKEN]
        words = self._words([str(one["id"]) for one in spoken])
        requestors = [self.person(one) for one in ticket.get("Requestor") or ()]
        owner = self.person(ticket.get("Owner") or {})
        messages = [self._message(one, words.get(str(one["id"]), ""), requestors) for one in spoken]
        merged = {str(one.get("ObjectId") or number) for one in history} - {number}
        conversation = {
            "interaction": self.interaction(number),
            **self._queue(ticket),
            "owner": None if owner is None or owner.name == _NOBODY else owner.id,
            "customer": next((one.id for one in requestors if one), None),
            "seen_at": (_closed(ticket, history) or now).astimezone(UTC).isoformat(),
            "participants": _participants(messages),
            "messages": messages,
        }
        return conversation, sorted(map(self.interaction, merged))

    def interaction(self, number: str) -> str:
        """The id of a ticket's conversation."""
        return f"{self.wishes.prefix}{number}"

    def person(self, user: Any) -> Person | None:
        """A user by number. A server that gives the name alone has it hidden: a name of digits is no number."""
        if not isinstance(user, Mapping) or "id" not in user:
            return None
        name = str(user.get("_url", "")).rpartition("/")[2]
        given = user["id"]
        number = str(given) if isinstance(given, int) or (str(given).isdigit() and str(given) != name) else ""
        pseudonym = f"u{number}" if number else self.hide(str(given))
        return Person(f"{self.wishes.prefix}{pseudonym}", number, name or str(given))

    def _queue(self, ticket: Mapping[str, Any]) -> dict[str, Any]:
        queue = ticket.get("Queue")
        name = str(queue.get("Name") or "")[:200] if isinstance(queue, Mapping) else ""
        if not name or self.wishes.queue == "none":
            return {"channel": "ticket"}
        if self.wishes.queue == "site":
            return {"channel": "ticket", "site": {"id": name}}
        return {"channel": "ticket", self.wishes.queue: name}

    def _message(
        self, transaction: Mapping[str, Any], text: str, requestors: Sequence[Person | None]
    ) -> dict[str, Any]:
        author = self.person(transaction.get("Creator"))
        role = self._role(author, requestors)
        said = {"role": role.value, "at": transaction.get("Created"), "text": text}
        said |= {"author": author.id} if author else {}
        return said | ({"public": False} if transaction["Type"] == "Comment" else {})

    def _role(self, author: Person | None, requestors: Sequence[Person | None]) -> Role:
        if author is None:
            return Role.SYSTEM
        named = self.wishes.roles.get(author.number) or self.wishes.roles.get(author.name)
        if named:
            return named
        if author.name == _SYSTEM:
            return Role.SYSTEM
        if any(one and one.id == author.id for one in requestors):
            return Role.CUSTOMER
        return Role.AGENT if self._is_staff(author) else Role.CUSTOMER

    def _is_staff(self, person: Person) -> bool:
        if person.id not in self.staff:
            user = self.get(f"user/{person.number or person.name}", {})
            self.staff[person.id] = isinstance(user, Mapping) and str(user.get("Privileged")) == "1"
        return self.staff[person.id]

    def _words(self, transactions: Sequence[str]) -> dict[str, str]:
        """What was said in each transaction: its plain text parts, else its HTML. Files that were attached stay where
        they are."""
        found: dict[str, dict[str, list[str]]] = {}
        for start in range(0, len(transactions), LONGEST_PAGE):
            for part in listed(self.get, "attachments", _bodies(transactions[start : start + LONGEST_PAGE])):
                kinds = found.setdefault(str(part.get("TransactionId")), {})
                kinds.setdefault(str(part.get("ContentType")).lower(), []).append(str(part.get("Content") or ""))
        return {number: _text(kinds) for number, kinds in found.items()}


def _bodies(transactions: Sequence[str]) -> dict[str, str]:
    """The question for the bodies of transactions: texts without a file name."""
    limits = [
        {"field": "TransactionId", "operator": "IN", "value": list(transactions)},
        {"field": "ContentType", "operator": "IN", "value": ["text/plain", "text/html"]},
        {"field": "Filename", "operator": "IS", "value": "NULL"},
        {"field": "Filename", "value": "", "entry_aggregator": "OR"},
    ]
    return {"query": json.dumps(limits), "fields": "ContentType,TransactionId,Content", "orderby": "id"}


def _text(kinds: Mapping[str, Sequence[str]]) -> str:
    written = "\n\n".join(part.strip() for part in kinds.get("text/plain", ()) if part.strip())
    if written:
        written = written.replace("\r\n", "\n")
        return own_words(_below_quote(written)) or written
    return "\n\n".join(text for part in kinds.get("text/html", ()) if (text := plain(part)))


def _below_quote(text: str) -> str:
    """A text without the quotation that it begins with: RT puts what is answered above the answer."""
    lines = text.split("\n")
    filled = [index for index, line in enumerate(lines) if line.strip()]
    start = 1 if lines[filled[0]].rstrip().endswith(":") else 0
    if start >= len(filled) or not lines[filled[start]].startswith(">"):
        return text
    below = (index for index in filled[start:] if not lines[index].startswith(">"))
    return "\n".join(lines[next(below, len(lines)) :]) or text


def _participants(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who wrote, in the order in which they came."""
    roles: dict[str, str] = {}
    for one in messages:
        if "author" in one:
            roles.setdefault(one["author"], one["role"])
    return [{"id": person, "role": role} for person, role in roles.items()]


def _closed(ticket: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> datetime | None:
    """When the ticket was closed, if it is: what nobody answered until then, nobody was to answer any more."""
    closed = _time(ticket.get("Resolved"))
    if closed is None:
        return None
    changes = [at for one in history if one.get("Type") == "Status" and (at := _time(one.get("Created")))]
    return closed if max(changes, default=closed) - closed <= _SAME else None


def _time(value: Any) -> datetime | None:
    """A time of the server; None for its 1970, which stands for never."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo and at.year > 1970 else None


def listed(get: Get, path: str, question: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    """All rows of a list in which none is hidden from us, page by page.

    A server does not tell an ordinary account how many rows there are (`total` is null): a page that is not full is
    the last one. Nobody takes rows out of the middle of a history, so no row slips from one page to another.
    """
    page, before = 1, None
    while True:
        asked = {**question, "per_page": str(LONGEST_PAGE), "page": str(page)}
        rows = rows_of(get(path, asked), path)
        if rows and rows == before:
            raise ServerFault(f"the server gives the same page of `{path}` again and again")
        before = rows
        yield from rows
        if len(rows) < LONGEST_PAGE:
            return
        page += 1


def rows_of(answer: Any, path: str) -> list[Mapping[str, Any]]:
    """The rows of a page. Raises ServerFault where the answer is no page."""
    if answer is None:
        raise BrokenAnswer(f"the server knows no `{path}`")
    rows = answer.get("items") if isinstance(answer, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(one, Mapping) and "id" in one for one in rows):
        raise ServerFault(f"the server does not answer `{path.split('/')[0]}` as Request Tracker 5 does")
    return rows
