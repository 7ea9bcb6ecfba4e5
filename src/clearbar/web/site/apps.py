"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Settings and first run."""

    name = "clearbar.web.site"
    label = "clearbar_site"

    def ready(self) -> None:
        """Names the checks and the tasks."""
        import_module("clearbar.web.site.checks")
        import_module("clearbar.web.site.tasks")
