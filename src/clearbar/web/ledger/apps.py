"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Ratings and what belongs to them."""

    name = "clearbar.web.ledger"

    def ready(self) -> None:
        """Names the tasks."""
        import_module("clearbar.web.ledger.mail")
        import_module("clearbar.web.ledger.sync")
        import_module("clearbar.web.ledger.holding")
