"""What is kept of coachings: handed out, erased, forgotten; findings that lead there; many at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clearbar.web.book.models import Version
from clearbar.web.followup.actions import coaching as actions
from clearbar.web.followup.actions import coaching_agree as agreeing
from clearbar.web.followup.actions import coaching_notes as noting
from clearbar.web.followup.holding_coaching import Coachings
from clearbar.web.followup.models.coaching import Coaching, CoachingNote
from clearbar.web.followup.models.findings import FindingRow, FindingState
from clearbar.web.followup.queries import coaching as queries
from clearbar.web.followup.queries import coaching_changed as changed
from clearbar.web.followup.queries import coaching_evidence as evidence
from clearbar.web.people.holding import Subject, SubjectKind
from clearbar.web.people.models import Membership, Person
from tests.web.conftest import NOW, SINCE
from tests.web.followup.coachings import (
    STANDARD,
    afterwards,
    agreed,
    begun,
    colleagues,
    history,
    later,
    mirrored,
    rated,
    scope,
)

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]
FINN, CORA = Subject(SubjectKind.PERSON, "finn"), Subject(SubjectKind.PERSON, "cora")
SECRET = "Remember the lady with the violin case"


@pytest.fixture
def one(book: Version) -> Coaching:
    history(book)
    colleagues(book)
    mirrored()
    held = agreed()
    noting.note(scope=scope("cora"), coaching=held, text=SECRET, form="f", at=NOW)
    return held


def test_the_person_is_handed_every_word_and_the_coach_the_days_alone(one: Coaching) -> None:
    own, given = json.dumps(Coachings().own(FINN)), json.dumps(Coachings().own(CORA))
    for word in (SECRET, "Ask two questions", "I do ask, mostly.", STANDARD):
        assert word in own
    assert "2026-11-18" in given and STANDARD in given
    for word in (SECRET, "Ask two questions", "I do ask", "finn", "Finn"):
        assert word not in given
    assert Coachings().own(Subject(SubjectKind.CUSTOMER, "finn")) == {}


def test_a_person_is_erased_with_their_coachings_and_a_coach_out_of_them(one: Coaching) -> None:
    assert Coachings().erase(CORA, NOW) >= 2
    assert Coaching.objects.get().coach == "" and CoachingNote.objects.get().by == ""
    assert [each.text for each in queries.notes(Coaching.objects.get())] == [SECRET], "the notes are Finn's"
    assert Coachings().erase(FINN, NOW) == 1
    assert not Coaching.objects.exists() and not CoachingNote.objects.exists()


def test_what_is_long_over_is_forgotten_and_what_is_open_is_not(one: Coaching) -> None:
    old = begun("gwen")
    actions.call_off(scope=scope("gwen"), coaching=old, at=NOW - timedelta(days=800))
    assert Coachings().forget("coaching", NOW - timedelta(days=730)) == 1
    assert list(Coaching.objects.values_list("person", flat=True)) == ["finn"]


def finding(**further: object) -> FindingRow:
    told = {
        "key": "f-12345678", "kind": "figure of a person falls short", "standard": STANDARD, "person": "finn",
        "seen": "Three of twelve reached the bar.", "act": "coach", "says": "Talk with them.",
        "duty": "coach of the person",
        "sure": {"basis": "verdict", "verdict": "falls short", "says": "", "worse": -1, "times": 0},
        "owner": "cora", "due": NOW.date(), "found_at": NOW, "last_at": NOW, "turned_at": NOW,
    }  # fmt: skip
    return FindingRow.objects.create(**told | further)


def test_a_finding_leads_to_a_coaching_is_taken_on_and_settled_when_it_is_closed(
    book: Version, log_in: Log, now: object
) -> None:
    history(book)
    colleagues(book)
    mirrored()
    row = finding()
    page = log_in("cora").get(f"/followup/coaching/new/?finding={row.pk}").content.decode()
    assert "Three of twelve reached the bar." in page and page.index("asking before showing") < page.index("<details")
    said = {"finding": row.pk, "kind": "coaching"}
    assert log_in("cora").post("/followup/coaching/new/", said).status_code == 302
    row.refresh_from_db()
    assert row.state == FindingState.TAKEN
    held = Coaching.objects.get()
    assert (held.person, held.standard, held.finding) == ("finn", STANDARD, row.pk)
    actions.rate(scope=scope("finn"), coaching=held, level=3, words="", at=NOW)
    actions.share(scope=scope("finn"), coaching=held, at=NOW)
    held.refresh_from_db()
    promise = agreeing.Promise("Ask first", "person", NOW.date())
    held = agreeing.propose(
        scope=scope("cora"), coaching=held, promises=[promise], check_on=NOW.date(), seen=held.changed, at=NOW
    )
    agreeing.agree(scope=scope("finn"), coaching=held, seen=held.changed, at=NOW)
    afterwards(book)
    mirrored()
    held.refresh_from_db()
    agreeing.close(
        scope=scope("finn"),
        coaching=held,
        outcome=changed.plain(evidence.what_changed(scope("finn"), held)),
        at=later(13),
    )
    row.refresh_from_db()
    assert row.state == FindingState.SETTLED


def test_a_finding_of_one_event_leads_to_a_look_at_that_interaction(book: Version, log_in: Log, now: object) -> None:
    history(book, hits=0, n=3)
    rated(book, "finn", 1, NOW - timedelta(days=30), name="that-one-event")
    mirrored()
    row = finding(act="talk", rests=[{"kind": "interaction", "id": "that-one-event", "says": "a call"}])
    assert log_in("cora").post("/followup/coaching/new/", {"finding": row.pk, "kind": "look"}).status_code == 302
    assert Coaching.objects.get().prepared["used"] == ["that-one-event"]
    assert log_in("lea").get(f"/followup/coaching/new/?finding={row.pk}").status_code == 404


def test_the_lists_take_as_many_queries_for_many_as_for_few(one: Coaching, log_in: Log, now: object) -> None:
    client = log_in("cora")

    def queries_of(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    client.get("/followup/coaching/")
    few = queries_of("/followup/coaching/"), queries_of(f"/followup/coaching/{one.pk}/")
    for number in range(30):
        person = Person.objects.create(id=f"further-{number}", name=f"Further {number}")
        Membership.objects.create(person=person, team_id="north", since=SINCE)
        Coaching.objects.create(
            person=person.pk, coach="cora", standard=STANDARD, state=Coaching.State.BEGUN, begun_by="cora", begun_at=NOW
        )
        noting.note(scope=scope("cora"), coaching=one, text=f"Note {number}", form=f"n{number}", at=NOW)
    many = queries_of("/followup/coaching/"), queries_of(f"/followup/coaching/{one.pk}/")
    assert many == few
