"""What tests of walks need: a walk as a phone tells it, and a phone that sends."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.web.conftest import NOW

JOURNEY = "choose-glasses"


def body(**further: Any) -> dict[str, Any]:
    """A walk of the demo's first journey at the north shop: two steps, with a wait of 90 seconds at the first."""
    return {
        "walk": str(uuid4()),
        "journey": JOURNEY,
        "version": 1,
        "site": "s-north",
        "conditions": ["with a pram"],
        "assignment": None,
        "begun": (NOW - timedelta(minutes=20)).isoformat(),
        "steps": [
            {
                "step": "greet",
                "times": {"arrived": 1_000, "noticed": 31_000, "served": 91_000, "done": 100_000},
                "jumped": False,
                "feeling": 2,
                "note": "nobody looked up from the counter",
                "levels": {"choose.seen": 3},
            },
            {
                "step": "listen",
                "times": {"arrived": 101_000, "served": 102_000, "done": 160_000},
                "jumped": False,
                "feeling": 4,
                "note": "",
                "levels": {"choose.listened": 5},
            },
        ],
    } | further


def item(told: dict[str, Any], kind: str = "walk", at: datetime = NOW, id: str = "") -> dict[str, Any]:
    """It, as the outbox holds it."""
    return {"id": id or str(uuid4()), "kind": kind, "at": at.isoformat(), "body": told}


def send(client: Client, *items: dict[str, Any], user: str = "finn", address: str = "/practice/sync/") -> Any:
    """What the server answers to these items."""
    answer = client.post(address, json.dumps({"user": user, "items": list(items)}), content_type="application/json")
    return answer.json() if answer.status_code == 200 else answer
