"""Spans: places in the messages of a conversation that a reviewer quotes, and how messages are shown.

A span is [message, start, end], in characters of the message as it is kept. What is shown has e-mail addresses and
telephone numbers taken out; each piece that is shown knows where it stands in what is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearbar.text.redact import ON_DISPLAY, WORDS, redact
from clearbar.text.zones import zone_of

REGIONS = ("GB", "DE", "ES", "US")
"""Countries whose telephone numbers are known without a + before them: those of the languages we speak."""
MOST_QUOTES = 20

Span = tuple[int, int, int]
Messages = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Piece:
    """A part of a message as it is shown: its text, and where it stands in what is kept."""

    text: str
    start: int
    end: int
    taken: bool
    """Whether something was taken out here."""


@dataclass(frozen=True)
class Shown:
    """A message as it is shown."""

    number: int
    role: str
    at: str
    pieces: tuple[Piece, ...]


ROLES = {"customer": "Customer", "agent": "Colleague", "bot": "Program", "system": "System"}


def shown(messages: Messages | None, timezone: str) -> list[Shown]:
    """The messages as they are shown to staff, with the time that it was there."""
    return [
        Shown(
            number, ROLES.get(str(one.get("role")), "Somebody"), _clock(one.get("at"), timezone), _pieces(text_of(one))
        )
        for number, one in enumerate(messages or ())
    ]


def displayed(text: str) -> str:
    """A text without e-mail addresses and telephone numbers."""
    return redact(text, kinds=ON_DISPLAY, region=REGIONS).text


def text_of(message: Mapping[str, Any]) -> str:
    """The words of a message."""
    return str(message.get("text") or "")


def valid(raw: object, messages: Messages | None) -> list[Span]:
    """Those of these spans that lie within the messages, each once, in order. What is no span is dropped: it came from
    a script, and nobody typed it."""
    found: set[Span] = set()
    for one in raw if isinstance(raw, list) else ():
        if isinstance(one, list) and len(one) == 3 and all(type(part) is int for part in one):
            number, start, end = one
            if 0 <= number < len(messages or ()) and 0 <= start < end <= len(text_of((messages or ())[number])):
                found.add((number, start, end))
    return sorted(found)[:MOST_QUOTES]


def whole(numbers: Iterable[int], messages: Messages | None) -> list[Span]:
    """The spans of whole messages."""
    return valid(
        [[number, 0, len(text_of(one))] for number, one in enumerate(messages or ()) if number in numbers], messages
    )


def quoted(spans: Iterable[Sequence[int]], messages: Messages | None) -> str:
    """The words at these places, as they are kept."""
    known = messages or ()
    return " … ".join(text_of(known[number])[start:end] for number, start, end in spans if number < len(known))


def _clock(at: object, timezone: str) -> str:
    """Hours and minutes at the site; empty where the time is not known."""
    try:
        said = datetime.fromisoformat(str(at))
    except ValueError:
        return ""
    zone = zone_of(timezone)
    return f"{said.astimezone(zone) if said.tzinfo and zone else said:%H:%M}"


def _pieces(text: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = 0
    for one in redact(text, kinds=ON_DISPLAY, region=REGIONS).found:
        if at < one.start:
            pieces.append(Piece(text[at : one.start], at, one.start, False))
        pieces.append(Piece(WORDS[one.kind], one.start, one.end, True))
        at = one.end
    return (*pieces, Piece(text[at:], at, len(text), False)) if at < len(text) else tuple(pieces)
