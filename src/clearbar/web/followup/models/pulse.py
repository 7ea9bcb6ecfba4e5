"""What is kept of the pulse of staff.

An answer knows its quarter and, where the team is large enough to be told of ever, its team; never a person, a time or
a day. That somebody has answered is a mark: a hash under a salt of the quarter, which nothing joins to the answer and
which nobody can tell of anybody any more once the quarter is over and the salt destroyed.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import RandomKey, random_key


class PulseAnswer(models.Model):
    """What somebody answered in a quarter (yyyyq): three levels, 1 to 5. `team` is empty where fewer than five people
    belong to it."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    quarter = models.IntegerField()
    team = models.CharField(max_length=64, blank=True)
    fair = models.SmallIntegerField()
    learning = models.SmallIntegerField()
    time = models.SmallIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(fair__gte=1, fair__lte=5, learning__gte=1, learning__lte=5, time__gte=1, time__lte=5),
                name="pulse_levels",
            ),
        )
        indexes = (models.Index(fields=("quarter", "team"), name="pulse_quarter"),)


class PulseMark(models.Model):
    """That somebody has answered in a quarter. `hash` is unique, so that one person answers once."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    quarter = models.IntegerField()
    hash = models.CharField(max_length=64, unique=True)


class PulseSalt(models.Model):
    """The salt of a quarter's marks, for as long as the quarter lasts."""

    quarter = models.IntegerField(unique=True)
    secret = models.CharField(max_length=64)
