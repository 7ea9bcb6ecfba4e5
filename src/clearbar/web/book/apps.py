"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class BookConfig(AppConfig):
    """Written standards."""

    name = "clearbar.web.book"

    def ready(self) -> None:
        """Says what is held of whom."""
        import_module("clearbar.web.book.holding")
