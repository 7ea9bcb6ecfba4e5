"""Where the bridge finds things."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def evidence() -> Path:
    """The folder of evidence that mirrors the ledger."""
    return Path(settings.CLEARBAR_DATA) / "evidence"
