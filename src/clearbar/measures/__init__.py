"""Question → SQL: one measure, one query over the evidence."""

from clearbar.measures import about, agreement, clearance, consistency, delight, difference, gap, met, shrinkage
from clearbar.measures.columns import GROUPS
from clearbar.measures.consistency import factors
from clearbar.measures.where import parse_where

__all__ = [
    "GROUPS",
    "about",
    "agreement",
    "clearance",
    "consistency",
    "delight",
    "difference",
    "factors",
    "gap",
    "met",
    "parse_where",
    "shrinkage",
]
