"""Conversations: the words of interactions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Path

from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.web.api import reading
from clearbar.web.api.actions.conversations import cleaned, keep_conversation
from clearbar.web.api.door import Call
from clearbar.web.api.once import once
from clearbar.web.api.problems import Problem
from clearbar.web.api.rights import Right
from clearbar.web.api.shapes import ConversationIn, ConversationKept, ConversationOut, LongId
from clearbar.web.api.v1 import get, post


@post("/conversations", Right.INTERACTIONS_WRITE, "Conversations", ConversationKept, refuses=("conflict",))
def send_conversation(request: Call, conversation: ConversationIn) -> HttpResponse:
    """Keeps an interaction with its words, once. With `ratings` the token needs the right ratings:write too."""
    if conversation.ratings and Right.RATINGS_WRITE not in request.auth.token.rights:
        raise Problem("right", f"With ratings it needs the right {Right.RATINGS_WRITE.value}.")
    clean = cleaned(conversation)  # before the transaction, which would hold up others meanwhile
    return once(request, lambda: (201, keep_conversation(request.auth, conversation, clean, request.now)))


@get("/conversations/{interaction}", Right.INTERACTIONS_READ, "Conversations", ConversationOut)
def read_conversation(request: Call, interaction: Path[LongId]) -> Any:
    """The words of an interaction of a person whose own figures this token may see."""
    rows = reading.interactions(request.auth).filter(id=interaction, person__in=request.auth.scope.readable_persons)
    found = rows.exclude(messages=None).first()
    if found is None:
        raise Problem("missing")
    return {"interaction": found.id, "messages": [_told(one) for one in found.messages or []]}


def _told(message: dict[str, Any]) -> dict[str, Any]:
    said = {name: message.get(name) for name in ("role", "author", "at")}
    text = redact(message.get("text") or "", kinds=ON_DISPLAY).text
    return said | {"text": text, "public": message.get("public", True)}
