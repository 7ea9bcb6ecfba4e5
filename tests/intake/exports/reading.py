"""Reads samples as the flow does, and holds what comes out against the reader of conversations."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from clearbar.intake import read_conversations
from clearbar.intake.exports import SYSTEMS, Given, Left, Source, read_map
from clearbar.model.conversation import Conversation
from clearbar.model.evidence import Rejection

SAMPLES = Path(__file__).parent / "samples"


@dataclass
class Outcome:
    """What an adapter gave: conversations by interaction, what was left out, and rejections as (line, code)."""

    conversations: dict[str, Conversation] = field(default_factory=dict)
    raw: list[dict[str, Any]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [fault.code for one in self.rejections for fault in one.faults]

    @property
    def told(self) -> str:
        """Everything that a person is told."""
        return "\n".join(str(fault) for one in self.rejections for fault in one.faults) + "\n".join(self.left)


def hidden(name: str) -> str:
    return f"hidden({name.lower()})"


def sample(*parts: str) -> Source:
    path = SAMPLES.joinpath(*parts)
    return Source(path.name, lambda: path.open("rb"))


def inline(content: bytes | str, name: str = "inline") -> Source:
    raw = content.encode() if isinstance(content, str) else content
    return Source(name, lambda: io.BytesIO(raw))


def page(**members: Any) -> Source:
    """A page of an API."""
    return inline(json.dumps(members))


def convert(system: str, sources: Source | Iterable[Source], given: Any = None) -> Outcome:
    """What the adapter makes of the sources. Every conversation must be accepted by the reader of conversations."""
    chosen, outcome = SYSTEMS[system], Outcome()
    told = read_map("map.yaml", yaml.safe_dump(given or {}).encode(), chosen.shape)
    for item in chosen.read([sources] if isinstance(sources, Source) else list(sources), told, hidden):
        if isinstance(item, Given):
            outcome.raw.append(item.conversation)
        elif isinstance(item, Left):
            outcome.left[item.reason] += item.count
        else:
            assert isinstance(item, Rejection)
            outcome.rejections.append(item)
    for read in read_conversations([json.dumps(one) for one in outcome.raw], "out.jsonl"):
        assert isinstance(read, Conversation), read
        outcome.conversations[read.interaction] = read
    return outcome


def said(one: Conversation) -> list[tuple[str, str | None, bool, str]]:
    """The messages of a conversation: role, author, whether public, text."""
    return [(message.role.value, message.author, message.public, message.text) for message in one.messages]


def rated(one: Conversation) -> list[tuple[str, int, str | None, str | None]]:
    """The ratings of a conversation: standard, level, rater, person."""
    return [(rating.standard, rating.level, rating.rater, rating.person) for rating in one.ratings]
