"""What the bridge keeps of books for the evidence."""

from __future__ import annotations

from django.db import models


class Edition(models.Model):
    """One edition of a standard that was ever published: a row of `standards` in the evidence."""

    edition = models.CharField(max_length=64, primary_key=True)
    standard = models.CharField(max_length=128)
    journey = models.CharField(max_length=128, null=True)
    step = models.CharField(max_length=128, null=True)
    stage = models.CharField(max_length=8, null=True)
    dimension = models.CharField(max_length=12, null=True)
    bar = models.SmallIntegerField()
    target = models.FloatField(null=True)
    scale = models.CharField(max_length=8)
    pair = models.CharField(max_length=128, null=True)
