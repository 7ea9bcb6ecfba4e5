"""Editions and versions: hashes of what a text says, not of how it is typed.

White space, key order, YAML style and defaults written out or left out do not matter. An edition covers what is
promised and how it is judged, in the book's own language; `name`, `owner`, `teach`, the `question` that is asked about
it (its wording is the instrument's) and texts in further languages may change without a new edition
(docs/decisions/0004 and 0010).
"""

from __future__ import annotations

from typing import Any

from clearbar.text.canonical import digest

UNJUDGED = frozenset({"owner", "teach", "question", "name"})
"""Keys of a standard that its edition does not cover."""


def unordered(settings: Any) -> Any:
    """Settings of a check with each list of words as a sorted set: no such list has an order that matters."""
    if isinstance(settings, dict):
        return {key: unordered(inside) for key, inside in settings.items()}
    if isinstance(settings, (list, tuple)):
        return sorted(set(settings)) if all(isinstance(one, str) for one in settings) else list(settings)
    return settings


def edition(standard: dict[str, Any], journey: str | None, step: str | None, stage: str | None) -> str:
    """The edition of a standard (its content as JSON data) at its place."""
    judged = {key: value for key, value in standard.items() if key not in UNJUDGED}
    return digest({"standard": judged, "journey": journey, "step": step, "stage": stage})
