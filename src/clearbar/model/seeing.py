"""The words of a compass: how people see themselves beside how others see them."""

from __future__ import annotations

from enum import StrEnum


class Sees(StrEnum):
    """How what a person says of themselves stands to what others say."""

    HIGHER = "sees themselves higher"
    LOWER = "sees themselves lower"
    ALIKE = "as others do"
    CANNOT_TELL = "cannot tell"
