"""Questions, attempts at them, and when each standard is due again.

Results of quizzes are no ratings: knowing is not doing. They stay in these tables, and only the person and their coach
read them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import random_key


class QuizChoice(models.Model):
    """What the organisation chose about quizzes. There is one row."""

    pass_mark = models.PositiveSmallIntegerField(default=80)
    """The share of the credit that passes, in %."""
    attempts = models.PositiveSmallIntegerField(default=3)
    days = models.PositiveSmallIntegerField(default=1)
    """Days between one attempt and the next."""
    seconds = models.PositiveSmallIntegerField(null=True, default=60)
    """About how long a question takes; null for no clock. It is told and never held against anybody."""
    minutes = models.PositiveSmallIntegerField(default=5)
    """How long the questions of one day may take."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pass_mark__gte=1, pass_mark__lte=100), name="quiz_pass_mark"),
            models.CheckConstraint(condition=Q(attempts__gte=1), name="quiz_attempts"),
        )

    @classmethod
    def the(cls) -> QuizChoice:
        """The one there is; made with its defaults at first."""
        return cls.objects.get_or_create(pk=1)[0]


class QuizPreference(models.Model):
    """What somebody chose for themself. Nobody else reads it: it is in no list, no export and no figure."""

    person = models.CharField(max_length=64, primary_key=True)
    no_clock = models.BooleanField(default=False)


class Question(models.Model):
    """A question about one standard. What was asked once is never changed: another wording is another question."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "being written"
        LIVE = "live", "asked"
        RETIRED = "retired", "put away"

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    name = models.CharField(max_length=64)
    """What tells it from others: the same wherever the same is asked, in each language."""
    made = models.BooleanField(default=False)
    """Made from the book, not written by somebody."""
    standard = models.CharField(max_length=128)
    edition = models.CharField(max_length=64)
    kind = models.CharField(max_length=24)
    language = models.CharField(max_length=16)
    body = models.JSONField()
    """The question as the bridge reads it."""
    interaction = models.CharField(max_length=128, blank=True)
    """The conversation that its words come from."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.LIVE)
    by = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("name", "language"), name="question_once"),)
        indexes = (models.Index(fields=("standard", "state"), name="question_standard"),)


class Vote(models.Model):
    """How effective an expert holds one option of a situational question: 1 not at all … 5 very."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    expert = models.CharField(max_length=64)
    option = models.CharField(max_length=32)
    effect = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("question", "expert", "option"), name="vote_once"),
            models.CheckConstraint(condition=Q(effect__gte=1, effect__lte=5), name="vote_effect"),
        )


class About(models.TextChoices):
    """What a quiz is about."""

    STANDARD = "standard", "standard"
    STEP = "step", "step"
    JOURNEY = "journey", "journey"


class QuizAttempt(models.Model):
    """One attempt of somebody at a quiz, with the questions that it asks: pinned, so that it can be gone on with."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.CharField(max_length=64)
    about = models.CharField(max_length=8, choices=About.choices)
    what = models.CharField(max_length=260)
    """The id of the standard, JOURNEY/STEP, or the journey."""
    edition = models.CharField(max_length=64)
    """That of the standard, or of all standards together: with another one, attempts begin anew."""
    number = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=40)
    """Of its variants, the same for all attempts at the same thing, so that none shows what the one before it did."""
    items = models.JSONField()
    """The keys of its questions, as texts, in their order."""
    pass_mark = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    credit = models.FloatField(null=True)
    """Credit per question, 0..1; null until it ended."""
    passed = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "about", "what", "edition", "number"), name="attempt_once"),
        )
        indexes = (models.Index(fields=("person", "ended_at"), name="attempt_person"),)


class QuizExtra(models.Model):
    """One more attempt, given by a coach."""

    person = models.CharField(max_length=64)
    about = models.CharField(max_length=8, choices=About.choices)
    what = models.CharField(max_length=260)
    edition = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("person", "about", "what"), name="extra_person"),)


class QuizResult(models.Model):
    """What an attempt that ended showed of one standard: the credit of its questions on it, 0..1 each."""

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="results")
    person = models.CharField(max_length=64)
    standard = models.CharField(max_length=128)
    edition = models.CharField(max_length=64)
    credit = models.FloatField()
    questions = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("attempt", "standard"), name="result_once"),)
        indexes = (
            models.Index(fields=("person", "standard"), name="result_person"),
            models.Index(fields=("standard", "edition"), name="result_standard"),
        )


class ReviewCard(models.Model):
    """When somebody is asked about a standard again. The card is of the standard, not of one question: what is to be
    kept in mind is the promise, and each time another question asks for it. `due` is null while nothing can ask."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.CharField(max_length=64)
    standard = models.CharField(max_length=128)
    edition = models.CharField(max_length=64)
    memory = models.TextField(blank=True)
    """What the schedule knows, as the bridge reads it; empty before the first answer."""
    times = models.PositiveIntegerField(default=0)
    due = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    """When the standard changed under it."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "standard"), name="card_of_a_standard"),)
        indexes = (
            models.Index(fields=("person", "due"), name="card_due"),
            models.Index(fields=("standard",), name="card_standard"),
        )


class Given(models.Model):
    """One answer to one question: in an attempt, or to a card that was due."""

    key = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    person = models.CharField(max_length=64)
    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, null=True, related_name="given")
    place = models.PositiveSmallIntegerField(null=True)
    """Its number in the attempt, from 0."""
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="given")
    seed = models.CharField(max_length=40)
    variant = models.PositiveIntegerField()
    """Of that seed, from 0."""
    answer = models.JSONField()
    """Ids of what was chosen, in the order given."""
    credit = models.FloatField()
    at = models.DateTimeField()
    sync = models.CharField(max_length=36, null=True)
    """The id that a phone gave it."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(credit__gte=0, credit__lte=1), name="given_credit"),
            models.UniqueConstraint(fields=("attempt", "place"), condition=~Q(attempt=None), name="given_once"),
            models.UniqueConstraint(fields=("person", "sync"), condition=~Q(sync=None), name="given_sync_once"),
        )
        indexes = (
            models.Index(fields=("question",), name="given_question"),
            models.Index(fields=("person", "at"), name="given_person"),
        )
