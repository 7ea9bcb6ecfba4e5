"""Notices, how each person wants to hear of them, and the channels of other systems that hear of them too."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import random_key
from clearbar.web.people.models import Team


class Topic(models.TextChoices):
    """What a notice is about."""

    REVIEW = "review", "Reviews and disputes"
    PRACTICE = "practice", "Lessons, signatures and rehearsals"
    FINDING = "finding", "Findings"
    COACHING = "coaching", "Coaching"
    CORRECTION = "correction", "Corrective action"
    RECOGNITION = "recognition", "Recognition from colleagues"
    CASE = "case", "Cases of customers"
    WALK = "walk", "Walks"
    PULSE = "pulse", "The pulse of staff"
    HOUSE = "house", "The house itself"


class Notice(models.Model):
    """One notice to one person: a subject and a sentence that name nobody and quote nothing, and where to look."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    """What it is about, so that the same is told once."""
    topic = models.CharField(max_length=12, choices=Topic.choices)
    subject = models.CharField(max_length=160)
    text = models.CharField(max_length=600)
    path = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_due = models.DateTimeField(null=True)
    """When it goes out by mail; null where it does not, or did."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="notice_once"),)
        indexes = (
            models.Index(fields=("person", "-at"), name="notice_newest"),
            models.Index(fields=("mail_due",), name="notice_mail", condition=~Q(mail_due=None)),
            models.Index(fields=("person",), name="notice_unread", condition=Q(read_at=None)),
        )


class Hearing(models.Model):
    """How somebody wants to hear of notices by mail; who chose nothing has these defaults. In the application all
    stand at once. Times are local ones of the site where the person serves."""

    class Mail(models.TextChoices):
        """When a mail comes."""

        AT_ONCE = "at once", "at once, outside of my quiet hours"
        DIGEST = "digest", "together in one mail a day"
        NEVER = "never", "never; I look here"

    person = models.CharField(max_length=64, primary_key=True)
    mail = models.CharField(max_length=8, choices=Mail.choices, default=Mail.AT_ONCE)
    digest_at = models.TimeField(default=time(8))
    quiet_from = models.TimeField(null=True, blank=True, default=time(20))
    quiet_until = models.TimeField(null=True, blank=True, default=time(7))
    muted = models.JSONField(default=list)
    """Topics of which no mail comes."""


class Channel(models.Model):
    """A channel of another system, such as a chat of a team, that hears what concerns a team or the house. Its address
    and its secret are sealed with a key of its own, because who knows such an address may write there."""

    class Shape(models.TextChoices):
        """What its calls look like."""

        PLAIN = "plain", "plain JSON, signed"
        SLACK = "slack", "as Slack takes it, and those like it"
        TEAMS = "teams", "as Microsoft Teams takes it"

    id = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=80)
    shape = models.CharField(max_length=8, choices=Shape.choices)
    host = models.CharField(max_length=253)
    url = models.BinaryField()
    secret = models.BinaryField()
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """Whose news it hears; null for those of the whole house."""
    topics = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")


class Announced(models.Model):
    """One announcement to one channel. `said` is what came of the last try."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="announced")
    name = models.CharField(max_length=200)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    subject = models.CharField(max_length=160)
    text = models.CharField(max_length=600)
    path = models.CharField(max_length=300)
    at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at", "key")
        constraints = (models.UniqueConstraint(fields=("channel", "name"), name="announced_once"),)
