"""What follow-up keeps, by part."""

from clearbar.web.followup.models import (
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
