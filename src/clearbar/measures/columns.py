"""The columns that a question may name: an allow-list, with the kind of value that each holds."""

from __future__ import annotations

from enum import StrEnum

from clearbar.model.book import Dimension, Scale, Setting, Source, Stage


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "true or false"


FILTERS: dict[str, tuple[str, Kind]] = {
    **{
        name: (f"r.{name}", Kind.TEXT)
        for name in (
            "standard", "edition", "source", "setting", "rater", "person", "team", "site", "channel", "topic",
            "instrument", "interaction", "customer", "response",
        )
    },
    **{
        name: (f"r.{name}", Kind.NUMBER)
        for name in ("day", "week", "level", "expected", "desired", "millis", "inclusion")
    },
    **{name: (f"r.{name}", Kind.TRUTH) for name in ("censored", "disputed")},
    **{name: (f"s.{name}", Kind.TEXT) for name in ("journey", "step", "stage", "dimension", "scale", "pair")},
    **{name: (f"s.{name}", Kind.NUMBER) for name in ("bar", "target")},
}  # fmt: skip
"""Columns of a filter, with the SQL that reads them (`r` = ratings, `s` = standards)."""

GROUPS: dict[str, str] = {
    name: FILTERS[name][0]
    for name in (
        "site", "team", "person", "rater", "channel", "topic", "source", "setting", "standard", "edition",
        "instrument", "journey", "step", "stage", "dimension", "week", "day",
    )
}  # fmt: skip
"""Columns to group by. What would show a single customer or interaction is not among them."""

CHOICES: dict[str, tuple[str, ...]] = {
    "source": tuple(Source),
    "setting": tuple(Setting),
    "stage": tuple(Stage),
    "dimension": tuple(Dimension),
    "scale": tuple(Scale),
}
"""Columns that hold one of a few words."""
