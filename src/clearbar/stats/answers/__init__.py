"""Sums → answers: for each measure the pure function that concludes from what its query counted."""

from clearbar.stats.answers.gap import conclude_gap
from clearbar.stats.answers.groups import conclude_groups
from clearbar.stats.answers.share import conclude_clearance, conclude_delight
from clearbar.stats.answers.split import conclude_split

__all__ = ["conclude_clearance", "conclude_delight", "conclude_gap", "conclude_groups", "conclude_split"]
