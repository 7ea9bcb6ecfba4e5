"""Candidates: what they tried, who spoke with them, and what was asked of all of them apart from it.

Everything of a candidate stands in this part's own tables and goes with them on one day: ratings of tries never enter
the ledger or the evidence, where older versions of a table keep what was erased until they are swept.
"""

from __future__ import annotations

from django.db import models

from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.book.models import Version
from clearbar.web.people.models import Team
from clearbar.web.practice.models.rehearse import Pinned

DAYS, MOST_DAYS = 180, 365
"""So long what is known of a candidate is kept, and how long at most."""
RATERS = 2
START_TRAITS = [
    {"name": "Gender", "values": ["Woman", "Man", "Another"]},
    {"name": "Age", "values": ["Under 25", "25 to 49", "50 or more"]},
]


class Choosing(models.Model):
    """What the organisation chose about candidates. There is one row; off unless somebody switches it on."""

    is_on = models.BooleanField(default=False)
    traits = models.JSONField(default=list)
    """What candidates are asked of themselves if they like: {name, values}."""

    @classmethod
    def the(cls) -> Choosing:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1, defaults={"traits": START_TRAITS})[0]


class Opening(models.Model):
    """A place that people try for: the scenarios, the book and the questions are the same for all of them."""

    title = models.CharField(max_length=120)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    """For whom; none for the whole house."""
    journey = models.CharField(max_length=128)
    first = models.ForeignKey(Pinned, on_delete=models.PROTECT, related_name="+")
    further = models.ForeignKey(Pinned, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    seeds = models.JSONField()
    """Of the first and the second try: which wordings the customer uses, alike for everybody."""
    questions = models.JSONField(default=list)
    """Of the interview: {text, levels}, with five descriptions, of level 1 to 5."""
    traits = models.JSONField(default=list)
    """What is asked if they like, as it was when the place was opened."""
    consent = models.TextField()
    days = models.PositiveSmallIntegerField(default=DAYS)
    open_until = models.DateField()
    withdrew = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    """How many candidates stand behind its tallies, and how many of them were taken on."""
    counted_taken = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "pk")

    @property
    def scenarios(self) -> list[Pinned]:
        """What is tried, in this order."""
        return [self.first, *([self.further] if self.further else [])]


class Consent(models.Model):
    """A text that candidates agreed to, by its hash."""

    hash = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()


class Candidate(models.Model):
    """Somebody who tries for a place. Who they are, what they said and why it was decided so is sealed; their link is
    kept as a hash. On `erase_on` all of it is erased."""

    class Decision(models.TextChoices):
        """What a person decided."""

        OPEN = "", "not decided yet"
        TAKEN = "taken", "taken on"
        NOT = "not", "not taken on"

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="candidates")
    sealed = models.BinaryField()
    """{name, contact}"""
    hash = models.CharField(max_length=64, unique=True, null=True)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    consented_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    was_asked = models.BooleanField(default=False)
    """Whether the voluntary page was sent, with answers or without."""
    erase_on = models.DateField(db_index=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.OPEN, blank=True)
    reason = models.BinaryField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    @property
    def subject(self) -> str:
        """Whose key seals what is known of them; also what they are called where no name may stand."""
        return f"candidate-{self.pk}"


class Try(models.Model):
    """A candidate's talk: the first or second time, with the first or further scenario. The talk is sealed; `said`
    counts what was said and kept, as in rehearsals."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    talk = models.BinaryField()
    said = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    shown = models.JSONField(default=list)
    """What it showed: {standard, level, cleared}. By the checks and the scenario alone, of setting selection."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("candidate", "number", "place"), name="try_once"),)


class Interview(models.Model):
    """What one of two raters heard from a candidate: a level for each question, and sealed notes."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="interviews")
    rater = models.CharField(max_length=64, db_index=True)
    marks = models.JSONField(default=list)
    """A level for each question, in order."""
    notes = models.BinaryField(null=True)
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("candidate", "rater"), name="interview_once"),)


class TraitAnswer(models.Model):
    """What somebody said of themself of their own will. There is no key to the candidate, no time and no order; each
    trait is a row of its own. `trace` is a keyed hash that only erasing and counting use. The rows of an opening are
    counted and deleted when it is closed."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="+")
    trait = models.CharField(max_length=60)
    value = models.CharField(max_length=60)
    trace = models.CharField(max_length=64, unique=True)


class Tally(models.Model):
    """How many gave an answer about a trait, and how many of them were taken on; an empty value for those who did not
    say. Of an opening that is closed, groups that may not be told of are not even kept."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="tallies")
    trait = models.CharField(max_length=60)
    value = models.CharField(max_length=60, blank=True)
    invited = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("opening", "trait", "value"), name="tally_once"),)
