"""Sums of fractions that are the same on every engine, whatever the order in which it adds up."""

from __future__ import annotations


def double(sql: str) -> str:
    """Whole numbers as fractions, so that dividing them is no division of whole numbers."""
    return f"cast({sql} as double precision)"


def rounded(total: str) -> str:
    """A sum of fractions without its last digits, which would follow the order in which an engine adds up."""
    return f"cast(cast({total} as decimal(27, 9)) as double precision)"
