"""Interactions, ratings and their revisions, what people wrote, who was asked, and jobs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import RandomKey, random_key


class Interaction(models.Model):
    """One visit, call, chat, ticket or thread. `messages` are its words where there are any, redacted before they came
    here; a call has its times and a link to the recorder that keeps it."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    id = models.CharField(max_length=128, unique=True)
    site = models.CharField(max_length=64, null=True)
    team = models.CharField(max_length=64, null=True)
    person = models.CharField(max_length=64, null=True)
    """Who owned it."""
    customer = models.CharField(max_length=128, null=True)
    channel = models.CharField(max_length=64, null=True)
    topic = models.CharField(max_length=64, null=True)
    timezone = models.CharField(max_length=64, default="UTC")
    at = models.DateTimeField()
    seconds = models.IntegerField(null=True)
    recording = models.URLField(max_length=500, blank=True)
    messages = models.JSONField(null=True)
    """A list of {role, author, text, at}; role is customer, agent, bot or system."""
    source = models.CharField(max_length=32, default="import")
    """How it came: import, api, watched."""

    class Meta:
        indexes = (
            models.Index(fields=("at",), name="interaction_at"),
            models.Index(fields=("person", "at"), name="interaction_person"),
            models.Index(fields=("customer",), name="interaction_customer"),
        )


class Rating(models.Model):
    """A rating as it stands, with the columns of evidence (docs/evidence.md). `mirrored` is the revision that the
    evidence holds; 0 for none yet."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    rating = models.CharField(max_length=64, unique=True)
    interaction = models.CharField(max_length=128, null=True)
    standard = models.CharField(max_length=128)
    edition = models.CharField(max_length=64)
    response = models.CharField(max_length=64)
    source = models.CharField(max_length=16)
    setting = models.CharField(max_length=16, default="live")
    rater = models.CharField(max_length=64, null=True)
    person = models.CharField(max_length=64, null=True)
    team = models.CharField(max_length=64, null=True)
    site = models.CharField(max_length=64, null=True)
    customer = models.CharField(max_length=128, null=True)
    channel = models.CharField(max_length=64, null=True)
    topic = models.CharField(max_length=64, null=True)
    rated_at = models.DateTimeField(null=True)
    day = models.IntegerField(null=True)
    week = models.IntegerField()
    level = models.SmallIntegerField()
    expected = models.SmallIntegerField(null=True)
    desired = models.SmallIntegerField(null=True)
    millis = models.BigIntegerField(null=True)
    censored = models.BooleanField(default=False)
    instrument = models.CharField(max_length=128, blank=True)
    inclusion = models.FloatField(null=True)
    disputed = models.BooleanField(default=False)
    revision = models.IntegerField(default=1)
    mirrored = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="rating_level"),
            models.CheckConstraint(
                condition=Q(inclusion=None) | Q(inclusion__gt=0, inclusion__lte=1), name="rating_inclusion"
            ),
        )
        indexes = (
            models.Index(fields=("response",), name="rating_response"),
            models.Index(fields=("interaction",), name="rating_interaction"),
            models.Index(fields=("person", "week"), name="rating_person"),
            models.Index(fields=("standard", "week"), name="rating_standard"),
            models.Index(fields=("key",), name="rating_unmirrored", condition=~Q(mirrored=models.F("revision"))),
        )


class Revision(models.Model):
    """What a rating was before it was changed, by whom and why. Anonymous ratings are never changed."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="revisions")
    revision = models.IntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    was = models.JSONField()
    """The fields that changed, with their earlier values."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rating", "revision"), name="revision_once"),)


class Gone(models.Model):
    """A rating that was erased here and must be erased from the evidence."""

    rating = models.CharField(max_length=64, primary_key=True)


class Comment(models.Model):
    """What somebody wrote with an answer or a review: card and health numbers were taken out before it came here."""

    class Kind(models.TextChoices):
        """What the words answer."""

        OPEN = "open", "open question"
        RIGHT = "right", "what could we do to make things right?"
        REVIEW = "review", "a reviewer's comment"
        QUOTE = "quote", "words of the conversation"

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    response = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    standard = models.CharField(max_length=128, blank=True)
    person = models.CharField(max_length=64, null=True)
    week = models.IntegerField()
    text = models.TextField()
    spans = models.JSONField(default=list)
    """Of a quote: [message, start, end] for each piece."""


class Asked(models.Model):
    """Somebody who was asked for an answer: a row of `invitations` in the evidence."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    invitation = models.CharField(max_length=64, unique=True)
    interaction = models.CharField(max_length=128, null=True)
    source = models.CharField(max_length=16)
    instrument = models.CharField(max_length=128, blank=True)
    channel = models.CharField(max_length=64, null=True)
    site = models.CharField(max_length=64, null=True)
    week = models.IntegerField()
    answered = models.BooleanField(default=False)
    response = models.CharField(max_length=64, null=True)
    mirrored = models.BooleanField(default=False)


class Happened(models.Model):
    """Something that happened to a person or at a site: a row of `events` in the evidence."""

    event = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=24)
    day = models.IntegerField()
    standard = models.CharField(max_length=128, null=True)
    person = models.CharField(max_length=64, null=True)
    site = models.CharField(max_length=64, null=True)
    mirrored = models.BooleanField(default=False)


class Job(models.Model):
    """Work to be done after the act that asked for it, at least once: `task` must bear being done twice.

    `name` says what work it is: asking for the same work twice keeps one job. A worker holds a lease while it works;
    when the lease ends, another may take the job.
    """

    name = models.CharField(max_length=200, primary_key=True)
    task = models.CharField(max_length=64)
    body = models.JSONField(default=dict)
    due = models.DateTimeField()
    at_once = models.BooleanField(default=False)
    """Asked for at the moment it was due: found in the future, it says that the clock went back."""
    every = models.IntegerField(null=True)
    """Seconds until it is due again; null for once."""
    attempts = models.IntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    holder = models.CharField(max_length=64, blank=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    """When it was given up."""
    error = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=("due",), name="job_due", condition=Q(done_at=None, failed_at=None)),)


class Synced(models.Model):
    """Something that was done on a phone without a network and came later: what it was answered with, so that it can
    come again and change nothing."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.CharField(max_length=64)
    item = models.CharField(max_length=36)
    """The id that the phone gave it."""
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    answer = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "item"), name="synced_once"),)
        indexes = (models.Index(fields=("at",), name="synced_at"),)
