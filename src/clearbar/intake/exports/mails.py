"""Mails as bytes: a mailbox file → its mails; a mail's headers, addresses and texts, whatever its sender made of them.

Sources: RFC 4155 (mbox), RFC 5322 section 3.6.4 (ids), RFC 2047 (encoded headers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from clearbar.intake.exports.faults import Place
from clearbar.intake.exports.system import Source
from clearbar.model.evidence import Rejection

LARGEST = 64 << 20
"""Bytes of one mail, with its attachments."""

ID = re.compile(r"<[^<>\s]+>")
"""The id of a mail, as headers write it."""
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True)
class RawMail:
    """One mail as bytes, and where its `From ` line stands."""

    place: Place
    raw: bytes
    number: int


def mails(sources: Sequence[Source]) -> Iterator[RawMail | Rejection]:
    """Mails in the order of the files. A mail begins with a `From ` line at the beginning or after an empty line."""
    number = 0
    for source in sources:
        lines: list[bytes] = []
        begun, size, blank = 0, 0, True
        with source.open() as stream:
            for line_number, line in enumerate(stream, start=1):
                if blank and line.startswith(b"From "):
                    if begun:
                        yield _mail_of(source.name, begun, lines, number)
                        number += 1
                    begun, lines, size = line_number, [], 0
                elif begun and size <= LARGEST:
                    lines.append(line)
                    size += len(line)
                blank = line in {b"\n", b"\r\n"}
        if begun:
            yield _mail_of(source.name, begun, lines, number)
            number += 1
        else:
            hint = "an mbox begins with a line such as `From somebody@example.org Mon Mar  2 10:00:00 2026`"
            yield Place(source.name, 1).rejection("CX007", "this is no mbox file", hint)


def _mail_of(file: str, line: int, lines: list[bytes], number: int) -> RawMail:
    return RawMail(Place(file, line), _ESCAPED.sub(rb"\1", b"".join(lines)), number)


def header(mail: Message, name: str) -> str:
    """A header as text, decoded; empty where there is none."""
    value = mail.get(name)
    if value is None:
        return ""
    try:
        return str(make_header(decode_header(str(value))))
    except (MessageError, LookupError, ValueError):
        return str(value)


def named(mail: Message, name: str) -> list[tuple[str, str]]:
    """Whom a header names: what each is called, as it was written, and the address in small letters.

    Addresses are looked for in the header as it was written: once that is decoded, an address or a comma in somebody's
    name would be taken for one. Only of a header that is encoded as a whole the decoded one is asked.
    """
    for texts in ([str(one) for one in mail.get_all(name, [])], [header(mail, name)]):
        if found := [(called, one.strip().lower()) for called, one in getaddresses(texts) if "@" in one]:
            return found
    return []


def addresses_of(mail: Message, name: str) -> list[str]:
    """The addresses in a header, in small letters."""
    return [address for _, address in named(mail, name)]


def decoded(part: Message) -> str:
    """The text of a part; a wrong or unknown charset loses no more than the letters that it cannot say."""
    try:
        raw = part.get_payload(decode=True)
    except (MessageError, ValueError):
        raw = None
    if not isinstance(raw, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return raw.decode(charset, "strict")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")
