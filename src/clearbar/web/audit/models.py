"""Audit lines, and the keys that seal what they hold."""

from __future__ import annotations

from typing import Any

from django.db import models

from clearbar.web.audit.keys import RandomKey, random_key

SUBJECT_LETTERS = 144
"""So long a subject may be: a customer's pseudonym of 128 letters, and what tells that it is one."""


class Line(models.Model):
    """One act: who did what to what. It is written once and never changed.

    `actor` and `subject` are pseudonyms. `fields` are the names of what was written. `sealed` holds the values,
    encrypted with the key of `subject`; without that key the line stays and the values are gone. An anonymous act has
    its week and no time: `at` is null.
    """

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    at = models.DateTimeField(null=True)
    week = models.IntegerField()
    actor = models.CharField(max_length=SUBJECT_LETTERS)
    verb = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    thing = models.CharField(max_length=128)
    subject = models.CharField(max_length=SUBJECT_LETTERS)
    fields = models.JSONField(default=list)
    sealed = models.BinaryField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("at",), name="audit_at"),
            models.Index(fields=("-week", "-at", "key"), name="audit_newest"),
            models.Index(fields=("kind", "thing"), name="audit_thing"),
            models.Index(fields=("subject",), name="audit_subject"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Writes the line, once."""
        if not self._state.adding:
            raise TypeError("an audit line is never changed")
        super().save(*args, **kwargs)


class SubjectKey(models.Model):
    """The key that seals what audit lines and private texts say of one subject. Erasure destroys it."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    subject = models.CharField(max_length=SUBJECT_LETTERS, unique=True)
    secret = models.BinaryField()
