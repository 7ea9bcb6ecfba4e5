"""Question → SQL: one measure, one query over the evidence."""

from clearbar.measures import about, clearance, consistency, delight, gap, shrinkage
from clearbar.measures.columns import GROUPS
from clearbar.measures.consistency import factors
from clearbar.measures.where import parse_where

__all__ = ["GROUPS", "about", "clearance", "consistency", "delight", "factors", "gap", "parse_where", "shrinkage"]
