"""What arrives: a mail as bytes → what it says; a mailbox file → its mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from clearbar.intake.exports.mails import RawMail, mails
from clearbar.intake.exports.system import Source
from clearbar.intake.mails import UnreadableMail, read_mail

__all__ = ["NoMailbox", "UnreadableMail", "mails_of", "read_mail"]


class NoMailbox(Exception):
    """A file that is no mailbox; its words say what one begins with."""


def mails_of(name: str, opened: Callable[[], BinaryIO]) -> Iterator[bytes]:
    """The mails in a file in the mbox format, one by one. Raises NoMailbox."""
    for one in mails([Source(name, opened)]):
        if not isinstance(one, RawMail):
            raise NoMailbox(one.faults[0].hint or one.faults[0].message)
        yield one.raw
