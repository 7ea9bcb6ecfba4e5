"""Conversations of an invented bicycle shop, whose book stands in tests/roads/shop. Every figure that tests expect of
them is counted by hand."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

BOOK = Path(__file__).parents[1] / "roads" / "shop"
START = datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))


def line(name: str, **more: Any) -> str:
    """One conversation as it stands in a file."""
    return json.dumps(
        {"interaction": name, "topic": "repairs", "site": {"id": "s01", "timezone": "Europe/Paris"}} | more
    )


def said(role: str, seconds: float, text: str = "Hm.", **more: Any) -> dict[str, Any]:
    return {"role": role, "at": (START + timedelta(seconds=seconds)).isoformat(), "text": text} | more


def talk(wait: float, last: str = "Anything else?", person: str = "p-1") -> list[dict[str, Any]]:
    """A question, an answer after so many seconds, and a last line."""
    return [
        said("customer", 0, "It rattles.", author="c-1"),
        said("agent", wait, "Where?", author=person),
        said("customer", wait + 5, "Below.", author="c-1"),
        said("agent", wait + 9, last, author=person),
    ]


def given(standard: str, level: int, **more: Any) -> dict[str, Any]:
    return {"standard": standard, "source": "customer", "level": level} | more
