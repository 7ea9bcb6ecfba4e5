"""Cases: what fell short for a customer, what would make it right, and what was answered.

A customer's words and how to reach them are sealed for the case's subject. Rows have random keys: a case may come from
an anonymous answer. Times are there from the opening on, which for such an answer is after its week.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.audit.models import SUBJECT_LETTERS
from clearbar.web.followup.models.recovery_rules import Cause


class State(models.TextChoices):
    """Where a case stands. Which turns lead where: `actions.recovery_turns.TURNS`."""

    OPEN = "open", "waits for an answer"
    ANSWERED = "answered", "answered, not settled yet"
    SILENT = "silent", "no way to reply: waits for a second person"
    CLOSED = "closed", "closed with an answer"
    UNREACHED = "unreached", "closed without a way to reply"


GONE = "gone-"
"""What the subject of an erased customer begins with."""
OVER = frozenset({State.CLOSED, State.UNREACHED})


class Severity(models.TextChoices):
    """How bad it was for the customer."""

    ORDINARY = "ordinary", "ordinary"
    SERIOUS = "serious", "serious"
    GRAVE = "grave", "grave"


class CameBy(models.TextChoices):
    """The way in."""

    SURVEY = "survey", "an answer to a survey"
    MAIL = "mail", "e-mail"
    API = "api", "another system"
    FORM = "form", "the form at the counter"
    PHONE = "phone", "telephone"
    PERSON = "person", "in person"
    LETTER = "letter", "letter"


class Case(models.Model):
    """One customer for whom something fell short."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    """Counts its turns: who acts on an older one is told so."""
    severity = models.CharField(max_length=12, choices=Severity.choices)
    came_by = models.CharField(max_length=8, choices=CameBy.choices)
    subject = models.CharField(max_length=SUBJECT_LETTERS, db_index=True)
    """For whom words and contact are sealed: the customer where one is known, else a pseudonym of its own."""
    customer = models.CharField(max_length=128, null=True)
    words = models.BinaryField(null=True)
    """What happened, in the customer's words."""
    wish = models.BinaryField(null=True)
    """What would make it right, in the customer's words."""
    contact = models.BinaryField(null=True)
    reached = models.CharField(max_length=64, blank=True, db_index=True)
    """A keyed hash of the contact, by which somebody who asks for it finds what is held of them."""
    language = models.CharField(max_length=12)
    site = models.CharField(max_length=64, null=True)
    team = models.CharField(max_length=64, null=True)
    person = models.CharField(max_length=64, null=True)
    """Who performed, where that is known."""
    standard = models.CharField(max_length=128, blank=True)
    response = models.CharField(max_length=64, null=True, unique=True)
    interaction = models.CharField(max_length=128, null=True)
    finding = models.CharField(max_length=64, blank=True)
    """The finding that proposed it, which is settled when the case is closed."""
    owner = models.CharField(max_length=64)
    """Who answers for it. Empty only where nobody at all can log in."""
    opened_at = models.DateTimeField()
    since = models.DateTimeField()
    """From when its clock counts: the opening, or when the customer last said that it is not right."""
    owed = models.BooleanField(default=True)
    """Whether an answer is owed: none was given since."""
    answer_due = models.DateTimeField()
    solve_due = models.DateTimeField()
    due = models.DateTimeField(null=True)
    """What is due next; null where it is over."""
    told = models.PositiveSmallIntegerField(default=0)
    """Whom its lateness was told: 0 nobody but the owner, 1 the leader of the team, 2 the leader of the house."""
    look_at = models.DateTimeField(null=True)
    """When the next of them is told."""
    answered_at = models.DateTimeField(null=True)
    """When it was answered first."""
    in_time = models.BooleanField(null=True)
    """Whether that was in time."""
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    """Who agreed that there was no way to reply."""
    alone = models.BooleanField(default=False)
    """Closed without a second person, because there was none."""
    silent_by = models.CharField(max_length=64, blank=True)
    """Who said that there is no way to reply."""
    reopened = models.PositiveSmallIntegerField(default=0)
    before = models.SmallIntegerField(null=True)
    after = models.SmallIntegerField(null=True)
    """The level of the whole, as the customer rated it before, and after it was made right."""
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, null=True, related_name="cases")

    class Meta:
        indexes = (
            models.Index(fields=("due", "key"), name="case_due", condition=~Q(due=None)),
            models.Index(fields=("owner", "due", "key"), name="case_owner", condition=~Q(due=None)),
            models.Index(fields=("team", "due", "key"), name="case_team", condition=~Q(due=None)),
            models.Index(fields=("-closed_at", "key"), name="case_closed", condition=~Q(closed_at=None)),
            models.Index(fields=("look_at",), name="case_look", condition=~Q(look_at=None)),
            models.Index(fields=("opened_at", "in_time", "after", "team", "owner"), name="case_opened"),
        )

    @property
    def called(self) -> str:
        """What people call it: eight letters and digits."""
        return f"{self.pk:016x}"[:8].upper()

    @property
    def is_over(self) -> bool:
        """Whether it is closed."""
        return self.state in OVER


class CaseMessage(models.Model):
    """What was said between the house and the customer. The words are sealed for the case's subject."""

    class Way(models.TextChoices):
        """How it was said."""

        MAIL = "mail", "by e-mail"
        PHONE = "phone", "by telephone"
        PERSON = "person", "in person"
        LETTER = "letter", "by letter"
        SURVEY = "survey", "in a survey"

    SAID: ClassVar[tuple[Way, ...]] = (Way.PHONE, Way.PERSON, Way.LETTER)
    """Ways in which somebody notes what they said themselves."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    """The case's version that it made."""
    way = models.CharField(max_length=8, choices=Way.choices)
    ours = models.BooleanField()
    """Whether we said it, not the customer."""
    words = models.BinaryField(null=True)
    by = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    message_id = models.CharField(max_length=200, null=True, unique=True)
    """Of a mail that we sent: its Message-ID, by which an answer to it is known."""

    class Meta:
        ordering = ("number", "key")


class CaseTurn(models.Model):
    """One turn of a case: what was done, by whom, and why. The reason is sealed for the case's subject."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()
    """The case's version that it made."""
    turn = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices)
    """Where it led."""
    by = models.CharField(max_length=SUBJECT_LETTERS, blank=True)
    at = models.DateTimeField()
    reason = models.BinaryField(null=True)
    about = models.CharField(max_length=64, blank=True)
    """To whom it was handed, or the severity that it got."""

    class Meta:
        ordering = ("number", "key")


class CaseOffer(models.Model):
    """Something that was offered to make it right, or that somebody asked to be allowed to offer."""

    class State(models.TextChoices):
        """Where it stands."""

        MADE = "made", "offered, within their own limit"
        ASKED = "asked", "waits for a leader"
        AGREED = "agreed", "agreed by a leader"
        REFUSED = "refused", "not agreed"

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="offers")
    name = models.CharField(max_length=80)
    """Of the kind, as it was called then."""
    kind = models.ForeignKey("OfferKind", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "key")
        indexes = (models.Index(fields=("at",), name="case_offer_asked", condition=Q(state="asked")),)
