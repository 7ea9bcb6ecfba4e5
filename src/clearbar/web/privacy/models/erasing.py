"""What is kept of erasure: who asked for whose, who confirmed it, and that it was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import random_key


class Erasure(models.Model):
    """Somebody is to be erased. `subject` and the sealed `reason` are emptied when it was done; what is left is a keyed
    hash, by which a restored backup is told to erase them again."""

    class State(models.TextChoices):
        """Where it stands. `TURNS` in the actions of erasure says which follows which."""

        ASKED = "asked", "waits for a second administrator"
        DONE = "done", "taken out; files are being swept"
        SWEPT = "swept", "erased"
        WITHDRAWN = "withdrawn", "withdrawn"
        LAPSED = "lapsed", "not confirmed in time"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=128, blank=True)
    mark = models.CharField(max_length=64, db_index=True)
    """The keyed hash of kind and subject."""
    reason = models.BinaryField(null=True)
    """Sealed for the subject."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    """Confirmed after this, it must be asked for again."""
    confirmed_by = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)
    rows = models.IntegerField(default=0)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (models.UniqueConstraint(fields=("mark",), condition=Q(state="asked"), name="one_open_erasure"),)
