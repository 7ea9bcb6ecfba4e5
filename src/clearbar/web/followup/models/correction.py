"""What is kept of corrective action: the ladder, files with their steps, answers and objections."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from clearbar.model.correction import Rung
from clearbar.web.audit.keys import random_key
from clearbar.web.people.models import Person

DEFAULT_RUNGS: list[dict[str, Any]] = [
    {"name": "Talk", "days": 0, "least": 8, "house": False},
    {"name": "Plan", "days": 28, "least": 12, "house": False},
    {"name": "Formal step", "days": 28, "least": 20, "house": True},
]


def default_rungs() -> list[dict[str, Any]]:
    """The ladder as it begins."""
    return [dict(one) for one in DEFAULT_RUNGS]


class Ladder(models.Model):
    """The steps that the organisation set. There is one; `changed` counts its changes."""

    rungs = models.JSONField(default=default_rungs)
    changed = models.IntegerField(default=0)

    @classmethod
    def the(cls) -> Ladder:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]

    @property
    def steps(self) -> tuple[Rung, ...]:
        """The steps, in order."""
        return tuple(Rung(one["name"], one["days"], one["least"], one["house"]) for one in self.rungs)


class Outside(models.TextChoices):
    """What lies outside the guard, because a person says so."""

    SAFETY = "safety", "safety"
    MISCONDUCT = "misconduct", "misconduct"


class Correction(models.Model):
    """A file about one person. `sealed` holds {why, outside_why, ended}, readable with the person's key alone; once the
    person is erased and the file has to stay its time (`apart`), with a key of its own."""

    class State(models.TextChoices):
        """Where it stands; `TURNS` says which follows which."""

        OPEN = "open", "open"
        OBJECTED = "objected", "open, with an objection that waits"
        CLOSED = "closed", "closed: what was agreed is kept"
        DROPPED = "dropped", "dropped"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="corrections")
    team = models.CharField(max_length=64, blank=True)
    standards = models.JSONField(default=list)
    outside = models.CharField(max_length=12, choices=Outside.choices, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    finding = models.CharField(max_length=200, blank=True)
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    changed = models.IntegerField(default=0)
    apart = models.BooleanField(default=False)

    class Meta:
        ordering = ("-opened_at",)
        indexes = (models.Index(fields=("state", "-opened_at"), name="correction_state"),)

    @property
    def own_subject(self) -> str:
        """For whom it is sealed where it stands apart: itself."""
        return f"correction-{self.pk}"

    @property
    def subject(self) -> str:
        """For whom the words of the file, its steps, answers and objections are sealed."""
        return self.own_subject if self.apart else self.person_id


class CorrectionStep(models.Model):
    """A step that was taken. `sealed` holds {standings, evidence, present, commitments, notes, notices} as they were on
    that day; `present` the pseudonyms of those of the house who were there."""

    class State(models.TextChoices):
        """Whether it stands."""

        TAKEN = "taken", "taken"
        ANNULLED = "annulled", "taken back after an objection"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=State.choices, default=State.TAKEN)
    day = models.DateField()
    until = models.DateField()
    present = models.JSONField(default=list)
    sealed = models.BinaryField()
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    read_at = models.DateTimeField(null=True)
    """When the person said that they have read it."""

    class Meta:
        ordering = ("at", "number", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("correction", "number"), condition=Q(state="taken"), name="correction_step_once"
            ),
        )


class CorrectionAnswer(models.Model):
    """What the person says to a step, or to the file where `step` is none, in their own words."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="answers")
    step = models.ForeignKey(CorrectionStep, on_delete=models.CASCADE, null=True, related_name="answers")
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "key")


class CorrectionObjection(models.Model):
    """The person objects to a step, or to the file where `step` is none. `sealed` holds {words, answer}."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "waits for an answer"
        STAYS = "stays", "the step stays"
        ANNULLED = "annulled", "the step was taken back"
        WITHDRAWN = "withdrawn", "withdrawn"
        OVER = "over", "not settled before the file ended"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="objections")
    step = models.ForeignKey(CorrectionStep, on_delete=models.CASCADE, null=True, related_name="objections")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    sealed = models.BinaryField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("at", "key")
        constraints = (
            models.UniqueConstraint(
                fields=("correction",), condition=Q(state="waiting"), name="correction_objection_once"
            ),
        )


State = Correction.State

TURNS: dict[str, dict[str, str]] = {
    "": {"open": State.OPEN},
    State.OPEN: {
        "take": State.OPEN, "object": State.OBJECTED, "close": State.CLOSED, "drop": State.DROPPED,
    },
    State.OBJECTED: {
        "take": State.OBJECTED, "settle": State.OPEN, "annul": State.DROPPED, "withdraw": State.OPEN,
        "close": State.CLOSED, "drop": State.DROPPED,
    },
    State.CLOSED: {},
    State.DROPPED: {},
}  # fmt: skip
"""State → act → state. A file with an objection that waits goes on only once the guard lets it; "annul" takes the file
itself back, "settle" answers in any other way."""
