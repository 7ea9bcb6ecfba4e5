"""Tokens of links: 128 random bits that are told once; only their hash is kept."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe


def new_token() -> str:
    """A token as it stands in a link: 22 letters."""
    return token_urlsafe(16)


def hash_of(token: str) -> str:
    """What is kept of a token. It needs no salt and no slow hash: 128 random bits cannot be guessed."""
    return sha256(token.encode()).hexdigest()
