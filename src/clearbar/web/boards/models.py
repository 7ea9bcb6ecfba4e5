"""What leaders guessed before they looked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.people.models import Person


class Guess(models.Model):
    """What a leader thought that customers would say, before first opening a month; null for who would rather not.

    `place` is `house`, or `team:` and the id of a team; `share` is in per cent. It is asked for once.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guesses")
    place = models.CharField(max_length=80)
    month = models.CharField(max_length=7)
    """Such as 2026-06."""
    share = models.SmallIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-month",)
        constraints = (
            models.UniqueConstraint(fields=("person", "place", "month"), name="guess_once"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__gte=0, share__lte=100), name="guess_share"),
        )
