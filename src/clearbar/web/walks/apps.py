"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WalksConfig(AppConfig):
    """Walks."""

    name = "clearbar.web.walks"

    def ready(self) -> None:
        """Names the tasks, and what is held of whom."""
        import_module("clearbar.web.walks.tasks")
        import_module("clearbar.web.walks.holding")
