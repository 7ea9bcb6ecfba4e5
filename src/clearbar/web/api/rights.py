"""Rights: what a token may do, one by one."""

from __future__ import annotations

from django.db.models import TextChoices


class Right(TextChoices):
    """What a token may be allowed. Whatever it may do, it does within the scope that it acts in."""

    RATINGS_READ = "ratings:read", "read ratings"
    RATINGS_WRITE = "ratings:write", "send ratings, and revise those that it sent"
    INTERACTIONS_READ = "interactions:read", "read interactions and conversations"
    INTERACTIONS_WRITE = "interactions:write", "send interactions and conversations"
    PERSONS_READ = "persons:read", "read who is in which team"
    PERSONS_WRITE = "persons:write", "add persons, and end their time here"
    READINESS_READ = "readiness:read", "read who may perform what"
    INVITATIONS_WRITE = "invitations:write", "ask customers for an answer"
    CASES_WRITE = "cases:write", "send complaints"
    BOOK_READ = "book:read", "read the book"
    MEASURES_READ = "measures:read", "read figures"
