"""Several mark the same interactions blind, see all marks side by side, and agree; none of it counts as a review."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import krippendorff
import pytest
from django.core import mail

from clearbar.model.book import Scale
from clearbar.web.book.models import Version
from clearbar.web.bridge.calibration import Judged, agreed
from clearbar.web.ledger import jobs
from clearbar.web.ledger.models import Rating
from clearbar.web.reviews.models import Calibration, Choice, Conflict, Consensus, Seat
from clearbar.web.reviews.queries.calibrations import offered
from clearbar.web.reviews.tasks import remind
from tests.web.conftest import NOW
from tests.web.reviews.conftest import CHOICE, FULL, Assigned, Done, LogIn, happened, settled

FORM = {
    "title": "What is a choice?", "teams": ["north"], "number": "1", "named": "", "persons": ["rita", "cora"],
    "deadline": "2026-11-25T18:00",
}  # fmt: skip


@pytest.fixture
def made(book: Version, log_in: LogIn, now: datetime, settings: Any) -> Calibration:
    """A calibration of rita and cora on one chat of finn's, made by lea."""
    del book, now
    settings.EMAIL_HOST = "mail.example.test"
    happened("i1")
    answer = log_in("lea").post("/reviews/calibrations/new/", FORM)
    assert answer.status_code == 302, answer.content
    return Calibration.objects.get()


def submit(log_in: LogIn, who: str, made: Calibration, **said: str) -> None:
    url = f"/reviews/calibrations/{made.pk}/0/"
    answer = log_in(who).post(url, FULL | said)
    assert answer.status_code == 302, answer.content


@pytest.mark.django_db
def test_marks_are_hidden_until_all_are_in_and_then_stand_side_by_side(made: Calibration, log_in: LogIn) -> None:
    url = f"/reviews/calibrations/{made.pk}/"
    submit(log_in, "rita", made, **{f"{CHOICE}-comment": "rita saw two ways"})
    for who in ("cora", "rita", "lea"):
        page = log_in(who).get(url).content.decode()
        assert "rita saw two ways" not in page and "1 of 2 cards are in" in page
    card = log_in("cora").get(f"{url}0/").content.decode()
    assert "Finn" not in card and "rita saw two ways" not in card
    submit(log_in, "cora", made, **{f"{CHOICE}-level": "5"})
    page = log_in("cora").get(url).content.decode()
    assert "rita saw two ways" in page and "Cora Coach" in page and "differ" in page
    assert not Rating.objects.exists()


@pytest.mark.django_db
def test_after_the_deadline_marks_are_shown_and_none_is_taken_any_more(
    made: Calibration, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(log_in, "rita", made, **{f"{CHOICE}-comment": "rita saw two ways"})
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=9))
    url = f"/reviews/calibrations/{made.pk}/"
    assert "rita saw two ways" in log_in("lea").get(url).content.decode()
    late = log_in("cora").post(f"{url}0/", FULL)
    assert late["Location"] == url
    assert made.cards.filter(submitted_at__isnull=False).count() == 1


@pytest.mark.django_db
def test_the_consensus_becomes_one_rating_that_no_design_based_measure_reads(made: Calibration, log_in: LogIn) -> None:
    submit(log_in, "rita", made)
    submit(log_in, "cora", made, **{f"{CHOICE}-level": "5"})
    url = f"/reviews/calibrations/{made.pk}/conclude/"
    agreed_on = {"t0-s0-level": "4", "t0-s1-level": "5", "t0-s2-level": "4", "t0-s0-why": "", "t0-s2-why": ""}
    missing = log_in("lea").post(url, agreed_on | {"t0-s1-why": ""})
    assert missing.status_code == 422  # where they differ, why must be said
    assert log_in("lea").post(url, agreed_on | {"t0-s1-why": "three ways were named"}).status_code == 302
    told = set(Rating.objects.values_list("standard", "level", "source", "rater", "person", "inclusion"))
    about = ("reviewer", "lea", "finn", None)
    assert told == {("right.no-blame", 4, *about), ("right.choice", 5, *about), ("overall", 4, *about)}
    assert all(one.startswith("calibration/") for one in Rating.objects.values_list("instrument", flat=True))
    log_in("lea").post(url, agreed_on | {"t0-s1-why": "again"})
    assert (Rating.objects.count(), Consensus.objects.count()) == (3, 3)
    response = Rating.objects.values_list("response", flat=True)[0]
    assert "three ways were named" in log_in("finn").get(f"/reviews/of/{response}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["pay", "conflict"])
def test_who_must_keep_away_makes_no_rating_by_concluding(why: str, made: Calibration, log_in: LogIn) -> None:
    submit(log_in, "rita", made)
    submit(log_in, "cora", made)
    if why == "pay":
        Choice.objects.update_or_create(pk=1, defaults={"pay": True})
    else:
        Conflict.objects.create(reviewer="lea", person="finn", reason="kin", by="ada", at=NOW)
    agreed_on = {f"t0-s{number}-level": "4" for number in range(3)}
    agreed_on |= {f"t0-s{number}-why": "so we said" for number in range(3)}
    assert log_in("lea").post(f"/reviews/calibrations/{made.pk}/conclude/", agreed_on).status_code == 302
    assert Consensus.objects.count() == 3
    assert not Rating.objects.exists()


@pytest.mark.django_db
def test_what_a_reviewer_rated_already_is_not_counted_a_second_time(done: Done, log_in: LogIn, now: datetime) -> None:
    del now
    done()
    before = set(Rating.objects.values_list("rating", flat=True))
    log_in("lea").post("/reviews/calibrations/new/", FORM | {"persons": ["hugo", "cora"]})
    made = Calibration.objects.get()
    submit(log_in, "hugo", made)
    submit(log_in, "cora", made)
    same = {
        "t0-s0-level": "4",
        "t0-s1-level": "3",
        "t0-s2-level": "4",
        "t0-s0-why": "",
        "t0-s1-why": "",
        "t0-s2-why": "",
    }
    log_in("lea").post(f"/reviews/calibrations/{made.pk}/conclude/", same)
    assert Calibration.objects.get().concluded_at
    assert set(Rating.objects.values_list("rating", flat=True)) == before


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["finn", "gwen", "otto", "olga", "hugo", "ada"])
def test_a_calibration_is_for_those_who_take_part(who: str, made: Calibration, log_in: LogIn) -> None:
    for url in (f"/reviews/calibrations/{made.pk}/", f"/reviews/calibrations/{made.pk}/0/"):
        assert log_in(who).get(url).status_code == 404
    if who in ("finn", "gwen", "otto"):
        assert log_in(who).get("/reviews/calibrations/new/").status_code == 403


@pytest.mark.django_db
def test_who_must_keep_away_is_not_asked_and_the_person_themself_least(
    book: Version, log_in: LogIn, now: datetime
) -> None:
    del book, now
    happened("i1", person="cora")
    page = log_in("lea").post("/reviews/calibrations/new/", FORM).content.decode()
    assert "May not rate one of these interactions: Cora Coach." in page
    Conflict.objects.create(reviewer="rita", team="north", reason="bonus", by="lea", at=NOW)
    page = log_in("lea").post("/reviews/calibrations/new/", FORM | {"persons": ["rita", "lea"]}).content.decode()
    assert "Rita Reviewer" in page.split("May not rate")[1]
    assert not Calibration.objects.exists()


@pytest.mark.django_db
def test_those_who_take_part_are_asked_and_reminded_a_day_before_once(made: Calibration, log_in: LogIn) -> None:
    submit(log_in, "rita", made)
    jobs.settle(lambda: NOW)
    assert {one.to[0] for one in mail.outbox} == {"rita@example.test", "cora@example.test"}
    mail.outbox.clear()
    for hours in (-30, -23, -20, 1):
        at = made.deadline + timedelta(hours=hours)
        remind(now=at)
        settled(at)
    assert [(one.to, one.subject) for one in mail.outbox] == [(["cora@example.test"], "A calibration ends tomorrow")]
    assert Seat.objects.exclude(reminded_at=None).count() == 2


def test_agreement_is_krippendorffs_alpha_with_an_interval_that_holds_it() -> None:
    levels = [(1, 2), (2, 2), (3, 3), (4, 4), (5, 4), (1, 1), (2, 3), (5, 5), (3, 3), (4, 5), (2, 2), (1, 1)]
    marks = [
        Judged(f"i{n}", "right.choice", "e1", Scale.LEVELS, rater, level)
        for n, pair in enumerate(levels)
        for rater, level in zip(("rita", "cora"), pair, strict=True)
    ]
    found = agreed(marks)["right.choice"]
    expected = krippendorff.alpha(
        reliability_data=[list(row) for row in zip(*levels, strict=True)], level_of_measurement="ordinal"
    )
    assert found.alpha and found.ac
    assert found.alpha.value == pytest.approx(expected, abs=1e-9)
    assert found.alpha.low < found.alpha.value < found.alpha.high <= 1
    assert (found.units, found.raters) == (12, 2)
    assert agreed(reversed(marks)) == agreed(marks)


def test_too_few_marks_have_no_agreement() -> None:
    marks = [Judged("i1", "right.choice", "e1", Scale.LEVELS, rater, 4) for rater in ("a", "b")]
    assert agreed(marks) == {}
    assert agreed([]) == {}


@pytest.mark.django_db
def test_only_what_can_be_looked_at_and_waits_for_nobody_is_calibrated_on(assigned: Assigned, now: datetime) -> None:
    assigned()
    happened("words")
    happened("recorded", messages=None, recording="https://recorder.example.test/1")
    happened("nothing", messages=None)
    happened("old", at=now - timedelta(days=61))
    happened("seen", source="watched")
    happened("elsewhere", team="south")
    assert sorted(offered(["north"], now)) == ["recorded", "words"]
