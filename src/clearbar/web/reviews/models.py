"""Cards, and what leads to them: cycles with their rounds and assignments, calibrations; what follows: disputes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import random_key
from clearbar.web.book.models import Version


class Choice(models.Model):
    """What the organisation chose about reviews. There is one row."""

    pay = models.BooleanField(null=True)
    """Whether the pay of leads hangs on the ratings of their team; null until somebody said."""
    edit_days = models.PositiveSmallIntegerField(default=7)
    dispute_days = models.PositiveSmallIntegerField(default=30)

    @classmethod
    def the(cls) -> Choice:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]


class Critical(models.Model):
    """A standard that a lead marked as critical, with why. It is kept by id: an edition that changes stays critical."""

    standard = models.CharField(max_length=128, primary_key=True)
    why = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()


class Cause(models.Model):
    """A root cause that a reviewer may name. One that is put away stays on the cards that name it."""

    name = models.CharField(max_length=80, unique=True)
    used = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)


class Conflict(models.Model):
    """Somebody who may not review a team, or a person, because something of their own hangs on it."""

    reviewer = models.CharField(max_length=64)
    team = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(team="") | ~Q(person=""), name="conflict_with_something"),
            models.UniqueConstraint(fields=("reviewer", "team", "person"), name="conflict_once"),
        )


class Cycle(models.Model):
    """What is reviewed again and again: how many interactions of each person, or team, by whom."""

    class Every(models.TextChoices):
        """How long a round lasts."""

        WEEK = "week", "every week"
        MONTH = "month", "every month"

    class Per(models.TextChoices):
        """Whose interactions are drawn apart from the others'."""

        PERSON = "person", "for each person"
        TEAM = "team", "for each team"

    name = models.CharField(max_length=80)
    every = models.CharField(max_length=8, choices=Every.choices, default=Every.WEEK)
    per = models.CharField(max_length=8, choices=Per.choices, default=Per.PERSON)
    quota = models.PositiveSmallIntegerField()
    teams = models.JSONField(default=list)
    reviewers = models.JSONField(default=list)
    overlap = models.FloatField(default=0.0)
    """The share of those drawn that two reviewers see."""
    days = models.PositiveSmallIntegerField(default=7)
    """Days until a review is due, after its round was drawn."""
    since = models.DateField()
    ended_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ("name",)


class Round(models.Model):
    """One draw of a cycle: of the interactions of these days, with the seed by which it can be drawn again."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="rounds")
    first = models.DateField()
    last = models.DateField()
    drawn_at = models.DateTimeField()
    due = models.DateTimeField()
    seed = models.CharField(max_length=32)
    strata = models.JSONField(default=list)
    """Of each person or team: {stratum, eligible: how many, order: those drawn and a reserve, quota, inclusion}."""
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ("-first",)
        constraints = (models.UniqueConstraint(fields=("cycle", "first"), name="round_once"),)


class Assignment(models.Model):
    """An interaction that somebody is asked to review. One that was replaced stays, with its reason."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "to do"
        DONE = "done", "done"
        REPLACED = "replaced", "replaced"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="assignments")
    stratum = models.CharField(max_length=64)
    interaction = models.CharField(max_length=128)
    person = models.CharField(max_length=64, null=True)
    reviewer = models.CharField(max_length=64)
    look = models.PositiveSmallIntegerField(default=1)
    """2 for the second, blind look; the reviewer is not told which theirs is."""
    inclusion = models.FloatField()
    due = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=200, blank=True)
    instead_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replacement")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("round", "interaction", "reviewer"), name="assignment_once"),
            models.CheckConstraint(condition=Q(inclusion__gt=0, inclusion__lte=1), name="assignment_inclusion"),
        )
        indexes = (models.Index(fields=("reviewer", "state", "due"), name="assignment_queue"),)


class Calibration(models.Model):
    """Several reviewers rate the same interactions blind, then look at their marks side by side and agree on one."""

    title = models.CharField(max_length=120)
    interactions = models.JSONField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    deadline = models.DateTimeField()
    by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-made_at",)


class Seat(models.Model):
    """Somebody who takes part in a calibration."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="seats")
    person = models.CharField(max_length=64)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("calibration", "person"), name="seat_once"),)


class Consensus(models.Model):
    """The mark that a calibration agreed on; `level` is null for not applicable."""

    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="consensus")
    interaction = models.CharField(max_length=128)
    standard = models.CharField(max_length=128)
    level = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=400)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("calibration", "interaction", "standard"), name="consensus_once"),
        )


class Card(models.Model):
    """A scorecard that somebody fills in, pinned to the version of the book that it was begun on.

    A draft until `submitted_at`. What a rating has no column for stays here for good: not applicable with its reason,
    root causes. The marks of a calibration stay here altogether, so that they are never counted as reviews.
    """

    class Kind(models.TextChoices):
        """What led to it."""

        ASSIGNED = "assigned", "drawn"
        WATCHED = "watched", "just watched"
        CALIBRATION = "calibration", "calibration"
        ELSEWHERE = "elsewhere", "brought in from elsewhere"
        """Never kept: how ratings are shown that were given on no card of ours."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, null=True, related_name="card")
    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, null=True, related_name="cards")
    interaction = models.CharField(max_length=128, db_index=True)
    rater = models.CharField(max_length=64)
    person = models.CharField(max_length=64, null=True)
    source = models.CharField(max_length=16)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    journey = models.CharField(max_length=128, blank=True)
    marks = models.JSONField(default=dict)
    """standard → {level, na, reason, comment, causes, spans}; what was left empty is left out."""
    begun_at = models.DateTimeField()
    changed = models.PositiveIntegerField(default=0)
    """How often it was saved, so that two windows do not overwrite each other unseen."""
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    response = models.CharField(max_length=64, unique=True, null=True)

    class Meta:
        indexes = (models.Index(fields=("rater", "submitted_at"), name="card_rater"),)
        constraints = (
            models.UniqueConstraint(
                fields=("calibration", "interaction", "rater"),
                condition=~Q(calibration=None),
                name="card_once_a_seat",
            ),
        )


class Dispute(models.Model):
    """What the person rated says against one rating: another level, and why. The rating waits until it is decided."""

    class State(models.TextChoices):
        """Where it stands. `TURNS` in the app's disputes says which follows which."""

        OPEN = "open", "waits for a decision"
        UPHELD = "upheld", "the level stays"
        CHANGED = "changed", "the level was changed"
        WITHDRAWN = "withdrawn", "withdrawn"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    rating = models.CharField(max_length=64)
    response = models.CharField(max_length=64, db_index=True)
    standard = models.CharField(max_length=128)
    person = models.CharField(max_length=64)
    team = models.CharField(max_length=64, null=True)
    was = models.PositiveSmallIntegerField()
    proposed = models.PositiveSmallIntegerField()
    reason = models.TextField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    by_owner = models.BooleanField(default=False)
    """Decided by an administrator, because nobody else in reach had not rated."""
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("rating",), condition=~Q(state="withdrawn"), name="dispute_once_a_rating"),
        )
