"""Tables of turns: what can follow in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def reachable(start: str, then: Mapping[str, Collection[str]]) -> set[str]:
    """The states that can follow a state, and itself; `then` says which follow each at once."""
    found, new = set[str](), {start}
    while new:
        found |= new
        new = {to for one in new for to in then[one]} - found
    return found
