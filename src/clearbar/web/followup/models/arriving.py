"""What arrives of itself: letters by mail, what became of each, and how far the inbox was read.

What a letter says, and who wrote it, is sealed for its sender. Attachments are noted and never kept.
"""

from __future__ import annotations

from django.db import models

from clearbar.web.audit.keys import RandomKey, random_key
from clearbar.web.audit.models import SUBJECT_LETTERS
from clearbar.web.followup.models.recovery import Case


class Arrival(models.Model):
    """One letter that arrived. `sealed`: {sender, name, subject, text, written, attachments: [name, kind, size] each},
    for `subject`, the pseudonym of its sender."""

    class State(models.TextChoices):
        """What became of it. `TURNS` in the app's arriving says which follows which."""

        CASE = "case", "opened a case"
        HEARD = "heard", "belongs to a case"
        APART = "apart", "written by a machine or to many"
        WAITS = "waits", "fits nowhere yet"
        DISCARDED = "discarded", "discarded"

    class Why(models.TextChoices):
        """Why it fits nowhere, or stands apart."""

        UNREADABLE = "unreadable", "It could not be read."
        NO_SENDER = "no sender", "It does not say who wrote it, so nobody can be answered."
        NO_WORDS = "no words", "It has no words, only attachments or nothing at all."
        NO_CASE = "no case", "It answers a case that is not there, or not any more."
        AUTOMATIC = "automatic", "A machine answered: somebody is away, or a letter was received."
        BOUNCE = "bounce", "A letter of ours did not arrive."
        LIST = "list", "It was sent to many, such as a newsletter."
        OWN = "own", "We wrote it ourselves."

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True)
    way = models.CharField(max_length=8)
    """mail: the inbox; mbox: a mailbox file."""
    mail = models.CharField(max_length=64, blank=True, db_index=True)
    """A keyed hash of its Message-ID, by which a later mail that answers it is known; of a report that a letter of ours
    did not arrive, of that letter's."""
    subject = models.CharField(max_length=SUBJECT_LETTERS, db_index=True)
    sealed = models.BinaryField(null=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="arrivals")
    team = models.CharField(max_length=64, null=True)
    site = models.CharField(max_length=64, null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=64, blank=True)
    """Who decided on it, where somebody did."""
    settled_at = models.DateTimeField(null=True)
    reason = models.BinaryField(null=True)
    """Why it was discarded; sealed as the letter is."""

    class Meta:
        indexes = (models.Index(fields=("state", "-at"), name="arrival_state"),)


class Taken(models.Model):
    """That something was taken: a keyed hash of a mail's Message-ID, sender, date and words, or of a form that was
    sent. It stays when the letter is forgotten, so that the mail is not taken anew should the server number its mails
    afresh."""

    key = RandomKey(primary_key=True, default=random_key, editable=False)
    hash = models.CharField(max_length=64, unique=True)


class InboxPlace(models.Model):
    """How far an inbox was read. `account` is a keyed hash of server, user and folder.

    Mails up to the number `top` were there before: of these only the unread ones are taken, and those that came since
    `since`.
    """

    account = models.CharField(max_length=64, unique=True)
    validity = models.BigIntegerField()
    """The server's UIDVALIDITY: as long as it is the same, numbers mean the same mails."""
    uid = models.BigIntegerField(default=0)
    top = models.BigIntegerField(default=0)
    since = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)
    """When it was read to its end last."""
    fault = models.CharField(max_length=200, blank=True)
    """Why it could not be read, as words; empty where it could."""
