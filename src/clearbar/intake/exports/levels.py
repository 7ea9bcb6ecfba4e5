"""Values of answers as levels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearbar.intake.exports.faults import Unusable

FIVE: Mapping[str, int] = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
"""A scale of five is taken as it is."""


def answered(value: Any) -> bool:
    """Whether a question was answered at all."""
    return value is not None and value != "" and value != [] and not (isinstance(value, str) and not value.strip())


def level_of(value: Any, levels: Mapping[str, int], field: str) -> int:
    """The level that `levels` gives for a value; its keys are case-folded. Raises Unusable (CX012) where it gives
    none: the value itself is not told, for it may be what a customer wrote."""
    level = levels.get(_key(value))
    if level is None:
        hint = "say under `levels:` in the map what each value means"
        raise Unusable("CX012", f"`{field}` holds a value that no level is given for", hint)
    return level


def _key(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().casefold()
