"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API for machines."""

    name = "clearbar.web.api"

    def ready(self) -> None:
        """Names the tasks."""
        import_module("clearbar.web.api.hooks")
        import_module("clearbar.web.api.holding")
