"""Duties: which team performs which journey."""

from __future__ import annotations

from django.db import models

from clearbar.web.people.models import Team


class Duty(models.Model):
    """A team that performs a journey. A journey that no team was given is performed by all of them."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="duties")
    journey = models.CharField(max_length=128)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "journey"), name="duty_once"),)
