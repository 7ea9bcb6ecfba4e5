"""Invented conversations of a service desk, and phrases to look for in them.

Words come from a short list, in the lengths of real chats (STAR: 58 bytes a message, 8 or 9 messages of the serving
side a conversation) or of letters by e-mail (2 kB a conversation). One conversation in fifty says one of the phrases.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from clearbar.model.conversation import Conversation, Message, Role

_SAID = """
the your our a is are was will can could we you I it that this for to of on in at by with and or but when which order
parcel refund account card address delivery invoice booking ticket number date name email phone payment return exchange
size colour store branch today tomorrow Monday Friday please thank sorry moment check look found sent received changed
cancelled confirmed arrived delayed open closed new old first second last same other here there soon again already
still just only also very quite more less five ten twenty morning afternoon week days hours minutes
"""
_UNSAID = "grumpy nonsense whatever rubbish hopeless pointless useless silly boring hardly nobody tough"
_WORDS, _NEVER = _SAID.split(), _UNSAID.split()
SHAPES = {"chats": (9, 11), "letters": (6, 62)}
"""For each shape: how many messages of the serving side a conversation has, and how many words a message."""
_START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def phrases(many: int) -> list[str]:
    """So many phrases of two to four words, none inside another. They begin as ordinary text does."""
    draw = random.Random(many)
    found: list[str] = []
    while len(found) < many:
        words = draw.choices(_WORDS, k=draw.choice((1, 2, 3)))
        one = " ".join((*words, draw.choice(_NEVER))).lower()
        if not any(f" {one}".endswith(f" {other}") or f" {other}".endswith(f" {one}") for other in found):
            found.append(one)
    return found


def blocks(size: int, shape: str, wanted: list[str]) -> Iterator[list[Conversation]]:
    """Conversations whose serving side writes `size` bytes in all, a few hundred at a time, as they would arrive."""
    draw = random.Random(size)
    written = 0
    while written < size:
        block = [_conversation(draw, shape, wanted) for _ in range(300)]
        written += sum(map(spoken, block))
        yield block


def spoken(conversation: Conversation) -> int:
    """Bytes that the serving side wrote."""
    return sum(len(one.text) for one in conversation.messages if one.role is Role.AGENT)


def _conversation(draw: random.Random, shape: str, wanted: list[str]) -> Conversation:
    messages, words = SHAPES[shape]
    said = []
    for at in range(messages):
        when = _START + timedelta(minutes=at)
        said.append(Message(Role.CUSTOMER, _text(draw, words), when, "c"))
        said.append(Message(Role.AGENT, _text(draw, words), when, "p"))
    if draw.random() < 0.02:
        said[-1] = Message(Role.AGENT, f"{said[-1].text} {draw.choice(wanted)}.", said[-1].at, "p")
    return Conversation("i", tuple(said), _START)


def _text(draw: random.Random, words: int) -> str:
    return f"{' '.join(draw.choices(_WORDS, k=words)).capitalize()}."
