"""The words of waits that are counted: what they are counted by, and on which steps of length."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Block(StrEnum):
    """What waits are counted by: all of them; by hour of the day; by bucket of persons; by bucket of days at a site; by
    hour and bucket of days."""

    ALL = "all"
    HOUR = "hour"
    PERSON = "person"
    DAY = "day"
    HOUR_DAY = "hour and day"


ALL, HOUR, PERSON, DAY, HOUR_DAY = Block

EXACT_UP_TO: Mapping[str, int] = {ALL: 3600, HOUR: 20, PERSON: 2, DAY: 2, HOUR_DAY: 1}
"""Seconds up to which each whole second has its own count."""
STEPS: Mapping[str, float] = {ALL: 1.01, HOUR: 1.05, PERSON: 1.5, DAY: 1.5, HOUR_DAY: 2.0}
"""How much longer each step is than the one before it, beyond that."""


def length(block: str, step: int) -> int:
    """The longest wait of a step, in whole seconds."""
    end = EXACT_UP_TO[block]
    return step if step <= end else int(end * STEPS[block] ** (step - end) + 1e-9)
