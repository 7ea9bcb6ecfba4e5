"""Lists of phrases as they are written here: text with bars between the phrases."""

from __future__ import annotations

from itertools import product


def split(text: str) -> tuple[str, ...]:
    """The phrases of a list, each once."""
    phrases = (" ".join(phrase.split()) for phrase in text.split("|"))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def each(firsts: str, seconds: str) -> str:
    """A list of every phrase of one list before every phrase of another."""
    return " | ".join(f"{first} {second}" for first, second in product(split(firsts), split(seconds)))
