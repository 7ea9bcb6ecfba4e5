"""Mailboxes in the mbox format: mails become threads, threads become conversations.

Mails belong together by Message-ID, In-Reply-To and References. Who is the organisation is told by `ours` in the map:
a mail from one of these addresses or domains is an agent's, any other a customer's; among ours alone it is internal.
What a machine sent (`Auto-Submitted`, RFC 3834) is a bot's if it is ours, else the system's: an absence notice is no
answer. Addresses, and the ids of mails, which often hold them, are replaced by pseudonyms.

The text is the first `text/plain` part, else the first `text/html` part as text; quoted mail and signatures are cut
where they can hardly be anything else. A mail without a usable date is rejected; the rest of its thread stays.

Sources: RFC 4155 (mbox), RFC 5322 sections 3.3 and 3.6.4 (dates, ids), RFC 2047 (encoded headers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any

from clearbar.intake.exports.faults import Place, Unusable
from clearbar.intake.exports.helpdesks import counted
from clearbar.intake.exports.mails import ID, RawMail, addresses_of, decoded, header, mails
from clearbar.intake.exports.maps import MailMap
from clearbar.intake.exports.markup import plain
from clearbar.intake.exports.quoting import own_words
from clearbar.intake.exports.records import authors, conversation, participants, slim
from clearbar.intake.exports.system import Given, Hide, Item, Source
from clearbar.intake.exports.times import moment, written


@dataclass
class _Threads:
    """Which mails belong together: for each id of a mail another one of its thread, until one that stands for all."""

    to: dict[str, str] = field(default_factory=dict)
    mails: Counter[str] = field(default_factory=Counter)

    def top(self, one: str) -> str:
        while (above := self.to.setdefault(one, one)) != one:
            self.to[one] = self.to[above]
            one = above
        return one

    def join(self, ids: Sequence[str]) -> None:
        first = self.top(ids[0])
        for other in ids[1:]:
            self.to[self.top(other)] = first


def read(sources: Sequence[Source], given: MailMap, hide: Hide) -> Iterator[Item]:
    """One conversation a thread, as soon as its last mail is read. Reads the files twice: first who answers whom."""
    threads, ids = _Threads(), {}
    left: Counter[str] = Counter()
    for mail in mails(sources):
        if isinstance(mail, RawMail):
            ids[mail.number] = _ids(mail)
            threads.join([*ids[mail.number][1:], ids[mail.number][0]])
        else:
            yield mail
    first, waiting = _first_of(threads, ids)
    seen: set[str] = set()
    open_threads: dict[str, list[dict[str, Any]]] = {}
    begun: dict[str, Place] = {}
    for mail in mails(sources):
        if not isinstance(mail, RawMail):
            continue
        own = ids[mail.number][0]
        top = threads.top(own)
        begun.setdefault(top, mail.place)
        messages = open_threads.setdefault(top, [])
        if own in seen:
            left["copies of the same mail"] += 1
        else:
            seen.add(own)
            try:
                messages.append(_message(mail, given, hide))
            except Unusable as error:
                yield error.at(mail.place, "mail")
        waiting[top] -= 1
        if not waiting[top] and open_threads.pop(top):
            place = begun.pop(top)
            yield Given(_conversation(hide(first[top]), messages, given), place.file, place.line)
    yield from counted(left)


def _first_of(threads: _Threads, ids: dict[int, list[str]]) -> tuple[dict[str, str], Counter[str]]:
    """For each thread the id that names it (the oldest that its first mail knows of), and its number of mails."""
    first: dict[str, str] = {}
    mails: Counter[str] = Counter()
    for known in ids.values():
        top = threads.top(known[0])
        first.setdefault(top, known[1] if len(known) > 1 else known[0])
        mails[top] += 1
    return first, mails


def _ids(mail: RawMail) -> list[str]:
    """The mail's own id, then the ids of those it answers, the oldest first. A mail without an id gets one."""
    head = message_from_bytes(mail.raw.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0] + b"\n\n")
    own, references, answered = (_read_ids(header(head, name)) for name in ("Message-ID", "References", "In-Reply-To"))
    return [own[0] if own else f"<{mail.number}@{mail.place.file}>", *dict.fromkeys(references + answered)]


def _read_ids(text: str) -> list[str]:
    """In small letters: pseudonyms are the same for large and small ones, and two threads must not get the same."""
    return [one.lower() for one in ID.findall(text)]


def _message(mail: RawMail, given: MailMap, hide: Hide) -> dict[str, Any]:
    parsed = message_from_bytes(mail.raw)
    senders = addresses_of(parsed, "From")
    if not senders:
        raise Unusable("CX008", "`From` names nobody")
    at = _date(header(parsed, "Date"), given)
    others = [one for name in ("To", "Cc") for one in addresses_of(parsed, name)]
    ours = _is_ours(senders[0], given)
    automatic = header(parsed, "Auto-Submitted").strip().lower() not in {"", "no"}
    return {
        "role": _role(ours, automatic),
        "at": written(at),
        "text": _body(parsed, given),
        **slim({"author": hide(senders[0])}),
        "public": not (ours and bool(others) and all(_is_ours(one, given) for one in others)),
    }


def _role(ours: bool, automatic: bool) -> str:
    if automatic:
        return "bot" if ours else "system"
    return "agent" if ours else "customer"


def _is_ours(address: str, given: MailMap) -> bool:
    """Whether an address is one of ours, or in one of our domains."""
    domain = address.rpartition("@")[2]
    for one in given.ours:
        own = one.strip().lower().removeprefix("@")
        if address == own or ("@" not in own and (domain == own or domain.endswith(f".{own}"))):
            return True
    return False


def _date(text: str, given: MailMap) -> datetime:
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        raise Unusable("CX009", "`Date` holds no time") from None
    if at.tzinfo is None:  # `-0000`: the time in UTC, from a place that is not told (RFC 5322, section 3.3)
        at = at.replace(tzinfo=UTC) if text.rstrip().endswith("-0000") else at
    known = moment(at.isoformat(), given.timezone)
    if known is None:
        raise Unusable("CX009", "`Date` holds a placeholder for a time")
    return known


def _body(mail: Message, given: MailMap) -> str:
    """The text of a mail."""
    parts = [part for part in mail.walk() if not part.is_multipart() and part.get_filename() is None]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind:
                text = decoded(part)
                whole = plain(text) if kind == "text/html" else text
                return own_words(whole) if given.quoted == "strip" else whole.strip()
    return ""


def _conversation(interaction: str, messages: list[dict[str, Any]], given: MailMap) -> dict[str, Any]:
    messages.sort(key=lambda one: str(one["at"]))
    customers = [one["author"] for one in messages if one["role"] == "customer"]
    return conversation(
        interaction,
        given,
        {},
        channel="email",
        customer=customers[0] if customers else None,
        seen_at=written(given.exported_at) if given.exported_at else None,
        participants=participants(*((one, "customer", None) for one in customers), *authors(messages)),
        messages=messages,
    )
