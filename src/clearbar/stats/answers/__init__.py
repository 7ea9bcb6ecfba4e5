"""Sums → answers: for each measure the pure function that concludes from what its query counted."""

from clearbar.stats.answers.against import conclude_against
from clearbar.stats.answers.agreement import conclude_agreement, settle, unsettled
from clearbar.stats.answers.balance import add_slopes, conclude_balance
from clearbar.stats.answers.bars import bar_changes, marked
from clearbar.stats.answers.blend import conclude_blend
from clearbar.stats.answers.compass import conclude_compass
from clearbar.stats.answers.difference import conclude_difference
from clearbar.stats.answers.draw import draw
from clearbar.stats.answers.drift import conclude_drift
from clearbar.stats.answers.drivers import conclude_drivers
from clearbar.stats.answers.effect import conclude_effect
from clearbar.stats.answers.factors import Model
from clearbar.stats.answers.funnels import conclude_funnel, conclude_funnels
from clearbar.stats.answers.gap import conclude_gap
from clearbar.stats.answers.groups import conclude_groups
from clearbar.stats.answers.movement import add_movement, conclude_movement, periods
from clearbar.stats.answers.nonresponse import conclude_nonresponse
from clearbar.stats.answers.periods import Design
from clearbar.stats.answers.ranks import conclude_ranks
from clearbar.stats.answers.sampling import Plan, conclude_sampling, plan
from clearbar.stats.answers.severity import conclude_severities
from clearbar.stats.answers.share import conclude_clearance, conclude_delight, conclude_met, pooled
from clearbar.stats.answers.split import conclude_split
from clearbar.stats.answers.transfer import add_before_and_after, conclude_transfer
from clearbar.stats.answers.waits import beside, conclude_waits
from clearbar.stats.answers.zone import add_zone
from clearbar.stats.patterns import Way

__all__ = [
    "Design",
    "Model",
    "Plan",
    "Way",
    "add_before_and_after",
    "add_movement",
    "add_slopes",
    "add_zone",
    "bar_changes",
    "beside",
    "conclude_against",
    "conclude_agreement",
    "conclude_balance",
    "conclude_blend",
    "conclude_clearance",
    "conclude_compass",
    "conclude_delight",
    "conclude_difference",
    "conclude_drift",
    "conclude_drivers",
    "conclude_effect",
    "conclude_funnel",
    "conclude_funnels",
    "conclude_gap",
    "conclude_groups",
    "conclude_met",
    "conclude_movement",
    "conclude_nonresponse",
    "conclude_ranks",
    "conclude_sampling",
    "conclude_severities",
    "conclude_split",
    "conclude_transfer",
    "conclude_waits",
    "draw",
    "marked",
    "periods",
    "plan",
    "pooled",
    "settle",
    "unsettled",
]
