"""Automatic checks of one interaction, read at once and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from clearbar.flow.check import readings
from clearbar.model.book import Book
from clearbar.model.conversation import Conversation, Message, Role
from clearbar.web.ledger.models import Interaction


@dataclass(frozen=True)
class Checked:
    """What a check read: a level, None where it does not apply, and why."""

    level: int | None
    why: str


def checked(book: Book, interaction: Interaction) -> Mapping[str, Checked]:
    """What the book's automatic checks read in an interaction, by standard; nothing where its words are not kept."""
    conversation = conversation_of(interaction)
    if not conversation.messages:
        return {}
    return {
        standard: Checked(None if one.level is None else int(one.level), one.why)
        for standard, one in readings(book, conversation).items()
    }


def conversation_of(interaction: Interaction) -> Conversation:
    """An interaction of the ledger as the flow knows it. Messages without a known role or time are left out."""
    said = tuple(made for one in interaction.messages or () if (made := _message(one)))
    last = said[-1].at if said else interaction.at
    return Conversation(
        interaction=interaction.id,
        messages=said,
        seen_at=last,
        channel=interaction.channel,
        topic=interaction.topic,
        site=interaction.site,
        timezone=interaction.timezone,
        owner=interaction.person,
        customer=interaction.customer,
    )


def _message(one: Mapping[str, Any]) -> Message | None:
    try:
        at = datetime.fromisoformat(str(one.get("at")))
        role = Role(str(one.get("role")))
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Message(role, str(one.get("text") or ""), aware, one.get("author"), step=one.get("step"))
