"""What the organisation chose about cases: clocks, opening hours, owners, offers, templates and root causes."""

from __future__ import annotations

from django.db import models

from clearbar.web.people.models import Site, Team

START_CLOCKS: dict[str, dict[str, float]] = {
    "ordinary": {"answer": 24, "solve": 120, "step": 24},
    "serious": {"answer": 8, "solve": 72, "step": 8},
    "grave": {"answer": 2, "solve": 24, "step": 2},
}
"""Hours until an answer is due, until it is to be made right, and from one step of escalation to the next."""


def start_clocks() -> dict[str, dict[str, float]]:
    """The clocks before anybody chose others."""
    return {severity: dict(hours) for severity, hours in START_CLOCKS.items()}


class RecoveryRules(models.Model):
    """What holds for the whole house. There is one row."""

    clocks = models.JSONField(default=start_clocks)
    reply_address = models.EmailField(blank=True)
    """Where customers' replies arrive. A letter's Reply-To bears the case's token after a +."""

    @classmethod
    def the(cls) -> RecoveryRules:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]


class OpenHours(models.Model):
    """When a site is open. `days`: for each weekday, Monday first, its spans in minutes after midnight. A site without
    a row counts every hour."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="+")
    days = models.JSONField()


class CaseOwner(models.Model):
    """Who gets a team's cases: whoever leads it, where there is no row, or the person on duty."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=64)


class OfferKind(models.Model):
    """Something that may be offered to make it right.

    `limits`: role → up to which amount it may be offered without asking, as a decimal text; "0" for a kind without an
    amount. A role that is not named asks a leader.
    """

    name = models.CharField(max_length=80, unique=True)
    has_amount = models.BooleanField(default=True)
    currency = models.CharField(max_length=3, blank=True)
    limits = models.JSONField(default=dict)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class AnswerTemplate(models.Model):
    """A text to begin an answer with, in one language. Whoever answers adds words of their own."""

    name = models.CharField(max_length=80)
    language = models.CharField(max_length=12)
    text = models.TextField()
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ("language", "name")
        constraints = (models.UniqueConstraint(fields=("language", "name"), name="answer_template_once"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Cause(models.Model):
    """A root cause that cases are sorted by, and the standard that it comes from, where it comes from one."""

    name = models.CharField(max_length=80, unique=True)
    standard = models.CharField(max_length=128, blank=True)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
