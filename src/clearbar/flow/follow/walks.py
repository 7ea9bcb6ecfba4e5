"""Walks: what a phone told → a walk that can have been, with its waits; a plan → who walks what, by when."""

from __future__ import annotations

from clearbar.practice.walk_plan import draw
from clearbar.practice.walking import NOTE, NoWalk, read, waited

__all__ = ["NOTE", "NoWalk", "draw", "read", "waited"]
