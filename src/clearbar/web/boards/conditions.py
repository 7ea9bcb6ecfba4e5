"""Conditions of questions, written with their values quoted: what a page asks of the evidence."""

from __future__ import annotations

from collections.abc import Iterable

COLUMNS = frozenset({"site", "team", "person", "channel", "topic", "source", "standard"})
"""Columns that pages compare with texts."""


def equal(column: str, value: str) -> str:
    """The column holds this text. Raises ValueError for a column that pages do not ask about."""
    if column not in COLUMNS:
        raise ValueError(f"pages do not ask about `{column}`")
    return f"{column} = {quoted(value)}"


def one_of(column: str, values: Iterable[str]) -> str:
    """The column holds one of these texts, of which there is at least one."""
    if column not in COLUMNS:
        raise ValueError(f"pages do not ask about `{column}`")
    return f"{column} in ({', '.join(quoted(value) for value in sorted(values))})"


def weeks(first: int, last: int) -> str:
    """From one ISO week (yyyyww) to another, both among them."""
    return f"week between {int(first)} and {int(last)}"


def quoted(text: str) -> str:
    """A text as a value of a condition: its quotes doubled, so that it ends where it should."""
    return "'" + text.replace("'", "''") + "'"


def every(*conditions: str) -> str:
    """All of these hold; the empty ones say nothing."""
    return " and ".join(one for one in conditions if one)
