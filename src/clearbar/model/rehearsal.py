"""The words of an AI agent's rehearsal: how often each scenario was tried and passed, and what that comes to."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.estimate import Answer, Estimate
from clearbar.model.report import BarLine


@dataclass(frozen=True)
class Tries:
    """One scenario: its talks that came to an end, how many of them passed, and how many broke off by a fault.

    A talk passes where it ends well for the customer and no standard that it showed was missed.
    """

    scenario: str
    title: str
    tried: int
    passed: int
    faults: int = 0


@dataclass(frozen=True)
class PassK:
    """pass^k: how likely all of k talks pass. `scenarios` were tried often enough, `left_out` were not."""

    k: int
    estimate: Estimate
    scenarios: int
    left_out: int = 0


@dataclass(frozen=True)
class Rehearsed:
    """What the rehearsal of an AI agent came to. `lines` are the standards in the order of the book, `clearance` the
    same as an answer; `faults` are the reasons for which talks broke off, each with its count; `left` talks were not
    begun, `stopped` says why."""

    agent: str
    tries: tuple[Tries, ...]
    pass_k: tuple[PassK, ...]
    lines: tuple[BarLine, ...]
    clearance: Answer
    faults: tuple[tuple[str, int], ...] = ()
    left: int = 0
    stopped: str = ""
    unseen: tuple[str, ...] = ()
    """Names of standards at stake that no talk showed."""

    @property
    def talks(self) -> int:
        """Talks that came to an end."""
        return sum(one.tried for one in self.tries)

    @property
    def broken(self) -> int:
        """Talks that broke off by a fault, none of which counts as passed or missed."""
        return sum(one.faults for one in self.tries)
