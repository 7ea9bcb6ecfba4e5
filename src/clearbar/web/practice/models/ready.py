"""Rules of who may perform, and what a person decided where somebody may not yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.model.readiness import Rule
from clearbar.web.people.models import Person, Role


class ReadyRule(models.Model):
    """What is asked before somebody performs. An empty journey means every journey, an empty role everybody; the rules
    that come nearest hold, and who holds several roles keeps the stricter of each part."""

    journey = models.CharField(max_length=128, blank=True)
    role = models.CharField(max_length=16, blank=True, choices=Role.choices)
    signed = models.BooleanField(default=True)
    learned = models.BooleanField(default=True)
    times = models.PositiveSmallIntegerField(default=2)
    scenarios = models.PositiveSmallIntegerField(default=1)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("journey", "role"), name="ready_rule_once"),)
        ordering = ("journey", "role")

    @property
    def rule(self) -> Rule:
        """What it asks for."""
        return Rule(self.signed, self.learned, self.times, self.scenarios)


class Became(models.Model):
    """Somebody fulfilled the rule of a journey from `since` on; `until` is when they no longer did, because a standard
    changed or a signature ended."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="became_ready")
    journey = models.CharField(max_length=128)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "journey"), condition=Q(until=None), name="ready_once"),
        )


class HeldBack(models.Model):
    """A person decided that somebody does not perform a journey yet, and why. The rule only proposes it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held_back")
    journey = models.CharField(max_length=128)
    reason = models.TextField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateField()
    """It ends by itself on this day at the latest."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "journey"), condition=Q(ended_at=None), name="held_back_once"),
        )
        ordering = ("-at",)
