"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class BridgeConfig(AppConfig):
    """The way into the flow."""

    name = "clearbar.web.bridge"

    def ready(self) -> None:
        """Names the tasks."""
        import_module("clearbar.web.bridge.mirroring")
