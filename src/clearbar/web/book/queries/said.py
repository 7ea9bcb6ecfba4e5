"""Reads of what customers said before a journey was written. Addresses and telephone numbers are not shown."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.web.book.models import Complaint, Sheet

QUESTIONS = (
    "What did you want to get done?",
    "What did you expect, before it began?",
    "Where did it go well, and where did it not? What happened there?",
    "What would have been exemplary: more than you had hoped for?",
    "What would make you come back, and tell others to?",
)
"""The five questions that a journey begins with, from the customer's view. None of them suggests an answer."""


@dataclass(frozen=True)
class Interview:
    """A sheet as it is shown: which it is, what kind of customer, and each question with its answer."""

    pk: int
    told_by: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Complained:
    """A complaint as it is shown, with the standard that answers it; empty where none does."""

    pk: int
    text: str
    answered_by: str


def interviews(journey: str) -> list[Interview]:
    """What customers told about a journey, one by one."""
    return [
        Interview(
            one.pk, _seen(one.told_by), tuple((q, _seen(a)) for q, a in zip(QUESTIONS, one.answers, strict=False) if a)
        )
        for one in Sheet.objects.filter(journey=journey)
    ]


def complaints(journey: str) -> list[Complained]:
    """The complaints about a journey, those that nothing answers yet first."""
    found = [Complained(one.pk, _seen(one.text), one.answered_by) for one in Complaint.objects.filter(journey=journey)]
    return sorted(found, key=lambda one: bool(one.answered_by))


def _seen(text: str) -> str:
    return redact(text, kinds=ON_DISPLAY).text
