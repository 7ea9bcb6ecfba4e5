"""Surveys, the ways into them, and who was asked.

Whatever an anonymous answer writes has a random key and no time: a week at most.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.model.book import Source
from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.audit.models import SUBJECT_LETTERS
from clearbar.web.people.models import Site, Team


class Survey(models.Model):
    """What is asked of whom. The questions themselves are generated from the book that holds.

    `journey` is empty where only the verdict on the whole is asked. `standards` are the ids that are asked, in order.
    """

    class Audience(models.TextChoices):
        """Who answers."""

        CUSTOMER = Source.CUSTOMER.value, "Customers"
        COLLEAGUE = Source.COLLEAGUE.value, "Colleagues"
        VENDOR = Source.VENDOR.value, "Vendors"

    name = models.CharField(max_length=80)
    journey = models.CharField(max_length=128, blank=True)
    audience = models.CharField(max_length=16, choices=Audience.choices, default=Audience.CUSTOMER)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    languages = models.JSONField(default=list)
    standards = models.JSONField(default=list)
    expectation = models.BooleanField(default=True)
    anonymous = models.BooleanField(default=False)
    suppression_days = models.PositiveSmallIntegerField(default=90)
    expiry_days = models.PositiveSmallIntegerField(default=21)
    reminder_days = models.PositiveSmallIntegerField(default=5)
    """So many days after asking, who has not answered is reminded once; 0 for never."""
    open = models.BooleanField(default=True)
    after_cases = models.BooleanField(default=False)
    """Whether it asks those for whom something was made right. There is one such survey, about the whole alone."""

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("after_cases",), name="survey_after_cases", condition=Q(after_cases=True)),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> Source:
        """Who speaks in its answers."""
        return Source(self.audience)


class Way(models.Model):
    """A standing way in, with an address that does not change: a poster, a kiosk, a page for other sites, or paper.

    `address` is no secret: it hangs on a wall. `hosts` are the sites that may show an embedded survey in a frame.
    """

    class Kind(models.TextChoices):
        """Where it stands."""

        POSTER = "poster", "QR poster"
        KIOSK = "kiosk", "Kiosk"
        EMBED = "embed", "On a website"
        PAPER = "paper", "Paper card"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=32, unique=True)
    hosts = models.JSONField(default=list)
    open = models.BooleanField(default=True)

    class Meta:
        ordering = ("kind", "name", "pk")

    def __str__(self) -> str:
        return self.name


class Invite(models.Model):
    """Somebody who was asked by a personal link, which takes one answer.

    Only hashes of its tokens are kept; the reminder has a token of its own. `contact` is sealed for `subject`. That an
    anonymous survey was answered is known here, with its week: who has answered is not reminded. Which answer it was
    is not, and stands nowhere.
    """

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invites")
    hash = models.CharField(max_length=64, unique=True)
    reminder = models.CharField(max_length=64, unique=True, null=True)
    subject = models.CharField(max_length=SUBJECT_LETTERS)
    contact = models.BinaryField(null=True)
    reached = models.CharField(max_length=64, blank=True, default="", db_index=True)
    """The keyed hash of the contact, by which who asks for their data or its erasure is found."""
    language = models.CharField(max_length=12)
    interaction = models.CharField(max_length=128, null=True)
    customer = models.CharField(max_length=128, null=True)
    person = models.CharField(max_length=64, null=True)
    team = models.CharField(max_length=64, null=True)
    site = models.CharField(max_length=64, null=True)
    channel = models.CharField(max_length=64, null=True)
    topic = models.CharField(max_length=64, null=True)
    performers = models.JSONField(default=dict)
    """Step id → the person who performed it, where it was not `person`."""
    inclusion = models.FloatField(null=True)
    asked_at = models.DateTimeField()
    expires = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    spent = models.BooleanField(default=False)
    spent_week = models.IntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(inclusion=None) | Q(inclusion__gt=0, inclusion__lte=1), name="invite_inclusion"
            ),
        )
        indexes = (
            models.Index(fields=("asked_at",), name="invite_waiting", condition=Q(spent=False, reminded_at=None)),
        )


class Contact(models.Model):
    """When somebody was last asked, by a keyed hash of how they are reached: nobody is asked too often."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(null=True)


class Spent(models.Model):
    """The hash of a one-use token of a scan that was answered. Nothing is written before that, so that opening a page
    a million times fills no table. Kept until no token of its week can still be answered."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    hash = models.CharField(max_length=64, unique=True)
    week = models.IntegerField()


class Said(models.Model):
    """What came with one answer beside its ratings; the three dimensions where no standard asked for them."""

    class Visit(models.TextChoices):
        """Whether they knew us."""

        FIRST = "first", "first"
        AGAIN = "again", "again"

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    response = models.CharField(max_length=64, unique=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="said")
    way = models.CharField(max_length=8)
    """link, or the kind of way."""
    week = models.IntegerField()
    visit = models.CharField(max_length=8, choices=Visit.choices, blank=True)
    recommended = models.BooleanField(null=True)
    courtesy = models.SmallIntegerField(null=True)
    courtesy_expected = models.SmallIntegerField(null=True)
    outcome = models.SmallIntegerField(null=True)
    outcome_expected = models.SmallIntegerField(null=True)
    promptness = models.SmallIntegerField(null=True)
    promptness_expected = models.SmallIntegerField(null=True)
    short = models.BooleanField(default=False)
    """Whether anything fell short of its bar."""
    told = models.BooleanField(default=False)
    """Whether others were told that it fell short; of anonymous answers when their week is over."""


class Wish(models.Model):
    """What somebody for whom it fell short was asked next: that they answered, and how to reach them if they chose so.
    Their words are a comment of the ledger."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    response = models.CharField(max_length=64, unique=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="wishes")
    week = models.IntegerField()
    subject = models.CharField(max_length=SUBJECT_LETTERS)
    contact = models.BinaryField(null=True)
    reached = models.CharField(max_length=64, blank=True, default="", db_index=True)
    """The keyed hash of the contact."""
    told = models.BooleanField(default=False)


class Salt(models.Model):
    """The salt of one day, under which those who answer are counted without keeping who they are."""

    day = models.IntegerField(unique=True)
    secret = models.CharField(max_length=64)


class Counter(models.Model):
    """How many answers came from one source in one window. Neither can be read from `name`, a hash under a salt that
    is destroyed with its day, and the counters with it."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    name = models.CharField(max_length=64, unique=True)
    count = models.IntegerField(default=0)
