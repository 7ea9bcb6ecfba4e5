"""A mail as bytes → who wrote, what they wrote themselves, whom it answers, and whether a machine wrote it.

The text is what stands in the `text/plain` parts, else in the `text/html` parts as text, without what was quoted and
signed; where nothing is left, such as in a complaint that was forwarded, the whole of it. A charset that is wrong or
unknown is taken for UTF-8, else for Windows-1252, so that letters are rarely lost. Attachments are noted and not read.

Sources: RFC 3834 sections 2 and 5 (automatic answers), RFC 3464 and RFC 6522 (reports of delivery), RFC 8098 (reports
of reading), RFC 2919 (lists), RFC 5321 section 4.5.5 (the empty return path).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from clearbar.intake.exports.mails import ID, addresses_of, decoded, header, named
from clearbar.intake.exports.markup import plain
from clearbar.intake.exports.quoting import own_words
from clearbar.model.mail import ArrivedMail, Attachment, MailKind

MOST_LETTERS = 20_000
"""Letters of a text that are kept."""
MOST_MARKUP = 200_000
"""Letters of HTML that are looked at, beside its style, scripts and comments."""
MOST_PARTS = 200
"""Parts of a mail that are looked at; more make nobody's complaint."""
_OPENS = re.compile(r"<!--|<(?:style|script)\b", re.IGNORECASE)
_CLOSES = {
    "<!--": re.compile("-->"),
    "<style": re.compile(r"</style\s*>", re.IGNORECASE),
    "<script": re.compile(r"</script\s*>", re.IGNORECASE),
}
_STRAY = re.compile(r"<(?=[^<>]*(?:<|\Z))")
"""What opens a tag that nothing closes; many of them keep a parser of HTML busy for hours."""
_ADDRESSED = ("Delivered-To", "X-Original-To", "To", "Cc")
_MACHINES = ("mailer-daemon", "postmaster")
_ABSENT = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")


class UnreadableMail(Exception):
    """Bytes that are no mail, or one that cannot be taken apart."""


def read_mail(raw: bytes, *, ours: Collection[str] = (), cut: bool = False) -> ArrivedMail:
    """What a mail says. `ours` are the domains of the house: a list of its own that hands letters on makes none of them
    a list's. Raises UnreadableMail; nothing else, whatever the bytes are."""
    try:
        return _read(raw, ours, cut)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableMail(type(error).__name__) from None


def _read(raw: bytes, ours: Collection[str], cut: bool) -> ArrivedMail:
    mail = message_from_bytes(raw)
    if not any(mail.get(name) for name in ("From", "To", "Subject", "Date", "Message-ID", "Received")):
        raise UnreadableMail("no headers")
    parts = list(_parts(mail))
    sender, name = _called(mail, "From")
    own = ID.findall(header(mail, "Message-ID"))
    return ArrivedMail(
        sender=sender[:254],
        name=name[:120],
        to=tuple(dict.fromkeys(one for name in _ADDRESSED for one in addresses_of(mail, name))),
        subject=_clean(header(mail, "Subject"))[:300],
        text=_text(parts),
        written=_clean(header(mail, "Date"))[:80],
        message_id=own[0][:300] if own else "",
        answers=_answers(mail),
        kind=_kind(mail, sender, ours),
        attachments=tuple(_attachments(parts)),
        cut=cut,
        replies_to=_called(mail, "Reply-To")[0][:254],
    )  # fmt: skip


def _called(mail: Message, name: str) -> tuple[str, str]:
    """The first address of a header, and what whoever is reached there is called; empty where nobody is named."""
    called, address = next(iter(named(mail, name)), ("", ""))
    return _clean(address), _clean(_decoded(called))


def _decoded(name: str) -> str:
    try:
        return str(make_header(decode_header(name)))
    except (MessageError, LookupError, ValueError):
        return name


def _parts(mail: Message) -> Iterator[Message]:
    """The parts that hold something themselves, without those of mails inside a report."""
    for number, part in enumerate(mail.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _text(parts: list[Message]) -> str:
    for kind in ("text/plain", "text/html"):
        texts = [_as_text(one) for one in parts if one.get_content_type() == kind and not _is_file(one)]
        whole = "\n\n".join(one for one in texts if one.strip())
        if whole.strip():  # most letters of HTML may be its style, so it is cut once it is text
            told = plain(_seen(whole)[:MOST_MARKUP]) if kind == "text/html" else whole
            told = told[:MOST_LETTERS].replace("\x00", "")
            return (own_words(told) or told).strip()
    return ""


def _seen(markup: str) -> str:
    """HTML without style, scripts and comments, in time that grows no faster than it does."""
    kept, at = [], 0
    while found := _OPENS.search(markup, at):
        kept.append(markup[at : found.start()])
        end = _CLOSES[found[0].lower()].search(markup, found.end())
        at = end.end() if end else len(markup)
    return _STRAY.sub("&lt;", "".join([*kept, markup[at:]]))


def _as_text(part: Message) -> str:
    text = decoded(part)
    if "\N{REPLACEMENT CHARACTER}" in text:
        raw = part.get_payload(decode=True)
        if isinstance(raw, bytes):
            return raw.decode("cp1252", "replace")
    return text


def _is_file(part: Message) -> bool:
    return part.get_filename() is not None or part.get_content_disposition() == "attachment"


def _attachments(parts: list[Message]) -> Iterator[Attachment]:
    for part in parts:
        kind = part.get_content_type()
        if _is_file(part) or kind.partition("/")[0] not in {"text", "message"}:
            payload = part.get_payload()
            size = len(payload) if isinstance(payload, str) else 0
            yield Attachment(_clean(part.get_filename() or "")[:120], kind[:80], size)


def _answers(mail: Message) -> tuple[str, ...]:
    """The ids of what is answered: In-Reply-To, then References from the nearest on; of a report those in it."""
    above = [*ID.findall(header(mail, "In-Reply-To")), *reversed(ID.findall(header(mail, "References")))]
    if mail.get_content_type() == "multipart/report":
        for part in mail.walk():
            if part is not mail:
                above += ID.findall(header(part, "Message-ID"))
                if part.get_content_type() == "text/rfc822-headers":
                    above += ID.findall(header(message_from_bytes(_as_text(part).encode()), "Message-ID"))
    return tuple(dict.fromkeys(one[:300] for one in above))[:50]


def _kind(mail: Message, sender: str, ours: Collection[str]) -> MailKind:
    if _is_no_loss(mail):
        return MailKind.AUTOMATIC
    if mail.get_content_type() == "multipart/report" or sender.partition("@")[0] in _MACHINES:
        return MailKind.BOUNCE
    if header(mail, "Return-Path").strip() == "<>":
        return MailKind.BOUNCE if mail.get("X-Failed-Recipients") else MailKind.AUTOMATIC
    automatic = header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = header(mail, "Precedence").strip().lower()
    if automatic not in {"", "no"} or precedence == "auto_reply" or any(mail.get(name) for name in _ABSENT):
        return MailKind.AUTOMATIC
    listed = header(mail, "List-Id").lower()
    if any(one and one.lower() in listed for one in ours):
        return MailKind.LETTER
    if listed or mail.get("List-Unsubscribe") or precedence in {"bulk", "junk", "list"}:
        return MailKind.LIST
    return MailKind.LETTER


def _is_no_loss(mail: Message) -> bool:
    """Whether a mail reports that a letter was read, or of each reader that it arrived or is only late (RFC 8098; RFC
    3464 section 2.3.3)."""
    if mail.get_content_type() != "multipart/report":
        return False
    if str(mail.get_param("report-type") or "").lower() == "disposition-notification":
        return True
    found = [str(part.get("Action", "")).strip().lower() for part in mail.walk() if part.get("Action")]
    return bool(found) and "failed" not in found


def _clean(text: str) -> str:
    """A header on one line, without what no page can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
