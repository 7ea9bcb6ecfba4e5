"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    """Practice."""

    name = "clearbar.web.practice"

    def ready(self) -> None:
        """Names the tasks."""
        import_module("clearbar.web.practice.tasks")
        import_module("clearbar.web.practice.holding")
