"""Conversations for the checks, written in one line each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from clearbar.model.conversation import Conversation, Message, Role

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROLES = {"c": Role.CUSTOMER, "a": Role.AGENT, "b": Role.BOT, "s": Role.SYSTEM}


def build(*said: tuple[Any, ...], seen: float | None = None) -> Conversation:
    """Each message is (role letter, seconds since the start, then optionally a text and a dict of other fields)."""
    messages = []
    for role, seconds, *rest in said:
        text = next((one for one in rest if isinstance(one, str)), "")
        more = next((one for one in rest if isinstance(one, dict)), {})
        author = {"c": "c-1", "a": "p-1", "b": "bot", "s": None}[role]
        at = START + timedelta(seconds=seconds)
        messages.append(Message(ROLES[role], text, at, **{"author": author} | more))
    last = messages[-1].at if messages else START
    return Conversation("i-1", tuple(messages), last if seen is None else START + timedelta(seconds=seen))


@pytest.fixture(scope="session")
def talk() -> Callable[..., Conversation]:
    return build
