"""Who agreed to which edition of a standard, and who objected."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.book.models import Version
from clearbar.web.people.models import Person


class SigningChoice(models.Model):
    """What the organisation chose about signatures. There is one row."""

    months = models.PositiveSmallIntegerField(null=True, blank=True)
    """After so many months a signature ends and is asked for again; null for never."""

    @classmethod
    def the(cls) -> SigningChoice:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]


class Signature(models.Model):
    """Somebody read one edition of a standard and agreed to it, in the version of the book in which they read it.
    `until` is the last day on which it holds; null for ever. Signed again, it is a new row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="signatures")
    standard = models.CharField(max_length=128)
    edition = models.CharField(max_length=64)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    at = models.DateTimeField()
    day = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "edition", "day"), name="signature_once_a_day"),)
        indexes = (
            models.Index(fields=("person", "standard"), name="signature_person"),
            models.Index(fields=("edition",), name="signature_edition"),
        )


class Objection(models.Model):
    """Somebody cannot agree to an edition of a standard, and says why. It is settled by `due`: with an answer that the
    standard stays, or that it will be changed."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "waits for an answer"
        STAYS = "stays", "the standard stays as it is"
        CHANGES = "changes", "the standard will be changed"
        WITHDRAWN = "withdrawn", "taken back"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="objections")
    standard = models.CharField(max_length=128, db_index=True)
    edition = models.CharField(max_length=64)
    version = models.ForeignKey(Version, on_delete=models.PROTECT)
    words = models.TextField()
    at = models.DateTimeField()
    due = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    by = models.CharField(max_length=64, blank=True)
    settled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "edition"), condition=Q(state="open"), name="one_open_objection"),
        )
        ordering = ("at", "pk")
