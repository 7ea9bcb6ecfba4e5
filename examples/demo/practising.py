"""The company practises: who was shown, who signed and who objected, what is taught how, and who is ready.

All of it goes the way that people would go, through the application's own actions, at times that are past. Quizzes are
in `learning`, talks with invented customers in `rehearsing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction

from clearbar.model.book import Book, Placed
from clearbar.model.lesson import Medium
from clearbar.model.readiness import Rule
from clearbar.web.book.models import Version
from clearbar.web.book.queries import current, newest
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person, Role, Team, User
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.practice.actions import present, ready, sign
from clearbar.web.practice.queries.duties import Duties, Performer, performers
from clearbar.web.practice.queries.present import unread
from clearbar.web.practice.queries.readiness import standings
from clearbar.web.practice.tasks.learn import questions_of_the_book
from examples.demo import learning, rehearsing

TEAM, SITE = "alderquay-floor", "alderquay"
CHOOSE, COLLECT, RIGHT = "choose-glasses", "collect-glasses", "put-right"


@dataclass(frozen=True)
class Stage:
    """What practice needs: the clock, the book, and who is on the floor. `floor` and `coach` have a log-in."""

    now: datetime
    version: Version
    book: Book
    leader: Scope
    coach: Scope
    floor: Scope
    others: tuple[Performer, ...]
    """The others of the floor's team, by name."""
    elsewhere: tuple[Scope, ...]
    """Who advises on glasses in other teams."""

    @property
    def today(self) -> date:
        """The house's day."""
        return house_today(self.now)

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment so many days ago."""
        return (self.now - timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)

    def scope(self, person: str) -> Scope:
        """What somebody may do."""
        return scope_of(Person.objects.get(pk=person), self.today)


def practise(now: datetime) -> Stage:
    """The whole of it, in one transaction: nobody looks meanwhile."""
    with transaction.atomic():
        stage = _stage(now)
        perform(stage)
        show(stage)
        sign_off(stage)
        objections(stage)
        questions_of_the_book(now=stage.ago(60), number=stage.version.number)
        learning.learn(stage)
        rehearsing.rehearse(stage)
        rules(stage)
    return stage


def _stage(now: datetime) -> Stage:
    version, book = newest(), current()
    if version is None or book is None:
        raise SystemExit("the book was not published")
    today = house_today(now)
    logged = ("leader", "coach", "floor")
    leader, coach, floor = (scope_of(User.objects.get(username=one).person, today) for one in logged)
    own = (floor.person, coach.person)
    others = tuple(one for one in performers(today, [TEAM]) if one.person not in own)
    advise = {one.pk for one in Team.objects.exclude(pk=TEAM) if not one.pk.endswith("workshop")}
    elsewhere = tuple(scope_of(Person.objects.get(pk=one.person), today) for one in performers(today, advise))
    return Stage(now, version, book, leader, coach, floor, others, elsewhere)


def perform(stage: Stage) -> None:
    """Who advises on glasses: the floors and the desks, and no workshop. The other journeys are everybody's."""
    advise = [one.pk for one in Team.objects.all() if not one.pk.endswith("workshop")]
    ready.give_duties(scope=stage.leader, journey=CHOOSE, teams=advise, at=stage.ago(80))


def show(stage: Stage) -> None:
    """The lessons of one team, read by most; two huddles; and a plan of which three lines were chosen by people."""
    for place, one in enumerate([stage.floor.person, *(each.person for each in stage.others)]):
        reader = stage.scope(one)
        at = stage.ago(70 - place, 9, 5 * (place % 12))
        for lesson in islice(unread(reader, stage.book), 3 if place % 5 == 4 else 99):
            present.read_lesson(scope=reader, lesson=lesson, at=at)
    team, there = Team.objects.get(pk=TEAM), [stage.floor.person, *(one.person for one in stage.others)]
    for days, standard in ((12, "choose.listened"), (5, "right.choice")):
        at = stage.ago(days, 8, 50)
        present.hold_huddle(
            scope=stage.coach, team=team, standard=_standard(stage, standard).standard,
            persons=[one for place, one in enumerate(there) if (place + days) % 5], at=at, today=house_today(at),
        )  # fmt: skip
    _plan(stage)


def _plan(stage: Stage) -> None:
    chosen = (
        (None, "choose.listened", [Medium.PAGE, Medium.HUDDLE, Medium.REHEARSAL], 30),
        (None, "right.no-blame", [Medium.PAGE, Medium.REHEARSAL], 90),
        (Team.objects.get(pk=TEAM), "right.choice", [Medium.HUDDLE, Medium.COACHING], 30),
    )
    for team, standard, media, every in chosen:
        present.choose_how(
            scope=stage.leader if team is None else stage.coach, role=Role.FRONTLINE, team=team, standard=standard,
            media=media, every=every, at=stage.ago(40, 16),
        )  # fmt: skip


def sign_off(stage: Stage) -> None:
    """Signatures hold for a year. Most people have signed; some lack a line, some have not begun."""
    sign.choose(scope=stage.leader, months=12, at=stage.ago(75))
    duties = Duties.now()
    for place, one in enumerate(performers(stage.today, None)):
        if one.person == stage.floor.person or place % 19 == 18:
            continue
        mine = duties.standards(stage.book, one.teams)
        left = {mine[place % len(mine)].standard.edition} if place % 7 == 6 else set()
        _sign(stage, one.person, stage.ago(72 - place % 20, 9 + place % 8, place % 60), mine, left)


def _sign(stage: Stage, person: str, at: datetime, mine: tuple[Placed, ...], left: set[str]) -> None:
    editions = [one.standard.edition for one in mine if one.standard.edition not in left]
    sign.sign(scope=stage.scope(person), version=stage.version, editions=editions, at=at, today=house_today(at))


OBJECTS = (
    "On Saturdays there are two of us for the whole floor. I cannot promise five minutes that I do not have, and I do "
    "not want to sign what I know that I shall miss."
)
ANSWER = (
    "You are right about the Saturdays. From the first of the month a third colleague is on the floor from ten to "
    "three. The promise stays, because customers told us that the door is where they give up."
)
WAITS = "I cannot tell from this what I should do. What one customer calls at home, the next calls being followed."


def objections(stage: Stage) -> None:
    """The person who logs in as `floor` signed all but two lines: to one they objected, and were answered. An objection
    of a colleague waits."""
    floor, asked, at = stage.floor, _standard(stage, "choose.seen"), stage.ago(64, 11)
    mine = Duties.now().standards(stage.book, floor.teams)
    left = {asked.standard.edition, _standard(stage, "right.way").standard.edition}
    _sign(stage, floor.person, at, mine, left)
    raised = sign.object_to(scope=floor, version=stage.version, standard=asked.standard.id, words=OBJECTS, at=at)
    answered = stage.ago(61, 15)
    sign.settle(
        scope=stage.leader, objection=raised, changes=False, answer=ANSWER, at=answered, today=house_today(answered)
    )  # fmt: skip
    colleague = stage.scope(stage.others[0].person)
    sign.object_to(scope=colleague, version=stage.version, standard="choose.at-home", words=WAITS, at=stage.ago(6, 17))


def rules(stage: Stage) -> None:
    """Everybody signs; who advises or puts things right has learned it, and who puts things right has rehearsed it.
    Of one person their leader decided that they do not put things right yet."""
    asked = {
        "": Rule(signed=True, learned=False, times=0, scenarios=0),
        CHOOSE: Rule(signed=True, learned=True, times=1, scenarios=1),
        RIGHT: Rule(signed=True, learned=True, times=2, scenarios=2),
    }
    for journey, rule in asked.items():
        ready.write_rule(scope=stage.leader, journey=journey, role="", rule=rule, at=stage.ago(30, 16))
    _hold_back(stage, stage.today)
    ready.look_who_is_ready(at=stage.now, today=stage.today)


HELD = (
    "Repairs from Monday on, beside a colleague; complaints once two of them went well with somebody next to it. We "
    "have agreed on this together."
)


def _hold_back(stage: Stage, today: date) -> None:
    person = stage.others[learning.TRIED_TWICE].person
    one = next(one for one in standings([TEAM], today, persons=[person]) if one.journey.id == RIGHT)
    at = stage.ago(3, 14)
    ready.hold_back(
        scope=stage.leader, standing=one, reason=HELD, until=today + timedelta(days=25), at=at, today=house_today(at)
    )  # fmt: skip


def _standard(stage: Stage, standard: str) -> Placed:
    found = stage.book.find(standard)
    if found is None:
        raise SystemExit(f"the book has no standard {standard}")
    return found
