"""So many rows of each kind of thing that a page lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from clearbar.model.book import Source
from clearbar.web.api.models import ApiToken, Call, Hook
from clearbar.web.audit.actions import record
from clearbar.web.book.models import Complaint, Sheet, Version
from clearbar.web.book.queries import current, newest
from clearbar.web.bridge.mirroring import mirror_whole
from clearbar.web.ledger.actions import keep_answer, keep_comment
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Comment, Interaction, Job, Rating
from clearbar.web.people.actions import rolls
from clearbar.web.people.models import Grant, Membership, Person, Role, Site, Tablet, Team, User
from clearbar.web.people.scope import scope_of
from clearbar.web.reviews.models import (
    Assignment,
    Calibration,
    Card,
    Cause,
    Conflict,
    Critical,
    Cycle,
    Dispute,
    Round,
    Seat,
)
from clearbar.web.surveys.models import Survey, Way
from tests.web.conftest import NOW, SINCE

FEW = 3
TODAY = NOW.date()


def persons(count: int) -> None:
    """People with a log-in, a role and a membership in team north."""
    held = [Person(id=f"x-{number}", name=f"Person {number}") for number in range(count)]
    Person.objects.bulk_create(held)
    Membership.objects.bulk_create(Membership(person=one, team_id="north", since=SINCE, shift="early") for one in held)
    Grant.objects.bulk_create(Grant(person=one, role=Role.REVIEWER, team_id="north") for one in held)
    User.objects.bulk_create(User(username=one.pk, person=one, email=f"{one.pk}@example.test") for one in held)


def places(count: int) -> None:
    for number in range(count):
        site = Site.objects.create(id=f"site-{number}", name=f"Site {number}")
        team = Team.objects.create(id=f"team-{number}", name=f"Team {number}", site=site)
        Membership.objects.create(person_id="finn", team=team, since=SINCE)


def grants(count: int) -> None:
    places(count)
    for number in range(count):
        Grant.objects.create(person_id="finn", role=Role.COACH, team_id=f"team-{number}")


def tablets(count: int) -> None:
    for number in range(count):
        Tablet.objects.create(hash=str(number), name=f"Tablet {number}", enrolled_at=NOW)


def lines(count: int) -> None:
    persons(count)
    for number in range(count):
        who, values = f"x-{number}", {"name": f"Name {number}"}
        record(actor=who, verb="changed", thing=("person", number), at=NOW, subject=who, values=values)


def roll(count: int) -> None:
    rows = "".join(f"Person {number},Team North\n" for number in range(count))
    content = f"name,team\n{rows}".encode()
    kept = rolls.keep_upload(scope=scope_of(Person.objects.get(pk="ada"), TODAY), name="p.csv", content=content, at=NOW)
    type(kept).objects.filter(pk=kept.pk).update(id="roll")


def jobs(count: int) -> None:
    for number in range(count):
        Job.objects.create(name=f"mail:{number}", task="mail", due=NOW, attempts=8, failed_at=NOW, error="OSError")


def surveys(count: int) -> None:
    places(count)
    for number in range(count):
        Survey.objects.create(
            name=f"Survey {number}", journey="put-right", languages=["en"], team_id=f"team-{number}",
            site_id=f"site-{number}",
        )  # fmt: skip


def ways(count: int) -> None:
    survey = Survey.objects.create(id=900, name="Repairs", journey="put-right", languages=["en", "de"])
    for number in range(count):
        Way.objects.create(survey=survey, kind=Way.Kind.POSTER, name=f"Poster {number}", address=f"a-{number}")


def talks(count: int) -> None:
    persons(count)
    Interaction.objects.bulk_create(
        Interaction(
            id=f"i-{number}", site="s-north", team="north", person=f"x-{number}", customer=f"c-{number}",
            channel="chat", topic="repair", at=NOW - timedelta(days=3),
            messages=[{"role": "customer", "author": "c", "text": "Hello.", "at": NOW.isoformat()}],
        )
        for number in range(count)
    )  # fmt: skip


def drawn(count: int) -> None:
    """A round of one cycle, in which rita has one review of each person to do, every second one begun."""
    talks(count)
    made = _cycle("two each", 900)
    of = _round(made, 0, count)
    for number in range(count):
        found = Assignment.objects.create(
            round=of, stratum=f"x-{number}", interaction=f"i-{number}", person=f"x-{number}", reviewer="rita",
            inclusion=0.5, due=NOW + timedelta(days=number),
        )  # fmt: skip
        if number % 2:
            _card(number, Card.Kind.ASSIGNED, assignment=found)


def _cycle(name: str, key: int) -> Cycle:
    return Cycle.objects.create(
        id=key, name=name, quota=2, teams=["north"], reviewers=["rita", "cora"], since=SINCE, by="lea"
    )


def _round(of: Cycle, weeks: int, count: int) -> Round:
    parts = [{"stratum": f"x-{number}", "eligible": 1, "quota": 1, "inclusion": 1.0} for number in range(count)]
    first = TODAY - timedelta(days=14 + 7 * weeks)
    return Round.objects.create(
        cycle=of, first=first, last=first + timedelta(days=6), drawn_at=NOW, due=NOW, seed="s", strata=parts
    )


def _card(number: int, kind: Card.Kind, **known: Any) -> Card:
    version = newest()
    assert version
    return Card.objects.create(
        kind=kind, interaction=f"i-{number}", person=f"x-{number}", source="reviewer", version=version,
        journey="put-right", begun_at=NOW, changed_at=NOW, **({"rater": "rita"} | known),
    )  # fmt: skip


def cycles(count: int) -> None:
    for number in range(count):
        _cycle(f"cycle {number}", 900 + number)


def rounds(count: int) -> None:
    """One cycle with as many rounds, each with a review of each of three persons."""
    talks(FEW)
    made = _cycle("two each", 900)
    for week in range(count):
        of = _round(made, week, FEW)
        for number in range(FEW):
            Assignment.objects.create(
                round=of, stratum=f"x-{number}", interaction=f"i-{number}", person=f"x-{number}", reviewer="rita",
                inclusion=0.5, due=NOW,
            )  # fmt: skip


def disputed(count: int) -> None:
    """As many ratings by rita, each disputed by the person rated."""
    talks(count)
    for number in range(count):
        rating = _rating(number, "rita")
        Dispute.objects.create(
            rating=rating.rating, response=rating.response, standard="overall", person=f"x-{number}", team="north",
            was=2, proposed=4, reason="No.", opened_at=NOW,
        )  # fmt: skip


def disputed_by_finn(count: int) -> None:
    disputed(count)
    Dispute.objects.update(person="finn")
    Rating.objects.update(person="finn")


def _rating(number: int, rater: str) -> Rating:
    book = current()
    assert book
    _card(number, Card.Kind.WATCHED, response=f"r-{number}", submitted_at=NOW, marks={"overall": {"level": 2}})
    about = Answer(
        source=Source.REVIEWER, at=NOW, timezone="UTC", instrument="review/1", interaction=f"i-{number}", rater=rater,
        person=f"x-{number}", team="north", site="s-north",
    )  # fmt: skip
    keep_answer(answer=about, marks=[Mark("overall", book.overall.edition, 2)], actor=rater, response=f"r-{number}")
    return Rating.objects.get(response=f"r-{number}")


def said_of_finn(count: int) -> None:
    """As many reviews and answers of customers about finn, each with a comment."""
    disputed_by_finn(count)
    book = current()
    assert book
    for number in range(count):
        about = Answer(
            source=Source.CUSTOMER, at=NOW, timezone="UTC", instrument="link/en/1", person="finn", team="north",
            site="s-north", customer=f"c-{number}", interaction=f"i-{number}", channel="chat",
        )  # fmt: skip
        response = keep_answer(answer=about, marks=[Mark("overall", book.overall.edition, 3)], actor="customer")
        keep_comment(response=response, kind=Comment.Kind.OPEN, text=f"Words {number}.", week=about.week, person="finn")
    mirror_whole()


def calibrations(count: int) -> None:
    for number in range(count):
        _calibration(900 + number, [f"i-{number}"], NOW + timedelta(days=1), 2)


def _calibration(key: int, of: list[str], deadline: Any, persons_: int) -> Calibration:
    version = newest()
    assert version
    made = Calibration.objects.create(
        id=key, title=f"Calibration {key}", interactions=of, version=version, deadline=deadline, by="lea", made_at=NOW
    )
    for name in ("rita", "cora", *(f"x-{number}" for number in range(persons_ - 2))):
        Seat.objects.create(calibration=made, person=name)
    return made


def marked(count: int) -> None:
    """One calibration that is over, in which as many persons marked."""
    talks(count)
    made = _calibration(900, ["i-0"], NOW - timedelta(days=1), count)
    for seat in made.seats.all():
        known = {"calibration": made, "rater": seat.person, "submitted_at": NOW, "marks": {"overall": {"level": 4}}}
        _card(0, Card.Kind.CALIBRATION, **known)


def conflicts(count: int) -> None:
    persons(count)
    for number in range(count):
        known = {"reason": "Kin.", "by": "lea", "at": NOW}
        Conflict.objects.create(reviewer="rita", person=f"x-{number}", **known)
        Critical.objects.create(standard=f"standard-{number}", why="It hurts.", by="lea", at=NOW)
        Cause.objects.create(name=f"Cause {number}")


def programs(count: int) -> None:
    persons(count)
    for number in range(count):
        known = {"made_by": "ada", "made_at": NOW, "rights": ["book:read"], "person_id": f"x-{number}"}
        ApiToken.objects.create(hash=f"h-{number}", name=f"Program {number}", **known)


def hooks(count: int) -> None:
    for number in range(count):
        known = {"topics": ["rated"], "secret": b"", "made_by": "ada", "made_at": NOW}
        Hook.objects.create(id=f"h-{number}", url=f"https://h{number}.example.test/", **known)


def calls(count: int) -> None:
    hooks(1)
    for number in range(count):
        Call.objects.create(hook_id="h-0", event=f"e-{number}", topic="rated", made_at=NOW, given_up_at=NOW)


def versions(count: int) -> None:
    first = newest()
    assert first
    for number in range(2, count + 2):
        known = {"published_at": NOW, "by": "ada", "reason": f"Reason {number}", "editions": first.editions}
        Version.objects.create(number=number, files=first.files, version=f"v{number}", **known)


def heard(count: int) -> None:
    for number in range(count):
        known = {"journey": "put-right", "at": NOW, "by": "ada"}
        Sheet.objects.create(answers=[f"Answer {number}", "", "", "", ""], **known)
        Complaint.objects.create(text=f"Complaint {number}", **known)
