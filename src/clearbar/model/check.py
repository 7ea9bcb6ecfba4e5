"""The words of an automatic check: what it reads in a conversation and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.book import Level


@dataclass(frozen=True)
class Basis:
    """One place that a reading rests on: message index from 0, and a span of its text, end exclusive.

    `says` names what was found there in words of the standard (a phrase, a step, a wait), never the customer's.
    `message` is None where the finding is that something is absent.
    """

    says: str
    message: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Reading:
    """What a check read in one conversation.

    `level` is None where the standard does not apply, and `why` says so. `millis` is a measured time and `censored`
    tells that it had not ended when last seen. `person` is who performed the step, where the check knows.
    """

    level: Level | None
    why: str
    rests_on: tuple[Basis, ...] = ()
    person: str | None = None
    millis: int | None = None
    censored: bool = False
