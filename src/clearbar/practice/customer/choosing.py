"""Which of several wordings is said: decided by the seed of the talk, so that the same talk is said again alike."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from clearbar.model.scenario import CUSTOMER, STAFF, Talk


def chosen(talk: Talk, key: str, options: Sequence[str]) -> str:
    """One of `options`, by the seed, how far the talk is, and `key`; "" where there is none.

    Where there are several, none that stands in what the customer said last.
    """
    last = next((turn.text for turn in reversed(talk.turns) if turn.role == CUSTOMER), "")
    fresh = [one for one in options if one not in last] if len(options) > 1 else list(options)
    possible = fresh or list(options)
    if not possible:
        return ""
    return possible[drawn(talk, key) % len(possible)]


def drawn(talk: Talk, key: str) -> int:
    """A number that is the same for the same seed, place in the talk and `key`, and any other for another."""
    said = sum(turn.role == STAFF for turn in talk.turns)
    digest = blake2b(f"{talk.seed}\0{talk.edition}\0{said}\0{key}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest)
