"""What comes by itself."""

from clearbar.web.followup.tasks import (
    arriving,
    coaching,
    correction,
    findings,
    managing,
    peers,
    pulse,
    raising,
    recovery,
)

__all__ = ["arriving", "coaching", "correction", "findings", "managing", "peers", "pulse", "raising", "recovery"]
