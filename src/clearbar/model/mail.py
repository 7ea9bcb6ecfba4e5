"""The words of a mail that arrived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is, as far as its headers tell."""

    LETTER = "letter"
    AUTOMATIC = "automatic"
    """An absence notice or another answer that a machine gave."""
    BOUNCE = "bounce"
    """A letter of ours that did not arrive."""
    LIST = "list"
    """What went to many: a newsletter, a mailing list."""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail: noted, never kept."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True)
class ArrivedMail:
    """A mail as far as it can be read. `sender` is empty where it names nobody, `text` where there is none. `text` are
    the sender's own words, without what was quoted and signed. `replies_to` is where they want to be answered; empty
    where they say nothing of it. `answers` are the ids of mails that it answers or reports of, the nearest first. `cut`
    says that only its beginning was read."""

    sender: str
    name: str
    to: tuple[str, ...]
    subject: str
    text: str
    written: str
    message_id: str
    answers: tuple[str, ...]
    kind: MailKind
    attachments: tuple[Attachment, ...]
    cut: bool = False
    replies_to: str = ""
