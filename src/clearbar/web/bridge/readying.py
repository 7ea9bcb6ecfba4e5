"""Readiness: what somebody has done → what is missing, and in words how sure that is."""

from __future__ import annotations

from clearbar.flow.inform import share_in_words
from clearbar.flow.rehearse.ready import readiness
from clearbar.model.estimate import Estimate

__all__ = ["in_words", "readiness"]


def in_words(share: Estimate | None) -> str:
    """ "3 of 4 (30–95 %)"; empty where there is none."""
    return share_in_words(share) if share else ""
