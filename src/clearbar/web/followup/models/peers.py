"""What is kept of peers and the own compass."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.people.models import Person


class PeerInvitation(models.Model):
    """Somebody asks a colleague to look at one interaction of theirs. `sealed` holds {words}, what they ask in their
    own words, readable with the asker's key."""

    class State(models.TextChoices):
        """Where it stands; `PEER_TURNS` says which follows which."""

        ASKED = "asked", "asked"
        RATED = "rated", "answered"
        DECLINED = "declined", "not this time"
        TAKEN_BACK = "taken back", "taken back"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="peer_reviews_asked")
    colleague = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="peer_reviews_to_give")
    interaction = models.CharField(max_length=128)
    journey = models.CharField(max_length=128)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    sealed = models.BinaryField(null=True)
    response = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=("colleague", "state"), name="peer_to_give"),)
        constraints = (
            models.UniqueConstraint(
                fields=("colleague", "interaction"), condition=Q(state__in=("asked", "rated")), name="peer_once"
            ),
        )


PEER_TURNS: dict[str, dict[str, str]] = {
    "": {"ask": PeerInvitation.State.ASKED},
    PeerInvitation.State.ASKED: {
        "rate": PeerInvitation.State.RATED,
        "decline": PeerInvitation.State.DECLINED,
        "take back": PeerInvitation.State.TAKEN_BACK,
    },
    PeerInvitation.State.RATED: {},
    PeerInvitation.State.DECLINED: {},
    PeerInvitation.State.TAKEN_BACK: {},
}
"""State → act → state."""


class Recognition(models.Model):
    """A colleague says what somebody did well on one standard. `sealed` holds {words}, readable with the key of the one
    who is recognised."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recognised")
    by = models.CharField(max_length=64)
    standard = models.CharField(max_length=128)
    finding = models.CharField(max_length=200, blank=True)
    once = models.CharField(max_length=64, unique=True)
    """Which sending of the form it came with, so that the same one is kept once."""
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=("by", "at"), name="recognition_by"),)


class OwnRating(models.Model):
    """What somebody says of one interaction of their own, before others' ratings of it came. `sealed` holds {marks,
    whole}, readable with their key. It becomes ratings only where they share it, after they saw the difference."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="own_ratings")
    interaction = models.CharField(max_length=128)
    journey = models.CharField(max_length=128)
    version = models.IntegerField()
    """The number of the book's version whose words were rated."""
    sealed = models.BinaryField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    """When they saw the difference."""
    shared_at = models.DateTimeField(null=True)
    response = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("person", "interaction"), name="own_rating_once"),)


class NextBar(models.Model):
    """The bar that somebody set for themself. Only they see it: `sealed` holds {standard, level}, and the row does not
    tell which standard it is about."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="next_bars")
    sealed = models.BinaryField()
