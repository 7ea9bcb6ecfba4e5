"""What makes the demo's house look lived in: a survey with its ways in, words of customers, reviews of last week, a
calibration, a dispute. All of it goes the way that people would go, through the application's own actions."""

from __future__ import annotations

from datetime import datetime, timedelta

from clearbar.model.book import Source
from clearbar.web.book.models import Version
from clearbar.web.book.queries import current, newest
from clearbar.web.book.scorecards import journey_of
from clearbar.web.ledger.actions import keep_comment
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Person, User
from clearbar.web.people.scope import Scope, scope_of
from clearbar.web.reviews.actions import calibrations, cards, cycles, disputes
from clearbar.web.reviews.models import Assignment, Cycle
from clearbar.web.reviews.queries.cards import card_of
from clearbar.web.surveys.actions import making
from clearbar.web.surveys.models import Survey, Way

TEAM = "alderquay-floor"
WORDS = (
    "She asked what I do all day before she showed me a single frame. Nobody ever had.",
    "Friendly, but I waited by the door for quite a while before anybody looked up.",
    "He said plainly that the cheaper lenses would do. I will come back for that.",
    "The collection took two visits. The second time everything was right.",
)
"""What customers wrote; invented."""


def enliven(now: datetime) -> None:
    """The whole of it."""
    leader = _scope("leader", now)
    ask(leader, now)
    heard()
    review(leader, now)


def _scope(username: str, now: datetime) -> Scope:
    return scope_of(User.objects.get(username=username).person, house_today(now))


def ask(leader: Scope, now: datetime) -> None:
    """A survey for customers of one shop, with a poster, a kiosk and cards."""
    values = {
        "name": "Choosing glasses, Alderquay",
        "journey": "choose-glasses",
        "audience": Survey.Audience.CUSTOMER,
        "team_id": TEAM,
        "site_id": "alderquay",
        "languages": ["en", "de", "es"],
        "standards": ["choose.seen", "choose.listened", "choose.price-whole"],
    }
    survey = making.save(scope=leader, survey=None, values=values, now=now)
    for kind, name in ((Way.Kind.POSTER, "By the till"), (Way.Kind.KIOSK, "At the door"), (Way.Kind.PAPER, "Cards")):
        making.add_way(scope=leader, survey=survey, kind=kind, name=name, now=now)


def heard() -> None:
    """Words of customers with four of the newest answers about the person who logs in as `floor`."""
    person = User.objects.get(username="floor").person_id
    answers = Rating.objects.filter(person=person, source=Source.CUSTOMER, standard="overall").order_by("-rated_at")
    for rating, words in zip(answers, WORDS, strict=False):
        keep_comment(response=rating.response, kind=Comment.Kind.OPEN, text=words, week=rating.week, person=person)


def review(leader: Scope, now: datetime) -> None:
    """Two interactions of each person on the floor were drawn; the reviewer has read three, and one is in dispute."""
    reviewer, floor = User.objects.get(username="reviewer").person, User.objects.get(username="floor").person
    cycle = cycles.begin_cycle(
        scope=leader,
        at=now,
        name="Alderquay, the floor",
        every=Cycle.Every.WEEK,
        per=Cycle.Per.PERSON,
        quota=2,
        teams=[TEAM],
        reviewers=[reviewer.pk],
        overlap=0.0,
        days=7,
        since=house_today(now) - timedelta(days=21),
    )
    cycles.draw(cycle=cycle, at=now, scope=leader)
    mine = Assignment.objects.filter(reviewer=reviewer.pk)
    about = {one.id: one for one in Interaction.objects.filter(id__in=[each.interaction for each in mine])}
    first = sorted(mine, key=lambda one: (about[one.interaction].person != floor.pk, one.pk))[:3]
    for number, assignment in enumerate(first):
        _read(reviewer, assignment, about[assignment.interaction], 2 + number, now)
    _dispute(floor, now)
    others = [one for one in about.values() if one.messages][:1] or list(about.values())[:1]
    calibrations.make(
        scope=leader,
        title="Do we mean the same by “good”?",
        interactions=others,
        persons=[reviewer.pk, User.objects.get(username="coach").person_id],
        deadline=now + timedelta(days=5),
        version=_version(),
        at=now,
    )


def _version() -> Version:
    version = newest()
    if version is None:
        raise SystemExit("the book was not published")
    return version


def _read(reviewer: Person, assignment: Assignment, about: Interaction, level: int, now: datetime) -> None:
    book, version = current(), _version()
    if book is None:
        raise SystemExit("the book was not published")
    journey = journey_of(book, about.topic)
    scope = scope_of(reviewer, house_today(now))
    card = cards.begin(
        scope=scope, assignment=assignment, version=version, journey=journey.id if journey else "", at=now
    )
    scorecard = card_of(version, card.journey, Source.REVIEWER)
    marks: dict[str, dict[str, object]] = {line.standard: {"level": 4 if level > 2 else 2} for line in scorecard.lines}
    if level == 2:
        marks["overall"]["comment"] = (
            "You were kind and quick. The customer still left without knowing what comes next."
        )
    cards.submit(scope=scope, card=card, scorecard=scorecard, marks=marks, changed=card.changed, at=now)


def _dispute(floor: Person, now: datetime) -> None:
    rating = Rating.objects.filter(person=floor.pk, source=Source.REVIEWER, level=2).order_by("-rated_at").first()
    if rating:
        reason = "The customer had said that she was only looking."
        disputes.open_dispute(scope=scope_of(floor, house_today(now)), rating=rating, level=4, reason=reason, at=now)
