"""What can be asked: the measures with their questions, and what each lets its asker choose."""

from __future__ import annotations

from clearbar.flow.assess import ASKED, OPTIONS
from clearbar.model.question import Option

NAMES = tuple(ASKED)
"""The measures, in the order of their questions."""


def says(name: str) -> str:
    """The question of a measure, in plain words."""
    return ASKED[name]


def options(name: str) -> list[Option]:
    """What a measure lets its asker choose."""
    return [option for option, takers in OPTIONS.values() if name in takers]
