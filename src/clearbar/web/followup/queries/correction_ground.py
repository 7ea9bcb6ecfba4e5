"""What a step of corrective action rests on: ratings of one person, as they stand at this moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clearbar.model.book import Book, Setting, Source, Standard
from clearbar.model.correction import Earlier, Proposed, Rated, Rung, Standing
from clearbar.text.days import date_of, day_of, monday, week_of
from clearbar.text.zones import local_date
from clearbar.web.book.models import Version
from clearbar.web.book.queries import current
from clearbar.web.bridge import correction as bridge
from clearbar.web.followup.models.correction import Correction, CorrectionObjection, CorrectionStep, Ladder
from clearbar.web.followup.models.peers import PeerInvitation
from clearbar.web.followup.queries.correction_permits import team_of
from clearbar.web.ledger.models import Happened, Rating, Revision
from clearbar.web.people.conflicts import conflicts_of
from clearbar.web.people.days import today_of
from clearbar.web.people.models import Organisation

WEEKS = 26
"""Ratings of so many weeks count."""
_TAUGHT = ("taught", "signed")


@dataclass(frozen=True)
class Ground:
    """All that is known of a person on some standards and on the qualities beside those that are times."""

    person: str
    today: date
    chosen: tuple[Standard, ...]
    beside: tuple[Standard, ...]
    names: Mapping[str, str]
    rated: tuple[Rated, ...]
    taught: Mapping[str, date]

    def standings(self, least: int) -> tuple[Standing, ...]:
        """How they stand to each standard, by at least so many ratings where there are as many."""
        every = [(one, False) for one in self.chosen] + [(one, True) for one in self.beside]
        return tuple(
            bridge.standing(
                one, self.names[one.id], self.rated, least=least, taught=self.taught.get(one.id), beside=beside
            )
            for one, beside in every
        )

    @property
    def missed(self) -> tuple[Rated, ...]:
        """Single ratings below their bar on the chosen standards, the newest first."""
        chosen = {one.id for one in self.chosen}
        return tuple(one for one in self.rated if one.missed and one.standard in chosen)


def ground(person: str, standards: Collection[str], at: datetime) -> Ground:
    """What is known of a person on these standards, as the book has them today. A fixed number of queries."""
    today, book = today_of(person, at), current()
    chosen = _found(book, standards)
    beside = _found(book, {one.pairs_with for one in chosen if one.pairs_with} - {one.id for one in chosen})
    every = (*chosen, *beside)
    rows = _rows(person, every, today)
    return Ground(
        person, today, chosen, beside, {one.id: one.name or one.id for one in every},
        _rated(rows, every, person, team_of(person, today) or None),
        _taught(person, every),
    )  # fmt: skip


def _found(book: Book | None, standards: Iterable[str]) -> tuple[Standard, ...]:
    wanted = set(standards)
    return tuple(one.standard for one in book.placed() if one.standard.id in wanted) if book else ()


def _rows(person: str, standards: Sequence[Standard], today: date) -> list[Rating]:
    """Live ratings of the editions that hold. What a person said of themself is never held against them, nor what a
    colleague said whom they asked."""
    found = Rating.objects.filter(
        person=person, edition__in=[one.edition for one in standards], setting=Setting.LIVE.value,
        week__gte=week_of(today - timedelta(weeks=WEEKS)),
    )  # fmt: skip
    asked = PeerInvitation.objects.filter(person=person).exclude(response="").values("response")
    return list(found.exclude(source=Source.SELF.value).exclude(response__in=asked).order_by("-week", "-day", "key"))


def _rated(rows: Sequence[Rating], standards: Sequence[Standard], person: str, team: str | None) -> tuple[Rated, ...]:
    bars = {one.id: int(one.bar) for one in standards}
    since = _disputed_since([one for one in rows if one.disputed])
    conflicts = conflicts_of({one.rater for one in rows if one.rater}, person, team)
    return tuple(
        Rated(
            one.rating, one.standard, one.level, bars[one.standard], Source(one.source), _day(one),
            one.interaction or one.response, one.day is None, since.get(one.pk), conflicts.get(one.rater or "", ""),
        )
        for one in rows
    )  # fmt: skip


def _disputed_since(rows: Sequence[Rating]) -> dict[int, date]:
    found = {one.pk: _day(one) for one in rows}
    kept = Revision.objects.filter(rating__in=rows).order_by("revision")
    zone = Organisation.the().timezone
    return found | {one.rating_id: local_date(one.at, zone) for one in kept if one.was.get("disputed") is False}


def _day(one: Rating) -> date:
    if one.day:
        return date_of(one.day)
    return monday(one.week)


def _taught(person: str, standards: Sequence[Standard]) -> dict[str, date]:
    """The first day on which somebody was taught or signed each standard since its edition was published."""
    wanted = {one.id: one.edition for one in standards}
    since: dict[str, int] = {}
    for editions, at in Version.objects.order_by("number").values_list("editions", "published_at"):
        for name, edition in wanted.items():
            if editions.get(name) == edition:
                since.setdefault(name, day_of(at))
    events = Happened.objects.filter(person=person, standard__in=wanted, kind__in=_TAUGHT)
    found: dict[str, date] = {}
    for of, day in events.order_by("day").values_list("standard", "day"):
        name = str(of)
        if name in since and day >= since[name]:
            found.setdefault(name, date_of(day))
    return found


def proposed(held: Ground, rung: Rung, number: int, file: Correction | None, events: Sequence[Rated]) -> Proposed:
    """A step as somebody proposes it, for the guard. Two queries where there is a file."""
    taken = CorrectionStep.objects.filter(correction=file, state=CorrectionStep.State.TAKEN) if file else ()
    waiting = (
        CorrectionObjection.objects.filter(correction=file, state=CorrectionObjection.State.WAITING) if file else ()
    )
    named = {one.rating for one in events}
    return Proposed(
        held.today, rung, number, held.standings(rung.least), tuple(events),
        tuple(Earlier(one.name, one.day, one.until) for one in taken),
        tuple(one.disputed for one in held.rated if one.disputed and one.rating not in named),
        tuple(today_of(held.person, one.at) for one in waiting),
    )  # fmt: skip


def at_best(held: Ground, file: Correction | None = None) -> Proposed:
    """The next step of a file, or the first of a new one, with every event that could be named for it."""
    rungs = Ladder.the().steps
    number = next_number(file)
    events = [one for one in held.missed if one.disputed is None and not one.conflict]
    fresh = [one for one in events if one.day > held.taught.get(one.standard, date.min)]
    return proposed(held, rungs[min(number, len(rungs) - 1)], number, file, fresh)


def next_number(file: Correction | None) -> int:
    """Which step of the ladder comes next, counted from 0."""
    if file is None:
        return 0
    return CorrectionStep.objects.filter(correction=file, state=CorrectionStep.State.TAKEN).count()
