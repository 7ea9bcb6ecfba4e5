"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices."""

    name = "clearbar.web.notices"

    def ready(self) -> None:
        """Names the tasks, and what is held of whom."""
        import_module("clearbar.web.notices.tasks")
        import_module("clearbar.web.notices.holding")
