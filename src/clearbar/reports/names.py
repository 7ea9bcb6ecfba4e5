"""Names and sentences that others wrote, made safe to show.

A book, a site list or an import may hold anything. Escaping is the template's task; here go the characters that no
escaping helps against: terminal controls, line breaks, and marks that turn the direction of the text that follows.
"""

from __future__ import annotations

import re
import unicodedata

_TURNS_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKS = frozenset({"Cc", "Zl", "Zp"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_WIDE = frozenset("WF")
_ISOLATE, _RELEASE = "\u2068", "\u2069"


def plain(text: str) -> str:
    """One line of text: controls and line breaks become spaces, marks of direction go, half a character becomes �."""
    return " ".join("".join(_shown(char) for char in text).split())


def _shown(char: str) -> str:
    if char in _TURNS_DIRECTION:
        return ""
    category = unicodedata.category(char)
    if category in _BREAKS:
        return " "
    if ord(char) & 0xFFFE == 0xFFFE:  # no character, and nothing that XML may hold
        return "\ufffd"
    return "\ufffd" if category == "Cs" else char


def readable(identifier: str) -> str:
    """An id as words: `first_reply` becomes "first reply"; an id without a letter stays as it is."""
    words = " ".join(re.split(r"[-_./:\s]+", plain(identifier))).strip()
    return words or plain(identifier) or "unnamed"


def titled(text: str) -> str:
    """The text with a capital at its start and the rest left alone."""
    return text[:1].upper() + text[1:]


def inline(text: str, limit: int = 48) -> str:
    """A name that stands inside a sentence: cut at `limit` columns, and kept from turning the sentence around."""
    name = clipped(plain(text), limit)
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in name):
        return f"{_ISOLATE}{name}{_RELEASE}"
    return name


def columns(text: str) -> int:
    """How many columns a terminal gives to the text: two for a wide character, none for a combining one."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def clipped(text: str, limit: int) -> str:
    """The text in at most `limit` columns; an ellipsis stands where it was cut."""
    if columns(text) <= limit:
        return text
    kept, used = [], 1
    for char in text:
        used += _columns(char)
        if used > limit:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def language_tag(language: str) -> str:
    """The language as a tag that a browser knows the shape of; empty where it is none."""
    tag = language.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts "Site 2" before "Site 10" and ignores case."""
    parts = re.split(r"([0-9]+)", plain(name).casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts if part)
