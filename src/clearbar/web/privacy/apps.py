"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Privacy."""

    name = "clearbar.web.privacy"

    def ready(self) -> None:
        """Names the tasks, and what is held of whom."""
        import_module("clearbar.web.privacy.tasks")
        import_module("clearbar.web.privacy.holding")
