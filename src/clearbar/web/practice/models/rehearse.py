"""Scenarios, talks with their customers, and what people say of them."""

from __future__ import annotations

from typing import Any

from django.db import models

from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.book.models import Version

MOST_LETTERS = 2_000
"""Of one line of a talk."""


class Pinned(models.Model):
    """A scenario as it was when somebody rehearsed it: its text, under the edition that its content has. It never
    changes; what stands beside the text is read off it."""

    edition = models.CharField(primary_key=True, max_length=64)
    scenario = models.CharField(max_length=128, db_index=True)
    title = models.CharField(max_length=200)
    journey = models.CharField(max_length=128)
    stakes = models.JSONField(default=list)
    """The standards that it puts to the test, by id."""
    moods = models.JSONField(default=list)
    persona = models.CharField(max_length=400, blank=True)
    """Who the customer is, in the words that may be said before the talk."""
    text = models.TextField()


class ScenarioText(models.Model):
    """A scenario as text, while it is written and once people rehearse it. `changed` counts its changes, so that two
    who write at once do not overwrite each other unseen."""

    name = models.SlugField(primary_key=True, max_length=80)
    """The name of its file, without the suffix."""
    text = models.TextField()
    live = models.ForeignKey(Pinned, on_delete=models.PROTECT, null=True, related_name="texts")
    """What people rehearse; none as long as it is a draft."""
    changed = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    by = models.CharField(max_length=64)

    class Meta:
        ordering = ("name",)

    @property
    def file(self) -> str:
        """What its file is called."""
        return f"{self.name}.yaml"

    @property
    def state(self) -> str:
        """Whether people rehearse it, and whether they rehearse what stands here."""
        if self.live is None:
            return "draft"
        return "live" if self.live.text == self.text else "live, with changes that are not live yet"


class Endpoint(models.Model):
    """A language model that may put the customer's words: where it is, its key sealed, and how often it may be asked a
    day. Off until an administrator switches it on."""

    id = models.CharField(primary_key=True, max_length=32)
    name = models.CharField(max_length=80)
    url = models.URLField(max_length=500)
    model = models.CharField(max_length=120)
    key = models.BinaryField(null=True)
    active = models.BooleanField(default=False)
    per_day = models.PositiveIntegerField(default=500)
    spent = models.PositiveIntegerField(default=0)
    spent_on = models.DateField(null=True)
    said = models.CharField(max_length=200, blank=True)
    """What came of the last call that failed; empty once one went well."""
    rests_until = models.DateTimeField(null=True)
    """After a fault it is left alone for a moment, so that nobody waits for it again and again."""
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    @property
    def subject(self) -> str:
        """Whose key seals its key."""
        return f"endpoint-{self.pk}"


class Rehearsal(models.Model):
    """One rehearsal: a talk with the customer of a scenario, or a sheet that a colleague played from.

    `said` counts what was said by staff and kept, so that two windows, or the same line sent twice, neither lose nor
    double one. What a talk holds was freed of card and health numbers before it came here.
    """

    class Way(models.TextChoices):
        """How it is rehearsed."""

        CHAT = "chat", "in writing"
        SHEET = "sheet", "face to face, with a colleague"

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    person = models.CharField(max_length=64)
    pinned = models.ForeignKey(Pinned, on_delete=models.PROTECT, related_name="rehearsals")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True)
    """The version of the book that held when it began: what it is judged by."""
    mood = models.CharField(max_length=24)
    seed = models.BigIntegerField()
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.CHAT)
    partner = models.CharField(max_length=64, blank=True)
    """Of a sheet: who plays the customer."""
    endpoint = models.ForeignKey(Endpoint, on_delete=models.SET_NULL, null=True)
    """The model that puts the customer's words; none where the script does."""
    setting = models.CharField(max_length=16, default="rehearsal")
    is_trial = models.BooleanField(default=False)
    """Tried out by somebody who writes the scenario: it counts for nothing."""
    talk = models.JSONField()
    said = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="again")
    line = models.PositiveIntegerField(null=True)
    """Begun again from before this line of its parent."""
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    """When it was left without an end; nothing of it is scored."""
    seen_at = models.DateTimeField(null=True)
    """When the person was first shown what the checks saw: after they had said themself how it went."""
    end = models.CharField(max_length=80, blank=True)
    shown = models.JSONField(default=list)
    """Of one that ended, what it showed of each standard: {standard, level, cleared, by, turns, says, example}."""
    response = models.CharField(max_length=64, blank=True)
    """The response of the ratings by checks; empty where there are none."""

    class Meta:
        indexes = (
            models.Index(fields=("person", "begun_at"), name="rehearsal_person"),
            models.Index(fields=("partner", "ended_at"), name="rehearsal_partner"),
        )

    @property
    def is_over(self) -> bool:
        """Whether nothing can be said in it any more."""
        return self.ended_at is not None or self.stopped_at is not None

    @property
    def turns(self) -> list[dict[str, Any]]:
        """What was said, as kept."""
        found: list[dict[str, Any]] = self.talk.get("turns", [])
        return found


class Opinion(models.Model):
    """What a coach, a colleague or the person themself says of a rehearsal, on the scorecard of its journey. Asked for
    until `submitted_at`."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    rehearsal = models.ForeignKey(Rehearsal, on_delete=models.CASCADE, related_name="opinions")
    by = models.CharField(max_length=64)
    source = models.CharField(max_length=16)
    marks = models.JSONField(default=dict)
    """standard → level."""
    comment = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    response = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("rehearsal", "by"), name="opinion_once"),)
        indexes = (models.Index(fields=("by", "submitted_at"), name="opinion_by"),)
