"""Finding: everything that the measures say of the house at once, and single events → what deserves an act.

What comes from here names persons and raters by their pseudonyms. Who may read which finding is decided where they are
kept (followup/queries/findings.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from clearbar.flow import assess, inform
from clearbar.flow.mirror import is_there
from clearbar.model.book import Book, Source
from clearbar.model.estimate import Answer
from clearbar.model.finding import Failed, Finding, Missed, Seen
from clearbar.text.days import date_of
from clearbar.web.bridge.models import Edition
from clearbar.web.bridge.places import evidence
from clearbar.web.ledger.models import Rating

is_much_worse = inform.is_much_worse
_NOTHING = Answer("", (), {}, {}, {})


def of_house(book: Book, today: date) -> tuple[Finding, ...] | None:
    """What deserves an act in the whole house by its evidence; None before anything was mirrored. Single events are not
    among them: they are told when they happen."""
    if not is_there(evidence()):
        return None
    return inform.find(assess.sights(book, evidence()), today=today)


def of_events(
    book: Book, today: date, missed: Sequence[Missed] = (), failed: Sequence[Failed] = ()
) -> tuple[Finding, ...]:
    """What single events deserve: a conversation about each."""
    seen = Seen(
        book, (), _NOTHING, _NOTHING, None, _NOTHING, None, _NOTHING, None, None, None, None, missed=tuple(missed)
    )
    return inform.find_events(seen, today=today, failed=failed)


def missed_in(response: str, critical: Mapping[str, str]) -> list[Missed]:
    """The critical standards (by id, with why) that were missed in one answer or review, as the bar of their edition
    had it. What is disputed or anonymous is left out, and what was no live service."""
    rows = Rating.objects.filter(response=response, standard__in=list(critical), setting="live", disputed=False)
    found = list(rows.exclude(day=None))
    bars = dict(Edition.objects.filter(pk__in={row.edition for row in found}).values_list("pk", "bar"))
    return [_missed(row, critical[row.standard]) for row in found if row.level < bars.get(row.edition, 0)]


def _missed(row: Rating, why: str) -> Missed:
    day = int(row.day or 0)
    return Missed(
        rating=row.rating,
        standard=row.standard,
        level=row.level,
        source=Source(row.source),
        day=date_of(day),
        interaction=row.interaction or "",
        response=row.response,
        person=row.person or "",
        team=row.team or "",
        site=row.site or "",
        why=why,
    )
