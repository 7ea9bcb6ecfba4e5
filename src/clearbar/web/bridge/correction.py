"""Corrective action: what a step rests on, the guard, the file on paper; and where a person stands to a bar of their
own. It reads the ledger's rows, which are the truth of this very moment, and not the mirror."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clearbar.flow.follow import correction
from clearbar.flow.inform import share_in_words
from clearbar.model.book import Standard
from clearbar.model.correction import CorrectionFile, Proposed, Rated, Refusal, Standing
from clearbar.model.estimate import Estimate
from clearbar.model.question import FLOOR

__all__ = ["DELAY", "figure", "file_paper", "gone_on", "reached", "refusals", "standing"]

DELAY = correction.DELAY
"""So long an objection that nobody settles holds a step up."""


def standing(
    standard: Standard, name: str, rated: Sequence[Rated], *, least: int, taught: date | None, beside: bool = False
) -> Standing:
    """How a person stands to a standard."""
    return correction.standing(standard, name, rated, least=least, taught=taught, beside=beside)


def refusals(proposed: Proposed) -> tuple[Refusal, ...]:
    """Every reason against a step, at once."""
    return correction.refusals(proposed)


def gone_on(proposed: Proposed) -> tuple[str, ...]:
    """What the file says where a step goes on although something was not settled in time."""
    return correction.gone_on(proposed)


def figure(share: Estimate) -> str:
    """A share in words, with n and interval: "8 of 10 (49–94 %)"."""
    return share_in_words(share)


def reached(levels: Sequence[tuple[str, int]], bar: int) -> Estimate | None:
    """How many of these levels, each with its interaction, reach a bar; None where there are fewer than five."""
    return correction.reached(levels, bar) if len(levels) >= FLOOR else None


def file_paper(file: CorrectionFile) -> bytes:
    """The file as a PDF. ClearbarError where this machine cannot draw one."""
    return correction.file_paper(file)
