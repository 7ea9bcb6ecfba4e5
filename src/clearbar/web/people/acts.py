"""Acts: what waits for somebody to do it. Every app offers some; home, my day and the apps' own pages show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """One thing to do: a sentence, where it is done, and what the link says."""

    says: str
    address: str
    link: str
