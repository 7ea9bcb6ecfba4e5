"""Intake: what somebody sent becomes rows of evidence, or rejections that say why not."""

from __future__ import annotations

from clearbar.intake.conversations import read_conversations
from clearbar.intake.editions import standard_row
from clearbar.intake.faults import CODES
from clearbar.intake.ratings import check_rating, given_ratings, last_said

__all__ = ["CODES", "check_rating", "given_ratings", "last_said", "read_conversations", "standard_row"]
