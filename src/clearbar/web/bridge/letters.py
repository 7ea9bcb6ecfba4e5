"""Mails that arrive: bytes → what they say."""

from __future__ import annotations

from clearbar.flow.follow.arriving import NoMailbox, UnreadableMail, mails_of, read_mail

__all__ = ["NoMailbox", "UnreadableMail", "mails_of", "read_mail"]
