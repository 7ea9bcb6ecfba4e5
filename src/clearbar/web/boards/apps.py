"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """Figures as pages."""

    name = "clearbar.web.boards"

    def ready(self) -> None:
        """Names the tasks."""
        import_module("clearbar.web.boards.tasks")
        import_module("clearbar.web.boards.holding")
