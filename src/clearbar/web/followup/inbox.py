"""The inbox: mails of one folder over IMAP, always through TLS. Faults are told in words that hold no secret.

Source: RFC 9051 and RFC 3501: UIDs and UIDVALIDITY in section 2.3.1.1, SEARCH 6.4.4, FETCH 6.4.5.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from types import TracebackType
from typing import Any

from django.conf import settings

LARGEST = 2_000_000
"""So many bytes of a mail are fetched: the words come first, attachments last, and these are not kept."""
PATIENCE = 30
"""Seconds to wait for the server."""
REFUSED = "The mail server refused the log-in. Look at user and password in CLEARBAR_INBOX_URL."
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class InboxFault(Exception):
    """The inbox cannot be read; its words say why and what to do."""


@dataclass(frozen=True)
class Account:
    """Which folder of which server, and as whom."""

    host: str
    port: int
    user: str
    folder: str
    begins_plain: bool
    password: str = field(repr=False)

    @property
    def name(self) -> str:
        """What tells it from other accounts; no secret of its own, but an address may be in it."""
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"


def account() -> Account | None:
    """The one that the environment names."""
    named: dict[str, Any] = settings.CLEARBAR_INBOX
    return Account(**named) if named else None


class Inbox:
    """A folder that is open. Raises InboxFault wherever the server does not do what is asked."""

    def __init__(self, account: Account) -> None:
        self._client = _logged_in(account)
        quoted = '"' + account.folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        try:
            status, _ = self._client.select(quoted)
        except (imaplib.IMAP4.error, OSError) as fault:
            raise _told(fault) from None
        if status != "OK":
            raise InboxFault("The inbox has no such folder. Look at the end of CLEARBAR_INBOX_URL.")
        self.validity = self._number("UIDVALIDITY")
        self.top = max(self._number("UIDNEXT") - 1, 0)

    def __enter__(self) -> Inbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        with suppress(imaplib.IMAP4.error, OSError):
            self._client.logout()

    def waiting(self, uid: int, top: int, since: date | None) -> list[int]:
        """The numbers of the mails after `uid`, in their order: of those up to `top` only the unread ones, and those
        that came since a day."""
        newer = self._search("UID", f"{max(uid, top) + 1}:*")
        found = {one for one in newer if one > max(uid, top)}  # the server counts the newest mail among them always
        if uid < top:
            found |= set(self._search("UID", f"{uid + 1}:{top}", "UNSEEN"))
            if since:
                day = f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"
                found |= set(self._search("UID", f"{uid + 1}:{top}", "SINCE", day))
        return sorted(found)

    def fetch(self, uid: int) -> tuple[bytes, bool] | None:
        """The bytes of a mail, and whether they are only its beginning; None where it is gone. It stays unread."""
        for part in self._do("FETCH", str(uid), f"(RFC822.SIZE BODY.PEEK[]<0.{LARGEST}>)"):
            if isinstance(part, tuple):
                size = _SIZE.search(part[0])
                return part[1], size is not None and int(size[1]) > len(part[1])
        return None

    def mark(self, uid: int) -> None:
        """Marks a mail as read, for those who look into the folder themselves."""
        self._do("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def _search(self, *criteria: str) -> list[int]:
        return [int(one) for line in self._do("SEARCH", *criteria) if isinstance(line, bytes) for one in line.split()]

    def _do(self, command: str, *what: str) -> list[bytes | tuple[bytes, bytes] | None]:
        try:
            status, found = self._client.uid(command, *what)
        except (imaplib.IMAP4.error, OSError) as fault:
            raise _told(fault) from None
        if status != "OK":
            raise InboxFault("The mail server refused to read the inbox.")
        return list(found)

    def _number(self, name: str) -> int:
        _, found = self._client.response(name)
        told = found[-1] if found else None
        if not isinstance(told, bytes) or not told.isdigit():
            raise InboxFault("The mail server does not number its mails, so none could be taken exactly once.")
        return int(told)


def _logged_in(account: Account) -> imaplib.IMAP4:
    try:
        context = ssl.create_default_context()
        if account.begins_plain:
            client = imaplib.IMAP4(account.host, account.port, timeout=PATIENCE)
            client.starttls(ssl_context=context)
        else:
            client = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=PATIENCE)
    except (imaplib.IMAP4.error, OSError) as fault:
        raise _told(fault) from None
    try:
        secret = f"\0{account.user}\0{account.password}".encode()
        if "AUTH=PLAIN" in client.capabilities:
            client.authenticate("PLAIN", lambda _: secret)
        else:
            client.login(account.user, account.password)
    except (imaplib.IMAP4.error, UnicodeEncodeError):
        client.shutdown()
        raise InboxFault(
            "The mail server refused the log-in. Look at user and password in CLEARBAR_INBOX_URL."
        ) from None
    except OSError as fault:
        raise _told(fault) from None
    return client


def _told(fault: Exception) -> InboxFault:
    """A fault in words; never the server's own, which may quote what it was sent."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return InboxFault("The mail server's certificate is not trusted, so nothing was sent to it.")
    if isinstance(fault, OSError):
        return InboxFault("The mail server cannot be reached, or broke off.")
    return InboxFault("The mail server did not answer as IMAP does.")
