"""The words of agreement between raters."""

from __future__ import annotations

from enum import StrEnum

RELIABLE = 0.67
"""Agreement below this is too little to conclude from, even tentatively (Krippendorff 2004, Content Analysis, p. 241:
tentative conclusions from α ≥ .667)."""


class Agreeing(StrEnum):
    """What the ratings of several raters of the same interactions say of a standard."""

    AGREE = "raters agree"
    VAGUE = "standard vague"
    HARSH = "one rater harsh"
    LITTLE = "not enough overlap"
    CANNOT_TELL = "cannot tell yet"


class Lean(StrEnum):
    """How one rater stands to the others."""

    HARSH = "harsh"
    MILD = "mild"
