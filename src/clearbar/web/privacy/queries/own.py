"""All that is held of somebody, from every app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clearbar.web.people.holding import Subject, holders
from clearbar.web.privacy.own_words import sentence


@dataclass(frozen=True)
class Part:
    """One part of somebody's data: which app holds it, what it is called, what it is, and its rows."""

    holder: str
    name: str
    says: str
    rows: Sequence[Mapping[str, Any]]


def held(subject: Subject) -> list[Part]:
    """Everything that is held of somebody; parts that hold nothing are left out."""
    found = []
    for name, holder in holders():
        of_app = (type(holder).__doc__ or "").partition("\n")[0]
        for part, rows in holder.own(subject).items():
            if rows:
                found.append(Part(name, part, sentence(name, part, of_app), rows))
    return found
