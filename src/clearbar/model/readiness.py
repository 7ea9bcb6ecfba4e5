"""The words of readiness: what a rule asks of who performs a journey, what somebody has done, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from clearbar.model.estimate import Estimate


@dataclass(frozen=True)
class Rule:
    """What is asked before somebody performs a journey: every standard of it signed, every standard of it learned
    (a quiz passed), and so many rehearsals at the bar, in so many different scenarios."""

    signed: bool = True
    learned: bool = True
    times: int = 2
    scenarios: int = 1

    def __post_init__(self) -> None:
        if self.times < 0 or self.scenarios < 0:
            raise ValueError("a rule asks for no fewer than none")

    def with_rule(self, other: Rule) -> Rule:
        """The stricter of two rules, in each part: somebody in two roles keeps both."""
        return Rule(
            self.signed or other.signed,
            self.learned or other.learned,
            max(self.times, other.times),
            max(self.scenarios, other.scenarios),
        )


@dataclass(frozen=True)
class Done:
    """What somebody has done for a journey of `standards` standards: how many of them they have signed and learned as
    they stand now, how many rehearsals they ended, how many of these at the bar, in how many scenarios."""

    standards: int
    signed: int = 0
    learned: int = 0
    talks: int = 0
    at_bar: int = 0
    scenarios: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.at_bar <= self.talks and self.signed <= self.standards and self.learned <= self.standards):
            raise ValueError(f"no such thing can have been done: {self}")


class Lack(StrEnum):
    """What may be missing."""

    SIGNATURE = "signature"
    LEARNING = "learning"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True)
class Missing:
    """One thing that is missing; `says` tells it to the person."""

    lack: Lack
    says: str


@dataclass(frozen=True)
class Readiness:
    """Whether somebody fulfils a rule. `share` is the share of their rehearsals that reached the bar, None before the
    first; it tells how sure one can be, and asks for nothing by itself."""

    missing: tuple[Missing, ...]
    share: Estimate | None

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing
