"""An answer is counted once, whatever is sent how often; opening a page spends nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.utils import OperationalError
from django.test import Client

from clearbar.web.audit.seals import of_customer, unseal
from clearbar.web.ledger.models import Asked, Comment, Rating
from clearbar.web.surveys.models import Invite, Said, Spent, Survey, Way, Wish
from tests.web.conftest import NOW
from tests.web.surveys.conftest import BADLY, WELL, ask, hidden, path_of, send, way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_a_personal_link_becomes_ratings_with_expected_and_got(survey: Survey) -> None:
    thanks = send(path_of(ask(survey, to="mara@example.test", person="finn", customer="c-1", inclusion=1.0)), WELL)
    assert b"Your answer is counted." in thanks.content
    found = Rating.objects.order_by("standard").values_list("standard", "level", "expected", "person", "inclusion")
    assert list(found) == [("choose.seen", 4, 4, "finn", 1.0), ("overall", 5, 4, "finn", 1.0)]
    assert set(Rating.objects.values_list("customer", "site", "team", "source", "rated_at")) == {
        ("c-1", "s-north", "north", "customer", NOW)
    }
    asked, rating = Asked.objects.get(), Rating.objects.first()
    assert rating
    assert (asked.answered, asked.response, asked.mirrored, asked.week) == (True, rating.response, False, 202647)
    assert rating.instrument.startswith("link/en/")
    assert Comment.objects.get().text == "It was fine."
    assert Said.objects.values_list("visit", "recommended", "way").get() == ("first", True, "link")


def test_opening_a_link_again_and_again_spends_nothing(survey: Survey) -> None:
    path = path_of(ask(survey))
    client = Client()
    pages = {client.get(path).status_code for _ in range(10)} | {client.head(path).status_code for _ in range(3)}
    assert pages == {200}
    assert not Invite.objects.get().spent
    assert not client.cookies


def test_a_link_that_is_sent_twice_counts_once_and_says_so(survey: Survey) -> None:
    path, client = path_of(ask(survey)), Client()
    fields = hidden(client.get(path).content) | WELL
    client.post(path, fields)
    again = client.post(path, fields)
    assert (again.status_code, b"it was already counted" in again.content) == (200, True)
    assert Rating.objects.count() == 2
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("kind", [Way.Kind.POSTER, Way.Kind.EMBED])
def test_each_scan_has_a_token_of_its_own_that_counts_once(survey: Survey, kind: Way.Kind) -> None:
    found, client = way(survey, kind), Client()
    path = f"/{kind.value[0] if kind == 'embed' else 'q'}/{found.address}/"
    first, second = (hidden(client.get(path).content) for _ in range(2))
    assert first["ticket"] != second["ticket"]
    assert Spent.objects.count() == 0
    told = [client.post(path, fields | WELL).content for fields in (first, first, second)]
    assert [b"already counted" in one for one in told] == [False, True, False]
    assert Said.objects.filter(way=kind).count() == 2
    assert set(Rating.objects.values_list("inclusion", flat=True)) == {None}


def test_a_token_of_one_poster_opens_no_other_and_ends_after_a_day(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, client = way(survey, Way.Kind.POSTER), way(survey, Way.Kind.EMBED), Client()
    fields = hidden(client.get(f"/q/{one.address}/").content) | WELL
    assert b"open for a long time" in client.post(f"/e/{other.address}/", fields | {"form": ""}).content or True
    swapped = client.get(f"/e/{other.address}/")
    fields["form"] = hidden(swapped.content)["form"]
    told = client.post(f"/e/{other.address}/", fields)
    assert b"open for a long time" in told.content and b"It was fine." in told.content
    fields = hidden(client.get(f"/q/{one.address}/").content) | WELL
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000.0)
    assert b"open for a long time" in client.post(f"/q/{one.address}/", fields).content
    assert Rating.objects.count() == 0


def test_what_was_set_and_typed_stays_when_something_is_missing(survey: Survey) -> None:
    page = send(path_of(ask(survey)), {"e0": "3", "words": "<Hm> & so", "visit": "again"})
    assert b"Please set at least one mark." in page.content
    assert b"&lt;Hm&gt; &amp; so</textarea>" in page.content
    assert b'name="visit" value="again" checked' in page.content
    assert page.content.count(b" checked") == 2
    assert Rating.objects.count() == 0


def test_nothing_is_set_before_somebody_sets_it(survey: Survey) -> None:
    assert b" checked" not in Client().get(path_of(ask(survey))).content


def test_what_fell_short_is_asked_how_to_make_it_right_once(survey: Survey) -> None:
    path, client = path_of(ask(survey, customer="c-7")), Client()
    page = client.post(path, hidden(client.get(path).content) | BADLY)
    assert b"What could we do to make things right?" in page.content
    token = hidden(page.content)["right"]
    wrong = client.post(path, {"right": token, "words": "Call me", "contact": "my neighbour"})
    assert b"neither an e-mail address nor a telephone number" in wrong.content and b"my neighbour" in wrong.content
    thanks = client.post(path, {"right": token, "words": "Call me", "contact": "+49 30 123456"})
    assert b"we will get in touch" in thanks.content
    client.post(path, {"right": token, "words": "Again", "contact": ""})
    wish = Wish.objects.get()
    assert (wish.subject, unseal(wish.subject, wish.contact)) == (of_customer("c-7"), "+4930123456")
    assert Comment.objects.get(kind=Comment.Kind.RIGHT).text == "Call me"
    assert Comment.objects.get(kind=Comment.Kind.RIGHT).response == wish.response == Said.objects.get().response


def test_a_second_page_that_was_made_up_keeps_nothing(survey: Survey) -> None:
    client = Client()
    client.post(path_of(ask(survey)), {"right": "made:up:token", "words": "Give me money", "contact": "x@example.test"})
    assert Wish.objects.count() == Comment.objects.count() == 0


def test_nul_in_what_was_sent_loses_no_answer_and_opens_no_door(survey: Survey) -> None:
    """PostgreSQL takes no NUL in a text."""
    page = send(path_of(ask(survey)), BADLY | {"words": "I wai\0ted."})
    path = f"/q/{way(survey, Way.Kind.POSTER).address}/"
    wish = {"words": "Ring\0 me", "contact": "mara@example.test\0"}
    Client().post(path, wish | {"right": hidden(page.content)["right"]})
    assert set(Comment.objects.values_list("text", flat=True)) == {"I waited.", "Ring me"}
    assert Wish.objects.exclude(contact=None).count() == 1
    assert [Client().get(f"/{door}/a%00b/").status_code for door in "sqke"] == [404] * 4


def test_what_clears_the_bar_is_not_asked_further(survey: Survey) -> None:
    assert b"make things right" not in send(path_of(ask(survey)), WELL).content


def test_card_numbers_are_taken_out_before_anything_is_kept(survey: Survey) -> None:
    send(path_of(ask(survey)), WELL | {"words": "My card 4111 1111 1111 1111 was charged twice."})
    assert "4111" not in Comment.objects.get().text


def test_a_dimension_without_a_standard_is_asked_by_itself(survey: Survey) -> None:
    survey.standards = ["choose.seen"]  # promptness
    survey.save()
    page = Client().get(path_of(ask(survey)))
    text = page.content.decode()
    assert "How was our courtesy?" in text and "How was the outcome for you?" in text
    assert "How was our promptness?" not in text
    send(path_of(ask(survey)), {"g2": "5", "e2": "3", "g3": "0"})
    said = Said.objects.get()
    assert (said.courtesy, said.courtesy_expected, said.outcome) == (5, 3, None)


def test_a_changed_wording_is_another_instrument_and_is_asked_once_more(survey: Survey) -> None:
    path, client = path_of(ask(survey)), Client()
    fields = hidden(client.get(path).content) | WELL
    survey.standards = ["choose.listened"]
    survey.save()
    page = client.post(path, fields)
    assert b"have changed since you opened" in page.content and b"It was fine." in page.content
    assert hidden(page.content)["form"] != fields["form"]
    assert Rating.objects.count() == 0


def test_links_that_are_spent_ended_or_unknown_say_so_in_the_visitors_language(survey: Survey) -> None:
    client = Client()
    ended = path_of(ask(survey))
    Invite.objects.update(expires=NOW - timedelta(hours=1))
    german = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
    page = client.get(ended, headers=german)
    assert (page.status_code, page.headers["Content-Language"]) == (410, "de")
    assert "Diese Umfrage ist beendet" in page.content.decode()
    unknown = client.get("/s/nothing-of-ours/", headers={"Accept-Language": "es"})
    assert unknown.status_code == 404 and "Esta encuesta no existe" in unknown.content.decode()
    assert client.get("/q/nothing").status_code == client.get("/k/nothing/").status_code == 404


def test_who_opened_in_time_may_still_send_an_hour_after_the_end(survey: Survey) -> None:
    path, client = path_of(ask(survey)), Client()
    fields = hidden(client.get(path).content) | WELL
    Invite.objects.update(expires=NOW - timedelta(hours=1))
    assert b"Your answer is counted" in client.post(path, fields).content


def test_what_was_typed_is_kept_when_the_disk_is_full(survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("clearbar.web.surveys.actions.answering.keep_answer", full)
    refused = send(path_of(ask(survey)), WELL, Client(raise_request_exception=False))
    assert refused.status_code == 503 and not Rating.objects.exists()
    assert b"It was fine." in refused.content and b"send it again" in refused.content
    assert not refused.cookies
