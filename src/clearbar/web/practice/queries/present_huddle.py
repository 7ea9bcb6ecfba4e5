"""Reads of huddles: what a team talks about today, what customers said of it, and who may have been there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from clearbar.model.book import OVERALL, Book, Journey, Placed, Setting, Source, Standard
from clearbar.model.lesson import Huddle, Medium, Voice
from clearbar.text.redact import ON_DISPLAY, redact
from clearbar.text.zones import day_and_week
from clearbar.web.book.queries.said import complaints
from clearbar.web.bridge import presenting
from clearbar.web.ledger.models import Comment, Rating
from clearbar.web.people.models import Person, Role, Team
from clearbar.web.practice.models.present import HuddleHeld
from clearbar.web.practice.queries.duties import Duties, Performer, performers
from clearbar.web.practice.queries.present import edits
from clearbar.web.practice.queries.present_plan import planned

MOST_LETTERS = 300
"""A longer story takes longer than the huddle."""
MOST_ANSWERS = 400
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Today:
    """The huddle of a team on a day. `held` is how it was noted, if it was; `others` may be taken instead."""

    team: Team
    placed: Placed
    huddle: Huddle
    held: HuddleHeld | None
    others: tuple[Placed, ...]


def huddle_of(team: Team, book: Book, today: date, asked: str = "") -> Today | None:
    """The huddle of a team: about the standard that was asked for, else the one that was held today, else the one whose
    turn it is. None where the team performs nothing of the book."""
    own = {one.standard.id: one for one in Duties.now().standards(book, [team.pk])}
    if not own:
        return None
    here = {one.standard: one for one in HuddleHeld.objects.filter(team=team, day=today).order_by("pk")}
    known = [one for one in here if one in own]
    chosen = asked if asked in own else known[-1] if known else _turn(team, book, own, today)
    placed = own[chosen]
    before = HuddleHeld.objects.filter(team=team, standard=chosen, day__lt=today).count()
    part = presenting.part_of(book, placed.journey, placed.standard, edits(book).get(chosen))
    huddle = presenting.huddle_of(part, book.language, voices(placed, team, today), before)
    return Today(team, placed, huddle, here.get(chosen), tuple(one for id, one in own.items() if id != chosen))


def _turn(team: Team, book: Book, own: Iterable[str], today: date) -> str:
    """Whose turn it is. What the plan does not bring to a huddle comes round as well, half as often."""
    last: dict[str, date] = {}
    for standard, day in HuddleHeld.objects.filter(team=team, day__lt=today).values_list("standard", "day"):
        last[standard] = max(day, last.get(standard, day))
    every = {
        one.placed.standard.id: one.every if Medium.HUDDLE in one.media else 2 * one.every
        for one in planned(book, Role.FRONTLINE, team.pk)
    }
    turns = [presenting.Turn(id, every.get(id, 90), last.get(id)) for id in own]
    found = presenting.next_turn(turns, today)
    return found.standard if found else ""


def there(team: Team, today: date) -> list[Performer]:
    """Who may have been there: the people of the team."""
    return performers(today, [team.pk])


def voices(placed: Placed, team: Team, today: date) -> list[Voice]:
    """What customers said of a standard, to be told before a team: without addresses, without anybody's name, of weeks
    that are over, and no complaint about the team itself. Fewer than five make no story (`huddle_of` sees to that)."""
    names = _names()
    said = [*_answers(placed.standard, team, today), *_complaints(placed)]
    told = [Voice(redact(one.text.strip(), kinds=ON_DISPLAY).text, one.praise) for one in said]
    return [one for one in told if 0 < len(one.text) <= MOST_LETTERS and not _tells(one.text, names)]


def _answers(standard: Standard, team: Team, today: date) -> list[Voice]:
    """What stands in answers of which this standard was the best part, or the worst: the words are likely about it."""
    rows = Rating.objects.filter(
        standard=standard.id, edition=standard.edition, source=Source.CUSTOMER, setting=Setting.LIVE, disputed=False,
        week__lte=_whole_week(today),
    ).order_by("-week", "key")  # fmt: skip
    held = {one.response: one for one in rows[:MOST_ANSWERS]}
    ends = _ends(list(held))
    team_of = {one.pk for one in Person.objects.filter(memberships__team=team)}
    found = []
    for comment in Comment.objects.filter(response__in=list(held), kind=Comment.Kind.OPEN).order_by("key"):
        row = held[comment.response]
        low, high = ends[comment.response]
        praise = row.level >= standard.bar
        if row.level != (high if praise else low):
            continue
        if praise or not (row.team == team.pk or {row.person, comment.person} & team_of):
            found.append(Voice(comment.text, praise))
    return found


def _ends(responses: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The lowest and the highest level of each answer's standards, the overall verdict left out."""
    found: dict[str, tuple[int, int]] = {}
    rows = Rating.objects.filter(response__in=responses).exclude(standard=OVERALL).values_list("response", "level")
    for response, level in rows:
        low, high = found.get(response, (level, level))
        found[response] = (min(low, level), max(high, level))
    return found


def _complaints(placed: Placed) -> list[Voice]:
    """The complaints that the standard was written to answer."""
    journey: Journey | None = placed.journey
    every = complaints(journey.id) if journey else []
    return [Voice(one.text, praise=False) for one in every if one.answered_by == placed.standard.id]


def _names() -> frozenset[str]:
    """The parts of the names of everybody in the house that are longer than two letters."""
    every = Person.objects.values_list("name", flat=True)
    return frozenset(part for name in every for part in _WORD.findall(name.casefold()) if len(part) > 2)


def _tells(text: str, names: frozenset[str]) -> bool:
    """Whether a text may name somebody of the house: better a story too few."""
    return not names.isdisjoint(_WORD.findall(text.casefold()))


def _whole_week(today: date) -> int:
    """The newest ISO week that is over everywhere on earth."""
    return day_and_week(datetime.combine(today, time(), UTC) - timedelta(days=7, hours=12), "UTC")[1]
