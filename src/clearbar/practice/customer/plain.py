"""A talk as plain data that JSON can keep, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from clearbar.model.scenario import Mood, Talk, Turn


def to_data(talk: Talk) -> dict[str, Any]:
    """The talk as dicts, lists, texts and numbers."""
    data = asdict(talk)
    data["mood"] = talk.mood.value
    data["turns"] = [{**turn, "heard": list(turn["heard"])} for turn in data["turns"]]
    return data


def from_data(data: Mapping[str, Any]) -> Talk:
    """The talk that `to_data` wrote. Raises ValueError for anything else."""
    try:
        return Talk(
            scenario=str(data["scenario"]),
            edition=str(data["edition"]),
            mood=Mood(data["mood"]),
            seed=int(data["seed"]),
            scene=str(data["scene"]),
            patience=int(data["patience"]),
            turns=tuple(_turn(one) for one in data["turns"]),
            end=str(data.get("end", "")),
            fault=str(data.get("fault", "")),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no talk that was kept") from error


def _turn(data: Mapping[str, Any]) -> Turn:
    return Turn(
        role=str(data["role"]),
        text=str(data["text"]),
        patience=int(data["patience"]),
        scene=str(data.get("scene", "")),
        heard=tuple(str(one) for one in data.get("heard", ())),
        sure=float(data.get("sure", 0.0)),
    )
