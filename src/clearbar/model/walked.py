"""The words of a journey as it was walked: what walkers met at each step, beside what customers say and what is
promised."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.model.book import Stage
from clearbar.model.estimate import Estimate

FEW = 5
"""Walks below this are shown one by one, as hollow dots of nobody; from it on by their middle, too."""


@dataclass(frozen=True)
class Met:
    """What one walk met at one step: the feeling 1..5 and the seconds waited, None where not tapped. `gave_up`: the
    wait had not ended when the walker went on, so it is a lower bound."""

    feeling: int | None = None
    waited: float | None = None
    gave_up: bool = False


@dataclass(frozen=True)
class WalkedStep:
    """One step. `clearance` is what customers say of its standards, None while too few did; `target` the highest that
    one of them is to reach; `promise` the seconds that one of them promises, by the standard called `promised_by`.
    `met` is what each walk met, in no order that tells one walk from another."""

    step: str
    title: str
    stage: Stage
    clearance: Estimate | None
    target: float | None
    promise: float | None
    promised_by: str
    met: tuple[Met, ...]


@dataclass(frozen=True)
class Walked:
    """A journey with its steps; `walks` is how many walks it rests on. `peak`, `low` and `end` are steps by what
    customers say, as in the journey curve; None where they cannot be told apart."""

    journey: str
    title: str
    walks: int
    steps: tuple[WalkedStep, ...]
    peak: str | None
    low: str | None
    end: str | None
