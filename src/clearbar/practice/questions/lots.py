"""Drawing lots that come out the same everywhere: from a seed in words, by hashes, and never from a clock."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

from clearbar.text.canonical import digest

_T = TypeVar("_T")


def id_of(*parts: str) -> str:
    """16 hexadecimal digits (64 bits) that stand for these texts; white space in them does not matter."""
    return digest(parts)


def shuffled(of: Sequence[_T], *seed: str) -> list[_T]:
    """All of them in an order that the seed alone decides, each order as likely as any other."""
    base = sha256("\0".join(seed).encode())

    def lot(i: int) -> bytes:
        own = base.copy()
        own.update(i.to_bytes(4, "big"))
        return own.digest()

    return [of[i] for i in sorted(range(len(of)), key=lot)]


def drawn(of: Sequence[_T], most: int, *seed: str) -> list[_T]:
    """So many of them, each as likely as any other."""
    return shuffled(of, *seed)[:most]
