"""Writes docs/api.md to the standard output."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from clearbar.web.api.describe import as_markdown, described


class Command(BaseCommand):
    """Writes the description of the API as a document."""

    help = "Writes the description of the API as a document."

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes it."""
        del args, options
        self.stdout.write(as_markdown(described()), ending="")
