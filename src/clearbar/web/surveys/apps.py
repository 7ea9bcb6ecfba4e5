"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Surveys."""

    name = "clearbar.web.surveys"

    def ready(self) -> None:
        """Names the tasks."""
        import_module("clearbar.web.surveys.tasks")
        import_module("clearbar.web.surveys.holding")
