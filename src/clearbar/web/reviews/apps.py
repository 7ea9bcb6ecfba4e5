"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Reviews."""

    name = "clearbar.web.reviews"

    def ready(self) -> None:
        """Names the tasks, and tells of conflicts of interest."""
        import_module("clearbar.web.reviews.tasks")
        import_module("clearbar.web.reviews.conflicts")
        import_module("clearbar.web.reviews.holding")
