"""What presents the book: what people changed of it, films and sounds, the plan, and huddles held."""

from __future__ import annotations

from secrets import token_hex

from django.db import models
from django.db.models import Q

from clearbar.web.people.models import Role, Team


def clip_id() -> str:
    """A name of 128 random bits: what a film's file is called, and nothing that its sender chose."""
    return token_hex(16)


class LessonEdit(models.Model):
    """What people wrote to present a standard, beside what the book says; what is empty is made automatically. It is
    kept against the edition that it was written for, and those for earlier ones are kept, too."""

    standard = models.CharField(max_length=128)
    language = models.CharField(max_length=16)
    edition = models.CharField(max_length=64)
    why = models.TextField(blank=True)
    example = models.TextField(blank=True)
    question = models.TextField(blank=True)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("standard", "language", "edition"), name="lesson_edit_once"),)


class LessonRead(models.Model):
    """That somebody has read the page of a standard, as it stood in that edition."""

    person = models.CharField(max_length=64)
    standard = models.CharField(max_length=128)
    edition = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "edition"), name="lesson_read_once"),)


class Clip(models.Model):
    """A film or a sound about a step, with its captions or its words. The bytes lie in the data folder under `id`."""

    id = models.CharField(primary_key=True, max_length=32, default=clip_id)
    journey = models.CharField(max_length=128)
    step = models.CharField(max_length=128)
    language = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    media = models.CharField(max_length=32)
    seen = models.BooleanField()
    """Whether there is something to see in it."""
    size = models.BigIntegerField()
    captions = models.TextField(blank=True)
    """WebVTT of our own writing."""
    transcript = models.TextField(blank=True)
    editions = models.JSONField(default=list)
    """The editions of the step's standards when it was sent."""
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(captions="") | (Q(seen=False) & ~Q(transcript="")), name="clip_worded"),
        )
        indexes = (models.Index(fields=("journey", "step"), name="clip_step"),)


class TaughtHow(models.Model):
    """How a standard is taught to a role, as people chose it: for one team, or for the whole house (`team` null)."""

    role = models.CharField(max_length=16, choices=Role.choices)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="taught_how")
    standard = models.CharField(max_length=128)
    media = models.JSONField()
    every = models.PositiveIntegerField()
    """Days."""
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("role", "team", "standard"), name="taught_how_once", nulls_distinct=False),
            models.CheckConstraint(condition=Q(every__gte=1, every__lte=366), name="taught_how_every"),
        )


class HuddleHeld(models.Model):
    """A huddle that a team held on a day about a standard. Who was there stands in the events of the ledger."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="huddles")
    day = models.DateField()
    standard = models.CharField(max_length=128)
    edition = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "day", "standard"), name="huddle_once"),)


class CriticalHere(models.Model):
    """A standard of which a miss is critical, and why: as who decides on reviews told it."""

    standard = models.CharField(primary_key=True, max_length=128)
    why = models.CharField(max_length=200)
