"""What must not be kept, or not be shown, taken out of what people wrote: cards, accounts, health numbers, addresses.

What is found, and what is missed, stands in docs/redaction.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import phonenumbers
import re2

from clearbar.text import traces


class Kind(StrEnum):
    """What is taken out."""

    CARD = "card"
    HEALTH = "health"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"


BEFORE_STORAGE = frozenset({Kind.CARD, Kind.HEALTH, Kind.IBAN})
"""What is never kept."""
ON_DISPLAY = frozenset({Kind.EMAIL, Kind.PHONE})
"""What is kept, because somebody may have to be called back, and shown to nobody else."""

WORDS = MappingProxyType(
    {
        Kind.IBAN: "[bank account number]",
        Kind.CARD: "[card number]",
        Kind.HEALTH: "[health number]",
        Kind.EMAIL: "[e-mail address]",
        Kind.PHONE: "[phone number]",
    }
)
"""What stands in the place of each kind. Where two kinds claim the same characters, the first of these has them."""

_TAKEN_OUT = re2.compile("|".join(re2.escape(word) for word in WORDS.values()))
Place = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Something that was taken out: its kind, and where it stood in the original, as of `text[start:end]`."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Redacted:
    """A text without what was found in it."""

    text: str
    found: tuple[Found, ...]


def redact(
    text: str, *, kinds: Collection[Kind | str] = BEFORE_STORAGE, region: str | Collection[str] = "GB"
) -> Redacted:
    """The text with a word in brackets for each thing of these kinds that was found, and where these stood.

    `region` is the country, or countries, whose telephone numbers need no + before them (ISO 3166, two letters). What
    was redacted once stays as it is when it is redacted again. Raises ValueError for an unknown kind or region, and for
    nothing in the text.
    """
    wanted = frozenset(Kind(kind) for kind in kinds)
    regions = (region,) if isinstance(region, str) else tuple(region)
    if unknown := [one for one in regions if one not in phonenumbers.SUPPORTED_REGIONS]:
        raise ValueError(f"no country whose telephone numbers are known: {', '.join(map(repr, unknown))}")
    found = sorted(_all(traces.plainly(text), wanted, regions), key=lambda one: one.start)
    said, at = [], 0
    for one in found:
        said += [text[at : one.start], WORDS[one.kind]]
        at = one.end
    return Redacted("".join([*said, text[at:]]), tuple(found))


def storable(text: str) -> str:
    """What may be kept of what somebody wrote: no card, account or health number, and no space around it."""
    return redact(text.strip()).text


def _all(text: str, kinds: frozenset[Kind], regions: tuple[str, ...]) -> Iterator[Found]:
    """All that is found. What is left between two finds is looked at again, by itself: its ends are others now, and
    nothing may be left that a second redaction would find."""
    left = list(_between(0, len(text), [match.span() for match in _TAKEN_OUT.finditer(text)]))
    while left:
        start, end = left.pop()
        found = [Found(one.kind, start + one.start, start + one.end) for one in _once(text[start:end], kinds, regions)]
        yield from found
        if found:
            left += _between(start, end, [(one.start, one.end) for one in found])


def _between(start: int, end: int, places: list[Place]) -> Iterator[Place]:
    """What is left of a text without these places, in their order."""
    for first, last in [*places, (end, end)]:
        if start < first:
            yield start, first
        start = last


def _once(text: str, kinds: frozenset[Kind], regions: tuple[str, ...]) -> list[Found]:
    """What is found at one look, in its order, none upon another."""
    taken: list[Found] = []
    for kind in WORDS:
        if kind in kinds:
            taken = _with(taken, [Found(kind, *place) for place in _places(kind, text, regions)])
    return taken


def _places(kind: Kind, text: str, regions: tuple[str, ...]) -> Iterator[Place]:
    if kind is Kind.PHONE:
        return traces.phones(text, regions)
    finders = {
        Kind.IBAN: traces.ibans,
        Kind.CARD: traces.cards,
        Kind.HEALTH: traces.health,
        Kind.EMAIL: traces.emails,
    }
    return finders[kind](text)


def _with(taken: list[Found], more: list[Found]) -> list[Found]:
    """Those that are taken, and of the others those that lie on none of them nor on one before."""
    kept: list[Found] = []
    first = set(taken)
    for one in sorted([*taken, *more], key=lambda each: (each.start, -each.end)):
        while kept and kept[-1].end > one.start and one in first:
            kept.pop()
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept
