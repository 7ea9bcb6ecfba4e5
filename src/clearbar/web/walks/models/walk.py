"""What is kept of walking a journey as a customer.

No row says who walked: a walk keeps its week, as an anonymous answer does, and `own`, which only the key of who walked
opens. So they find their walks again, and nobody else does by looking.
"""

from __future__ import annotations

from django.db import models

from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.people.models import Site

USUAL_CONDITIONS = ("a busy hour", "by phone", "in another language", "with a pram", "in a wheelchair")
"""The conditions that an organisation begins with."""


def usual_conditions() -> list[str]:
    """The conditions that an organisation begins with."""
    return list(USUAL_CONDITIONS)


class Walking(models.Model):
    """What the organisation chose about walks: there is one row."""

    conditions = models.JSONField(default=usual_conditions)
    photos = models.BooleanField(default=False)
    """Whether pictures may be added to walks; never at a clinic."""

    @classmethod
    def the(cls) -> Walking:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]


class Walk(models.Model):
    """One journey, walked as a customer. `version` is the number of the book's version that it was walked by; `week`
    the site's local week, yyyyww; `conditions` some of the organisation's words."""

    class By(models.TextChoices):
        """Who walked."""

        HOUSE = "house", "somebody of the house"
        SHOPPER = "shopper", "a mystery shopper"

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    journey = models.CharField(max_length=128)
    version = models.IntegerField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="walks")
    week = models.IntegerField()
    by = models.CharField(max_length=8, choices=By.choices)
    conditions = models.JSONField(default=list)
    written = models.BooleanField(default=False)
    """Whether it was written down afterwards, with waits that somebody remembered."""
    response = models.CharField(max_length=64, blank=True)
    """That of its ratings; empty where no standard was rated."""
    own = models.BinaryField()
    """Sealed for who walked: {"at": when}. Whoever's key opens it walked."""
    told = models.BooleanField(default=False)
    """Whether those who make findings of walks were told."""

    class Meta:
        indexes = (models.Index(fields=("journey", "week"), name="walk_journey"),)

    @property
    def subject(self) -> str:
        """For whom its notes are sealed: itself, so that they go with it."""
        return f"walk-{self.pk}"


class WalkStep(models.Model):
    """One step of a walk. Times are seconds from the walk's begin: when one arrived at the step, was noticed, was
    served, and was done; or when one gave up waiting. Null where nobody tapped. `feeling` is one's own, 1 to 5.
    `jumped`: the phone's clock changed during this step, so its times were left out. `levels` maps standards to levels.
    """

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=128)
    order = models.PositiveSmallIntegerField()
    arrived = models.FloatField(null=True)
    noticed = models.FloatField(null=True)
    served = models.FloatField(null=True)
    done = models.FloatField(null=True)
    gave_up = models.FloatField(null=True)
    jumped = models.BooleanField(default=False)
    feeling = models.PositiveSmallIntegerField(null=True)
    note = models.BinaryField(null=True)
    levels = models.JSONField(default=dict)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("walk", "order"), name="walk_step_once"),)


class WalkPhoto(models.Model):
    """A picture of a step, drawn anew. Only who walked sees it until they have looked at it and said that it may be
    seen (`sent`)."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="photos")
    step = models.CharField(max_length=128)
    content = models.BinaryField()
    kind = models.CharField(max_length=8)
    sent = models.BooleanField(default=False)
