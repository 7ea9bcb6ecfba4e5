"""Sweeping: after an erasure, nothing of it is left in the evidence, nor in the report that was made of it."""

from __future__ import annotations

from datetime import datetime
from shutil import rmtree

from clearbar.flow.mirror import is_there, sweep
from clearbar.web.bridge import reporting
from clearbar.web.bridge.mirroring import mirror_new
from clearbar.web.bridge.places import evidence
from clearbar.web.ledger.models import Happened


def sweep_evidence(now: datetime) -> None:
    """Takes out of the evidence what the ledger no longer holds, and deletes what earlier versions held. The report is
    written anew by its own job."""
    if is_there(evidence()):
        mirror_new(now=now)
        sweep(evidence(), list(Happened.objects.values_list("event", flat=True)))
    rmtree(reporting.report_folder(), ignore_errors=True)
