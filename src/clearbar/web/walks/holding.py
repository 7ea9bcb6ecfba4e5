"""What walks hold of a person or a customer: to hand it out, to erase it, to forget it in time."""

from __future__ import annotations

from clearbar.web.walks import holding_walk

__all__ = ["holding_walk"]
