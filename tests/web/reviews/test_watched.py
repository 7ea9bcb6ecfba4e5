"""What somebody just watched becomes an interaction with ratings, as the source that they are."""

from __future__ import annotations

from datetime import datetime

import pytest

from clearbar.web.book.models import Version
from clearbar.web.ledger.models import Comment, Interaction, Rating
from clearbar.web.reviews.models import Choice, Conflict
from tests.web.conftest import NOW
from tests.web.reviews.conftest import LogIn

pytestmark = pytest.mark.django_db


def at(person: str) -> str:
    return f"/reviews/watched/?person={person}&journey=put-right&channel=visit"


@pytest.mark.parametrize(
    ("who", "source"), [("gwen", "peer"), ("cora", "coach"), ("lea", "reviewer"), ("rita", "reviewer")]
)
def test_the_source_is_who_watched(who: str, source: str, book: Version, log_in: LogIn, now: datetime) -> None:
    del book
    answer = log_in(who).post(at("finn"), {"changed": "0", "once": "a", "s0-level": "4"})
    assert answer.status_code == 302
    rating = Rating.objects.get()
    interaction = Interaction.objects.get()
    assert (rating.source, rating.rater, rating.person, rating.inclusion) == (source, who, "finn", None)
    assert (rating.team, rating.site, rating.channel, rating.rated_at) == ("north", "s-north", "visit", now)
    assert (interaction.source, interaction.person, interaction.id) == ("watched", "finn", rating.interaction)


def test_the_same_form_sent_twice_is_kept_once(book: Version, log_in: LogIn, now: datetime) -> None:
    del book, now
    sent = {"changed": "0", "once": "a", "s1-level": "5", "s1-comment": "she asked twice"}
    first = log_in("lea").post(at("finn"), sent)
    again = log_in("lea").post(at("finn"), sent)
    assert first["Location"] == again["Location"]
    assert (Rating.objects.count(), Interaction.objects.count()) == (1, 1)
    assert Comment.objects.get().text == "she asked twice"


def test_a_form_without_marks_is_not_kept(book: Version, log_in: LogIn, now: datetime) -> None:
    del book, now
    answer = log_in("lea").post(at("finn"), {"changed": "0", "once": "a", "s1-comment": "typed"})
    assert answer.status_code == 422
    assert "typed" in answer.content.decode()
    assert not Interaction.objects.exists()


@pytest.mark.parametrize(
    ("who", "whom"), [("finn", "finn"), ("otto", "finn"), ("olga", "finn"), ("gwen", "otto"), ("finn", "nobody-here")]
)
def test_nobody_rates_themself_nor_another_site(
    who: str, whom: str, book: Version, log_in: LogIn, now: datetime
) -> None:
    del book, now
    client = log_in(who)
    assert client.get(at(whom)).status_code == 403
    assert client.post(at(whom), {"changed": "0", "once": "a", "s0-level": "4"}).status_code == 403
    assert not Rating.objects.exists()


def test_leads_whose_pay_hangs_on_it_and_who_is_in_conflict_cannot(book: Version, log_in: LogIn, now: datetime) -> None:
    del book, now
    Choice.objects.create(pk=1, pay=True)
    Conflict.objects.create(reviewer="gwen", team="north", reason="bonus", by="lea", at=NOW)
    assert log_in("lea").get(at("finn")).status_code == 403
    assert log_in("gwen").get(at("finn")).status_code == 403
    assert log_in("gwen").get("/reviews/watched/").status_code == 200
    assert log_in("cora").get(at("finn")).status_code == 200


def test_the_choice_keeps_what_was_chosen_and_says_what_is_missing(book: Version, log_in: LogIn, now: datetime) -> None:
    del book, now
    answer = log_in("lea").get("/reviews/watched/?person=finn&channel=phone")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<option value="finn" selected>' in page
    assert "Please choose one of each." in page
