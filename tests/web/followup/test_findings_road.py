"""The road of a finding: ratings of the house → the evidence → a night → a page → decided; and a quiz failed again."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from clearbar.model.book import Source
from clearbar.model.finding import FindingKind
from clearbar.web.book.models import Version
from clearbar.web.book.queries import current
from clearbar.web.bridge.mirroring import mirror_whole
from clearbar.web.followup.models.findings import FindingRow, FindingState
from clearbar.web.followup.tasks.findings import findings_of_the_house
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.jobs import settle
from clearbar.web.ledger.models import Rating
from tests.web.conftest import NOW
from tests.web.practice.learning import best, bring_questions, take, worst

pytestmark = pytest.mark.django_db
Log = Callable[[str], Client]
WHAT = "choose.seen"


def rated(level_of: Callable[[str, str, random.Random], int], weeks: int = 10) -> None:
    """Ten weeks of answers of customers about six people of two teams."""
    book, dice, number = current(), random.Random(7), 0
    assert book
    source, marks = Source.CUSTOMER, [one.standard for one in book.placed()]
    rows: list[Rating] = []
    for person, team in (("finn", "north"), ("gwen", "north"), ("lea", "north"), ("otto", "south"), ("olga", "south")):
        for week in range(weeks):
            for _ in range(10):
                number += 1
                at = NOW - timedelta(weeks=week, hours=dice.randrange(40))
                about = Answer(
                    source, at, "Europe/Berlin", "link/en/1", interaction=f"i-{number}", person=person, team=team,
                    site=f"s-{team}", customer=f"c-{number}", channel="counter",
                )  # fmt: skip
                said = tuple(Mark(one.id, one.edition, level_of(person, one.id, dice)) for one in marks)
                rows += about.ratings(said, f"r-{number}")
    Rating.objects.bulk_create(rows)
    mirror_whole()


def well(person: str, standard: str, dice: random.Random) -> int:
    del person, standard
    return 4 if dice.random() < 0.995 else 3


def test_a_night_finds_who_falls_short_and_tells_their_coach(log_in: Log, book: Version, now: datetime) -> None:
    def level(person: str, standard: str, dice: random.Random) -> int:
        if (person, standard) == ("finn", WHAT):
            return 4 if dice.random() < 0.4 else 2
        return well(person, standard, dice)

    rated(level)
    findings_of_the_house(now=now)
    rows = FindingRow.objects.filter(kind=FindingKind.PERSON.value)
    assert [(one.person, one.standard, one.owner) for one in rows] == [("finn", WHAT, "cora")]
    page = log_in("cora").get("/followup/findings/").content.decode()
    assert "Finn Frontline" in page
    assert " of 100 (" in page
    one = rows[0]
    detail = log_in("cora").get(f"/followup/findings/{one.pk}/").content.decode()
    assert "/ratings/?standard=choose.seen&amp;person=finn" in detail
    assert log_in("cora").get("/ratings/?standard=choose.seen&person=finn").status_code == 200
    assert "Finn" not in log_in("hugo").get("/followup/findings/").content.decode().replace("hugo", "")
    times = FindingRow.objects.count()
    findings_of_the_house(now=now + timedelta(hours=1))
    assert FindingRow.objects.count() == times
    del book


def test_a_house_that_is_well_is_left_alone(book: Version, now: datetime) -> None:
    rated(well)
    findings_of_the_house(now=now)
    assert not FindingRow.objects.exclude(kind=FindingKind.UNTAUGHT.value).exists()
    del book


def test_before_anything_was_heard_the_page_says_so(log_in: Log, book: Version, now: datetime) -> None:
    findings_of_the_house(now=now)
    page = log_in("cora").get("/followup/findings/").content.decode()
    assert "No finding waits for you" in page
    assert "Nothing was heard yet" in page
    del book


def test_a_quiz_failed_again_brings_a_conversation_and_the_first_failure_does_not(
    log_in: Log, book: Version, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_questions(book)
    take(log_in("finn"), "standard", WHAT, worst)
    settle(lambda: now)
    assert not FindingRow.objects.exists()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=30))
    take(log_in("finn"), "standard", WHAT, worst)
    settle(lambda: now + timedelta(hours=31))
    held = FindingRow.objects.get()
    assert (held.kind, held.person, held.standard, held.owner) == (FindingKind.QUIZ.value, "finn", WHAT, "cora")
    assert held.state == FindingState.OPEN
    assert "2 times" in held.seen
    assert log_in("finn").get(f"/followup/findings/{held.pk}/").status_code == 200


def test_passing_after_a_failure_is_no_repeated_failure(
    log_in: Log, book: Version, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_questions(book)
    take(log_in("finn"), "standard", WHAT, worst)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=30))
    take(log_in("finn"), "standard", WHAT, best)
    settle(lambda: now + timedelta(hours=31))
    assert not FindingRow.objects.exists()
