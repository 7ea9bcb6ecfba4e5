"""Coachings: two people, one standard, what was laid out, what they agreed on, and what changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import random_key


class Coaching(models.Model):
    """A coaching of one person by one coach about one standard.

    What the two say to each other is sealed for the person: `own` {level, words}, `reason` (why it is asked for, or
    not now), `outcome` (the figures it was closed with). `prepared` knows ratings by id only, so that what is erased
    elsewhere is gone here, too.
    """

    class Kind(models.TextChoices):
        """How much is asked of the evidence."""

        COACHING = "coaching", "coaching"
        LOOK = "look", "a look at one interaction together"

    class State(models.TextChoices):
        """Where it stands. `TURNS` in the app's coaching_turns says which act leads where."""

        ASKED = "asked", "asked for"
        BEGUN = "begun", "waits for the person's own rating"
        RATED = "rated", "seen by the person first"
        SHARED = "shared", "to be talked about"
        PROPOSED = "proposed", "waits for the other's yes"
        AGREED = "agreed", "agreed"
        CLOSED = "closed", "closed"
        DECLINED = "declined", "not now"
        CALLED_OFF = "called off", "called off"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.CharField(max_length=64)
    coach = models.CharField(max_length=64)
    standard = models.CharField(max_length=128)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COACHING)
    state = models.CharField(max_length=12, choices=State.choices)
    finding = models.CharField(max_length=200, blank=True)
    """The finding that it acts on, by its key."""
    begun_by = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    reason = models.BinaryField(null=True)
    prepared = models.JSONField(default=dict)
    """{shows: [rating id …], well: rating id or null, borrowed, used: [interaction id …], ratings: how many there were,
    version: the number of the book's version}."""
    own = models.BinaryField(null=True)
    shared_at = models.DateTimeField(null=True)
    proposed_by = models.CharField(max_length=64, blank=True)
    changed = models.PositiveIntegerField(default=0)
    """How often it was written, so that a yes is said to what was read."""
    agreed_at = models.DateTimeField(null=True)
    agreed_day = models.IntegerField(null=True)
    agreed_week = models.IntegerField(null=True)
    """The local day (yyyymmdd) and week (yyyyww) of the agreement at the person's site."""
    check_on = models.DateField(null=True)
    """When the two look again."""
    outcome = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-begun_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "standard"), condition=Q(ended_at=None), name="coaching_open_once"
            ),
        )
        indexes = (
            models.Index(fields=("coach", "state"), name="coaching_of_coach"),
            models.Index(fields=("person", "standard"), name="coaching_of_person"),
        )


class Commitment(models.Model):
    """What one of the two does by a day. `what` is sealed for the person."""

    class Whose(models.TextChoices):
        """Who does it."""

        PERSON = "person", "the person"
        COACH = "coach", "the coach"

    coaching = models.ForeignKey(Coaching, on_delete=models.CASCADE, related_name="commitments")
    place = models.PositiveSmallIntegerField()
    what = models.BinaryField()
    whose = models.CharField(max_length=8, choices=Whose.choices)
    by = models.DateField()
    kept_at = models.DateTimeField(null=True)
    kept_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("coaching", "place"), name="commitment_once"),)


class CoachingNote(models.Model):
    """What one of the two wrote for both; `text` is sealed for the person. An answer stands with its note."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    coaching = models.ForeignKey(Coaching, on_delete=models.CASCADE, related_name="notes")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    text = models.BinaryField()
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answered")
    form = models.CharField(max_length=32)
    """The form that it was written in, with its words, as a hash: sent twice, it is kept once."""

    class Meta:
        ordering = ("at", "key")
        constraints = (models.UniqueConstraint(fields=("coaching", "form"), name="coaching_note_once"),)
