"""Which tickets to read, page by page, so that none is lost or read in vain, however often the work is broken off.

Two ways lead through the tickets. The first time they are *listed* by number, from where the list broke off. After
that their *changes* are followed: every change of a ticket is a transaction, and transactions are numbered.

Why not ask for the tickets that were updated since a time? RT reads a time in a search in the time zone of the
account's settings, even where the time brings its own offset; a page moves under the reader when a ticket on it is
updated; and a ticket that was deleted, merged or moved to another queue is in no search any more. Numbers have none
of these faults. A transaction gets its number before it can be seen, so the last `OVERLAP` numbers are looked at
again, and what was seen of them is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from clearbar.intake.request_tracker import LONGEST_PAGE, BrokenAnswer, Get, Reader, ServerFault, Wishes, rows_of

OVERLAP = 100
MOST_BROKEN = 20
"""So many tickets may fail in one run; more, and the server is ill."""

_MOST_EMPTY_PAGES = 10
_FIELDS = {
    "fields": "Status,Type,Queue,Owner,Requestor,Resolved",
    "fields[Queue]": "Name",
    "fields[Owner]": "id",
    "fields[Requestor]": "id",
}
_CHANGES = (
    "ObjectType = 'RT::Ticket' AND Type != 'EmailRecord' AND Type != 'CommentEmailRecord' AND Type != 'CustomField'"
    " AND id > {after}"
)


@dataclass(frozen=True)
class Mark:
    """How far the reading has come: the last ticket of the list (None when the list is done), the last transaction
    followed, those seen among the `OVERLAP` before it, and the tickets that the server could not give."""

    listed: int | None = 0
    changes: int = 0
    seen: tuple[int, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """Conversations that were read, interactions that are none any more, and the mark to go on from."""

    conversations: tuple[dict[str, Any], ...]
    gone: tuple[str, ...]
    mark: Mark


def read_pages(
    get: Get, wishes: Wishes, mark: Mark | None, *, now: Callable[[], datetime], hide: Callable[[str], str]
) -> Generator[Page]:
    """The pages from `mark` on; from the beginning without one.

    `now` is the clock of the server: a conversation was seen when its ticket was asked for. `hide` gives a pseudonym
    for a name. Raises ServerFault. To stop between two pages and to go on from the last mark loses nothing.
    """
    _check_version(get("rt", {}))
    start = mark or _followed(Mark(), _newest(get))
    yield from _Pages(get, wishes, now, Reader(get, wishes, hide), start)


def _check_version(answer: Any) -> None:
    version = str(answer.get("Version", "")) if isinstance(answer, Mapping) else ""
    major = version.partition(".")[0]
    if not major.isdigit() or int(major) < 5:
        told = f"this is version {version[:40]}" if major.isdigit() else "this address is none"
        raise ServerFault(
            f"Clearbar reads Request Tracker 5 or newer, and {told}\n"
            "    hint: give the address that people use, such as https://help.example.org/rt, without /REST/2.0"
        )


@dataclass
class _Pages:
    get: Get
    wishes: Wishes
    now: Callable[[], datetime]
    reader: Reader
    mark: Mark
    done: set[str] = field(default_factory=set)
    failed: int = 0

    def __iter__(self) -> Iterator[Page]:
        while self.mark.listed is not None:
            yield self._next_of_list(self.mark.listed)
        if self.mark.broken:
            again, self.mark = self.mark.broken, replace(self.mark, broken=())
            yield self._page(*self._named(again))
        top = _newest(self.get)
        if top:
            yield from self._follow(max(top))

    def _next_of_list(self, after: int) -> Page:
        """The next tickets by number. What changes meanwhile moves none of them, and is followed later."""
        asked = {"query": self.wishes.chosen(f"id > {after}"), "orderby": "id", "per_page": str(self.wishes.per_page)}
        answer = self.get("tickets", {**asked, **_FIELDS})
        tickets = rows_of(answer, "tickets")
        if answer.get("total") is None:
            raise ServerFault(
                "the server does not tell how many tickets there are, so that some could be missed\n"
                "    hint: switch UseSQLForACLChecks on, or give the account the right ShowTicket globally"
            )
        last = len(tickets) >= answer["total"] or not tickets
        page = self._page(tickets, ())
        self.mark = replace(page.mark, listed=None if last else max(int(one["id"]) for one in tickets))
        return replace(page, mark=self.mark)

    def _follow(self, top: int) -> Iterator[Page]:
        """The tickets that changed, up to the transaction `top`. A ticket is read once for all changes that could be
        seen when `top` was asked for; a later one may have come after it was read."""
        self.done.clear()  # read before `top` was known, a ticket may have changed since
        settled = top - OVERLAP
        for ids, tickets in _changed(self.get, max(0, self.mark.changes - OVERLAP), top):
            fresh = [pair for pair in zip(ids, tickets, strict=True) if pair[0] not in self.mark.seen]
            todo = list(dict.fromkeys(one for number, one in fresh if number > settled or one not in self.done))
            for start in range(0, len(todo), self.wishes.per_page):
                yield self._page(*self._named(todo[start : start + self.wishes.per_page]))
            self.mark = _followed(self.mark, ids)
            yield Page((), (), self.mark)

    def _named(self, numbers: Sequence[str]) -> tuple[list[Mapping[str, Any]], list[str]]:
        """The tickets of these numbers, and the numbers that the query finds no more: deleted, merged or moved."""
        condition = " OR ".join(f"id = {int(one)}" for one in numbers)
        asked = {"query": self.wishes.chosen(condition), "per_page": str(LONGEST_PAGE), **_FIELDS}
        found: list[Mapping[str, Any]] = []
        if numbers:
            found = rows_of(self.get("tickets", asked), "tickets")
        return found, sorted(set(numbers) - {str(one["id"]) for one in found}, key=int)

    def _page(self, tickets: Sequence[Mapping[str, Any]], missing: Sequence[str]) -> Page:
        conversations: list[dict[str, Any]] = []
        gone = [self.reader.interaction(one) for one in missing]
        for ticket in tickets:
            number = str(ticket["id"])
            self.done.add(number)
            if not self._wanted(ticket):
                gone.append(self.reader.interaction(number))
                continue
            try:
                conversation, merged = self.reader.read(ticket, self.now())
            except BrokenAnswer as fault:
                self._remember(number, fault)
            else:
                conversations.append(conversation)
                gone.extend(merged)
        self.done.update(missing)
        return Page(tuple(conversations), tuple(gone), self.mark)

    def _wanted(self, ticket: Mapping[str, Any]) -> bool:
        """Reminders and approvals are tickets to RT, and nobody's conversation."""
        status = str(ticket.get("Status"))
        unwanted = {"deleted"} if self.wishes.with_rejected else {"deleted", "rejected"}
        return status not in unwanted and ticket.get("Type", "ticket") == "ticket"

    def _remember(self, number: str, fault: BrokenAnswer) -> None:
        """Puts a ticket by that the server cannot give, to be asked for again the next time."""
        self.failed += 1
        if self.failed > MOST_BROKEN:
            raise ServerFault(f"the server failed at more than {MOST_BROKEN} tickets; the last time it said: {fault}")
        self.mark = replace(self.mark, broken=(*self.mark.broken, number))


def _followed(mark: Mark, ids: Sequence[int]) -> Mark:
    """The mark after these transactions."""
    highest = max(mark.changes, *ids, 0)
    seen = sorted(one for one in {*mark.seen, *ids} if one > highest - OVERLAP)
    return replace(mark, changes=highest, seen=tuple(seen))


def _newest(get: Get) -> list[int]:
    """The newest transactions of tickets that we may see; none if there is none among the newest thousand."""
    asked = {"query": _CHANGES.format(after=0), "orderby": "id", "order": "DESC", "per_page": str(LONGEST_PAGE)}
    for page in range(1, _MOST_EMPTY_PAGES + 1):
        rows = rows_of(get("transactions", {**asked, "page": str(page)}), "transactions")
        if rows:
            return [int(one["id"]) for one in rows]
    return []


def _changed(get: Get, after: int, top: int) -> Iterator[tuple[list[int], list[str]]]:
    """Transactions after one number up to `top`, in order, with their tickets, page by page.

    A page may be empty though more follow: what we may not see is taken out of it. So `top`, which we have seen, is
    the end, and not an empty page. New transactions come behind it and move no page.
    """
    asked = {
        "query": _CHANGES.format(after=after),
        "fields": "ObjectId",
        "orderby": "id",
        "per_page": str(LONGEST_PAGE),
    }
    page, empty = 1, 0
    while empty < _MOST_EMPTY_PAGES:
        rows = rows_of(get("transactions", {**asked, "page": str(page)}), "transactions")
        ids = [int(one["id"]) for one in rows]
        if ids:
            yield ids, [str(one["ObjectId"]) for one in rows]
        if ids and max(ids) >= top:
            return
        page, empty = page + 1, 0 if ids else empty + 1
