"""What Django must know of this app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and their roles."""

    name = "clearbar.web.people"

    def ready(self) -> None:
        """Listens to what people do to their log-ins."""
        import_module("clearbar.web.people.events")
        import_module("clearbar.web.people.watch")
        import_module("clearbar.web.people.held")
