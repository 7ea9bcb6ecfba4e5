"""Drafts and versions of the book; what customers said before it was written; which promises are shown outside."""

from __future__ import annotations

from django.db import models


class Version(models.Model):
    """A published version: the files as they were, never changed again."""

    number = models.IntegerField(unique=True)
    files = models.JSONField()
    version = models.CharField(max_length=64)
    """The hash of its content, as the library computes it."""
    published_at = models.DateTimeField()
    by = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    accepted = models.JSONField(default=list)
    """Findings that were let stand: [code, place, reason] each."""
    editions = models.JSONField(default=dict)
    """The edition of each standard, by id."""


class Draft(models.Model):
    """The next version while it is written. There is one; `changed` counts its changes, so that two who edit at once
    do not overwrite each other unseen."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    """True of the one there is."""
    files = models.JSONField()
    begun_from = models.ForeignKey(Version, on_delete=models.PROTECT, null=True)
    changed = models.IntegerField(default=0)
    changed_at = models.DateTimeField()
    by = models.CharField(max_length=64)

    @property
    def token(self) -> str:
        """Which draft this is, after which change: what a form of it carries."""
        return f"{self.pk}.{self.changed}"


class Earlier(models.Model):
    """The draft as it was when `changed` changes had been made, and who then made the next one."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="earlier")
    changed = models.IntegerField()
    files = models.JSONField()
    then_by = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("draft", "changed"), name="earlier_once"),)


class Sheet(models.Model):
    """What one customer answered to the five questions that a journey begins with. Card and health numbers were taken
    out before it came here."""

    journey = models.CharField(max_length=128, db_index=True)
    told_by = models.CharField(max_length=120, blank=True)
    """What kind of customer, such as "regular, collects glasses"; no name."""
    answers = models.JSONField()
    """Five texts, in the order of the questions."""
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)


class Complaint(models.Model):
    """One complaint that was pasted in, and the standard that answers it."""

    journey = models.CharField(max_length=128, db_index=True)
    text = models.TextField()
    answered_by = models.CharField(max_length=128, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)


class Shown(models.Model):
    """The page of promises for customers, with the key 1: which standards it names, and whether it says how many
    customers agree."""

    standards = models.JSONField(default=list)
    figures = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    by = models.CharField(max_length=64)
