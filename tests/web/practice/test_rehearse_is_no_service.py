"""No page about live work counts a rehearsal: each that reads ratings is asked with rehearsals in the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from clearbar.model.book import Setting, Source
from clearbar.web.api.actions.tokens import make, take
from clearbar.web.book.models import Version
from clearbar.web.book.queries import current, standing
from clearbar.web.bridge import mirroring
from clearbar.web.ledger import actions as ledger
from clearbar.web.ledger.answers import Answer, Mark
from clearbar.web.ledger.models import Rating
from clearbar.web.people.models import Person
from clearbar.web.people.scope import scope_of
from clearbar.web.practice.models.rehearse import Rehearsal
from clearbar.web.reviews.queries.cards import kept_checks
from clearbar.web.site import steps
from tests.web.conftest import NOW
from tests.web.practice.rehearsals import offer, rehearse
from tests.web.practice.test_rehearse_said import rate

pytestmark = pytest.mark.django_db
LogIn = Callable[[str], Client]


@pytest.fixture
def rehearsed(cast: dict[str, Person], book: Version, log_in: LogIn, now: datetime) -> Rehearsal:
    """Six rehearsals of Finn's, one of them with a coach's and a colleague's view: enough for figures, were they
    service."""
    del book, now
    offer(cast["lea"])
    finn = log_in("finn")
    one = rehearse(finn)
    for _ in range(5):
        rehearse(finn)
    rate(log_in("cora"), one, {"right.choice": 2}, comment="A coach's word.")
    finn.post(f"/practice/talk/{one.pk}/ask/", {"person": "gwen"})
    rate(log_in("gwen"), one, {"right.choice": 4})
    mirroring.mirror_new(now=NOW)
    assert set(Rating.objects.values_list("setting", flat=True)) == {"rehearsal"}
    return one


def live(standard: str = "right.choice") -> str:
    """One live review of Finn's; its response."""
    book = current()
    assert book
    placed = book.find(standard)
    assert placed
    answer = Answer(
        source=Source.COACH, at=NOW, timezone="Europe/Berlin", instrument="review/x", interaction="i1", rater="cora",
        person="finn", team="north", site="s-north", setting=Setting.LIVE,
    )  # fmt: skip
    return ledger.keep_answer(answer=answer, marks=[Mark(standard, placed.standard.edition, 3)], actor="cora")


def token_of(cast: dict[str, Person], name: str) -> str:
    """A token of the API that acts for somebody."""
    ada = scope_of(cast["ada"], NOW.date())
    token, _ = make(
        scope=ada, name="mine", person=cast[name], rights=["ratings:read"], expires_on=None, at=NOW
    )  # fmt: skip
    return take(scope=scope_of(cast[name], NOW.date()), token=token, at=NOW)


@pytest.mark.parametrize("path", ["/me/", "/house/", "/team/north/", "/", "/me/report/", "/house/report/"])
@pytest.mark.parametrize("who", ["finn", "cora", "lea"])
def test_no_board_tells_of_a_rehearsal(rehearsed: Rehearsal, log_in: LogIn, who: str, path: str) -> None:
    del rehearsed
    answer = log_in(who).get(path)
    page = answer.content.decode() if answer.status_code == 200 else ""
    page = re.sub(r"It is about .*?</a>", "", page, flags=re.DOTALL)  # what to rehearse next, and why: one's own alone
    for words in ("A coach", "rehearsal-", "6 of 6", "7 of 7", "7 of 8", "8 of 8", "answers speak of you"):
        assert words not in page.replace("Your coach", "").replace("coaches", ""), words


def test_the_same_number_of_live_ratings_is_told(rehearsed: Rehearsal, log_in: LogIn) -> None:
    """So that the test before could fail."""
    del rehearsed
    for _ in range(6):
        live()
    mirroring.mirror_new(now=NOW)
    page = re.sub(r"It is about .*?</a>", "", log_in("finn").get("/me/").content.decode(), flags=re.DOTALL)
    assert "0 of 6" in page


def test_the_board_of_a_person_says_that_nothing_was_said(rehearsed: Rehearsal, log_in: LogIn) -> None:
    del rehearsed
    for who, path in (("finn", "/me/"), ("cora", "/persons/finn/")):
        answer = log_in(who).get(path)
        assert answer.status_code == 200
        assert not answer.context.get("said")


def test_reviews_are_live_reviews(rehearsed: Rehearsal, log_in: LogIn) -> None:
    response = Rating.objects.filter(source="coach").values_list("response", flat=True).first()
    for who in ("finn", "cora"):
        assert log_in(who).get(f"/reviews/of/{response}/").status_code == 404
        assert response not in log_in(who).get("/reviews/").content.decode()
    reviewed = live()
    assert log_in("finn").get(f"/reviews/of/{reviewed}/").status_code == 200
    page = log_in("finn").post(f"/reviews/of/{response}/dispute/right.choice/", {"level": "5", "reason": "No."})
    assert page.status_code == 404, "what was practised is nothing to dispute"
    del rehearsed


def test_checks_of_a_rehearsal_are_no_checks_of_an_interaction(rehearsed: Rehearsal) -> None:
    assert kept_checks(f"rehearsal-{rehearsed.pk}") == {}


def test_a_standards_page_counts_live_voices_alone(rehearsed: Rehearsal) -> None:
    del rehearsed
    assert standing.heard_of("right.choice") == []
    live()
    Rating.objects.update(mirrored=1)
    assert [one.source for one in standing.heard_of("right.choice")] == ["coach"]


def test_the_first_rating_of_a_house_is_one_of_service(rehearsed: Rehearsal) -> None:
    del rehearsed
    assert steps.first_rating() is None and steps.first_steps()[-1].said == ""
    live()
    found = steps.first_rating()
    assert found is not None


def test_the_api_lists_live_ratings_unless_asked_for_rehearsals(
    rehearsed: Rehearsal, cast: dict[str, Person], log_in: LogIn
) -> None:
    del rehearsed, log_in
    token = {"HTTP_AUTHORIZATION": f"Bearer {token_of(cast, 'finn')}"}
    client = Client()
    assert client.get("/api/v1/ratings", **token).json()["items"] == []
    live()
    assert [one["setting"] for one in client.get("/api/v1/ratings", **token).json()["items"]] == ["live"]
    practised = client.get("/api/v1/ratings?setting=rehearsal", **token).json()["items"]
    assert {one["setting"] for one in practised} == {"rehearsal"} and len(practised) > 10


def test_another_teams_token_sees_no_rehearsal(rehearsed: Rehearsal, cast: dict[str, Person]) -> None:
    del rehearsed
    for name in ("otto", "lea", "olga"):
        told = f"Bearer {token_of(cast, name)}"
        answer = Client().get("/api/v1/ratings?setting=rehearsal", HTTP_AUTHORIZATION=told)
        assert answer.json()["items"] == [], name
