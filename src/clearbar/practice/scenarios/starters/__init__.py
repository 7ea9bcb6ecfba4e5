"""Scenarios to begin with, one folder a trade. They are invented, and meant to be changed."""

from __future__ import annotations

from importlib.resources import files


def starter(trade: str) -> dict[str, str]:
    """The scenarios that come with the starter book of a trade, by name beside it; none for a trade that has none."""
    folder = files(__name__) / trade
    if not trade or not folder.is_dir():
        return {}
    found = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return {f"scenarios/{one.name}": one.read_text(encoding="utf-8") for one in found}
