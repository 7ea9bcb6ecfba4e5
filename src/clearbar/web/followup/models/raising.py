"""What is kept of raising the bar: each quarter's proposals, and what was decided on them."""

from __future__ import annotations

from django.db import models


class RaisingState(models.TextChoices):
    """Where a proposal stands."""

    PROPOSED = "proposed", "proposed"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    GONE = "gone", "no longer seen"


TURNS: dict[str, frozenset[str]] = {
    RaisingState.PROPOSED: frozenset({RaisingState.ACCEPTED, RaisingState.DECLINED, RaisingState.GONE}),
    RaisingState.GONE: frozenset({RaisingState.PROPOSED}),
    RaisingState.ACCEPTED: frozenset(),
    RaisingState.DECLINED: frozenset(),
}
"""What may follow each state within its quarter: what is decided stays decided; the next quarter asks anew."""


class RaisingProposal(models.Model):
    """One proposal for one standard in one quarter (yyyyq). `body` is the proposal as plain data, as it was last
    seen; `edition` that of the standard it speaks of. `reason`, `by` and `decided_at` say who decided, and why."""

    quarter = models.IntegerField()
    standard = models.CharField(max_length=128)
    rise = models.CharField(max_length=8)
    edition = models.CharField(max_length=64)
    body = models.JSONField()
    state = models.CharField(max_length=8, choices=RaisingState.choices, default=RaisingState.PROPOSED)
    seen_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("quarter", "standard", "rise"), name="raising_once"),)
        ordering = ("pk",)


class RaisingLook(models.Model):
    """When a quarter's proposals were last looked for, and whether those who decide were told of them."""

    quarter = models.IntegerField(unique=True)
    at = models.DateTimeField()
    told = models.BooleanField(default=False)
