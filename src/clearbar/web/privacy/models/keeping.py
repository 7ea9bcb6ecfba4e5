"""What is kept of how long things are kept."""

from __future__ import annotations

from django.db import models


class Span(models.Model):
    """How long a kind of data is kept, where the organisation chose something else than the default."""

    kind = models.CharField(primary_key=True, max_length=40)
    days = models.PositiveIntegerField(null=True)
    """None for as long as nobody says otherwise."""
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
