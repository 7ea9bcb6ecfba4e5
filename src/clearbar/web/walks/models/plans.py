"""What is kept of walk plans."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.people.models import Person, Site
from clearbar.web.walks.models.shopping import Shopper


class WalkPlan(models.Model):
    """Who is asked to walk a journey where, under which conditions, by when. `seed` draws again what was drawn."""

    name = models.CharField(max_length=120)
    journey = models.CharField(max_length=128)
    sites = models.ManyToManyField(Site, related_name="+")
    conditions = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField()
    seed = models.BigIntegerField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-first", "name")

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """One condition at one site in a plan, and how often it was walked there."""

    plan = models.ForeignKey(WalkPlan, on_delete=models.CASCADE, related_name="places")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    condition = models.CharField(max_length=80, blank=True)
    walked = models.IntegerField(default=0)

    class Meta:
        ordering = ("site__name", "condition")
        constraints = (models.UniqueConstraint(fields=("plan", "site", "condition"), name="walk_place_once"),)


class Assignment(models.Model):
    """A walk that somebody is asked for. One of an employee is deleted when it is walked, and only counted at its
    place: beside the walk of that week it would say who walked it. One of a shopper keeps its day."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    shopper = models.ForeignKey(Shopper, on_delete=models.CASCADE, null=True, related_name="assignments")
    due = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ("due", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(shopper__isnull=True), name="assignment_of_one"
            ),
        )  # fmt: skip
