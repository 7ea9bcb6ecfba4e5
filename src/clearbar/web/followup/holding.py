"""What follow-up hold of a person or a customer: to hand it out, to erase it, to forget it in time."""

from __future__ import annotations

from clearbar.web.followup import (
    holding_arriving,
    holding_coaching,
    holding_correction,
    holding_findings,
    holding_peers,
    holding_pulse,
    holding_recovery,
)

__all__ = [
    "holding_arriving",
    "holding_coaching",
    "holding_correction",
    "holding_findings",
    "holding_peers",
    "holding_pulse",
    "holding_recovery",
]
