"""Sums → answers: for each measure the pure function that concludes from what its query counted."""

from clearbar.stats.answers.agreement import conclude_agreement, settle, unsettled
from clearbar.stats.answers.difference import conclude_difference
from clearbar.stats.answers.funnels import conclude_funnels
from clearbar.stats.answers.gap import conclude_gap
from clearbar.stats.answers.groups import conclude_groups
from clearbar.stats.answers.share import conclude_clearance, conclude_delight, conclude_met
from clearbar.stats.answers.split import conclude_split

__all__ = [
    "conclude_agreement",
    "conclude_clearance",
    "conclude_delight",
    "conclude_difference",
    "conclude_funnels",
    "conclude_gap",
    "conclude_groups",
    "conclude_met",
    "conclude_split",
    "settle",
    "unsettled",
]
