"""Acting: what measures say of everything at once, and single events → findings; findings → words and data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from clearbar import reports
from clearbar.followup import found
from clearbar.model.finding import Failed, Finding, FindingKind, Seen

__all__ = ["find", "find_events", "findings_document", "findings_text", "is_much_worse", "reasons_against"]

is_much_worse, reasons_against = found.is_much_worse, found.against
findings_text, findings_document = reports.findings_text, reports.findings_document


def find(seen: Seen, *, today: date, failed: Sequence[Failed] = ()) -> tuple[Finding, ...]:
    """What deserves an act: each finding once, with one act for one owner by one day, the earliest day first.

    `today` is the local date from which days count. Nothing comes out that the guard has a reason against: one event
    may prompt a conversation or a recovery; a statement about a person needs a verdict; a formal step is never
    proposed.
    """
    return found.every(_telling(seen, today), failed)


def find_events(seen: Seen, *, today: date, failed: Sequence[Failed] = ()) -> tuple[Finding, ...]:
    """What single events deserve, of which `seen` holds those missed; nothing is concluded from figures."""
    tell = _telling(seen, today)
    return found.merged((*found.RULES[FindingKind.CRITICAL](tell), *found.quizzes(tell, failed)))


def _telling(seen: Seen, today: date) -> found.Telling:
    return found.Telling(seen, today, reports.share_in_words)
