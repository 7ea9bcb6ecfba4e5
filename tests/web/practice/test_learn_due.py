"""What is due: asked within minutes, answered by form or from a phone, exactly once, and only by whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clearbar.web.book.models import Version
from clearbar.web.ledger import sync
from clearbar.web.ledger.models import Synced
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Membership, Person
from clearbar.web.practice.actions.cards import reviewed
from clearbar.web.practice.models.learn import Given, Question, ReviewCard
from clearbar.web.practice.queries.due import due_count, due_items
from tests.web.conftest import NOW
from tests.web.practice.learning import as_form, best, bring_questions

LogIn = Callable[[str], Client]
Due = Callable[..., dict[str, ReviewCard]]
STANDARDS = ("choose.seen", "choose.listened", "collect.fit", "right.choice")


@pytest.fixture
def due(book: Version, now: datetime) -> Due:
    """Cards of somebody that are due."""
    bring_questions(book)

    def cards(person: str, standards: tuple[str, ...] = STANDARDS) -> dict[str, ReviewCard]:
        ago = now - timedelta(days=40)
        return {
            one: reviewed(person=person, standard=one, edition=book.editions[one], credit=1.0, at=ago)
            for one in standards
        }

    return cards


def item_of(person: Person, card: ReviewCard, **more: Any) -> dict[str, Any]:
    """An answer to a card as a phone sends it."""
    found = next(one for one in due_items(person, NOW) if one.card.pk == card.pk)
    body = {
        "card": str(card.pk), "question": str(found.row.pk), "variant": found.variant.attempt,
        "chosen": best(found.question, found.variant),
    }  # fmt: skip
    return {"id": str(uuid4()), "kind": "review", "at": (NOW - timedelta(hours=2)).isoformat(), "body": body | more}


def send(client: Client, user: str, items: list[Any]) -> Any:
    return client.post("/practice/sync/", json.dumps({"user": user, "items": items}), content_type="application/json")


def test_an_item_is_as_long_in_one_script_as_in_another(due: Due, log_in: LogIn) -> None:
    due("finn")
    long = {"id": str(uuid4()), "kind": "review", "at": NOW.isoformat(), "body": {"chosen": ["ж" * 15_000]}}
    answer = send(log_in("finn"), "finn", [long])
    assert answer.status_code == 200 and answer.json()["results"][0]["id"] == long["id"]


def test_one_is_asked_at_a_time_and_told_why_at_once(due: Due, log_in: LogIn, cast: dict[str, Person]) -> None:
    due("finn")
    finn = log_in("finn")
    for left in (4, 3, 2, 1):
        page = finn.get("/practice/due/").content.decode()
        assert ("One question" if left == 1 else f"{left} questions") in page
        first = due_items(cast["finn"], NOW)[0]
        told = {"card": first.card.pk, "question": first.row.pk, "variant": first.variant.attempt, "once": uuid4()}
        chosen = as_form(first.question.kind, best(first.question, first.variant))
        after = finn.post("/practice/due/", {**told, **chosen}, follow=True).content.decode()
        assert "Right." in after and "The " in after and f"{'Next' if left > 1 else 'That was all'}" in after
    assert due_count("finn", NOW) == 0
    assert "You are done for today." in finn.get("/practice/due/").content.decode()
    assert Given.objects.filter(credit=1).count() == 4


def test_a_form_that_is_sent_twice_counts_once(due: Due, log_in: LogIn, cast: dict[str, Person]) -> None:
    due("finn")
    finn, first = log_in("finn"), due_items(cast["finn"], NOW)[0]
    told = {"card": first.card.pk, "question": first.row.pk, "variant": first.variant.attempt, "once": uuid4()}
    chosen = as_form(first.question.kind, best(first.question, first.variant))
    for _ in range(2):
        assert finn.post("/practice/due/", {**told, **chosen}).status_code == 302
    assert Given.objects.count() == 1 and ReviewCard.objects.get(pk=first.card.pk).times == 2
    assert finn.post("/practice/due/", told).status_code == 422, "nothing was chosen"


def test_the_minutes_of_the_house_bound_what_is_asked(due: Due, cast: dict[str, Person], now: datetime) -> None:
    book_ids = tuple(Question.objects.order_by().values_list("standard", flat=True).distinct())
    due("finn", book_ids)
    items = due_items(cast["finn"], now)
    assert due_count("finn", now) == len(book_ids) == 14
    assert 1 < len(items) < 14 and sum(one.question.seconds for one in items) <= 300


def test_what_one_does_not_perform_is_not_asked(due: Due, cast: dict[str, Person], now: datetime) -> None:
    due("finn")
    Membership.objects.filter(person="finn").update(until=house_today(now) - timedelta(days=1))
    assert due_count("finn", now) == 0 and due_items(cast["finn"], now) == []


def test_an_answer_from_a_phone_counts_once_however_often_it_comes(
    due: Due, log_in: LogIn, cast: dict[str, Person]
) -> None:
    cards, finn = due("finn"), log_in("finn")
    one = item_of(cast["finn"], cards["choose.seen"])
    first = send(finn, "finn", [one]).json()
    assert first["results"] == [{"id": one["id"], "state": "kept", "credit": 1.0}]
    assert send(finn, "finn", [one, one]).json()["results"] == first["results"] * 2
    given = Given.objects.get()
    assert given.at == NOW - timedelta(hours=2) and given.sync == one["id"]
    assert ReviewCard.objects.get(pk=cards["choose.seen"].pk).times == 2


def test_items_stand_by_themselves(due: Due, log_in: LogIn, cast: dict[str, Person], book: Version) -> None:
    cards = due("finn") | {"gwen": due("gwen", ("choose.seen",))["choose.seen"]}
    good = item_of(cast["finn"], cards["choose.seen"])
    theirs = {**item_of(cast["gwen"], cards["gwen"])}
    odd = item_of(cast["finn"], cards["collect.fit"], chosen=["what was not shown"])
    wrong_kind = {**item_of(cast["finn"], cards["collect.fit"]), "kind": "walk"}
    no_list = item_of(cast["finn"], cards["collect.fit"], chosen="abc")
    far = item_of(cast["finn"], cards["collect.fit"], variant=999)
    other_question = item_of(
        cast["finn"], cards["collect.fit"], question=str(Question.objects.filter(standard="right.way").first().pk)
    )
    sent = [theirs, odd, wrong_kind, no_list, far, other_question, good]
    results = send(log_in("finn"), "finn", sent).json()["results"]
    assert [one["state"] for one in results] == ["refused"] * 6 + ["kept"]
    assert all(one["why"].endswith(".") for one in results[:6])
    assert Given.objects.count() == 1 and ReviewCard.objects.get(pk=cards["gwen"].pk).times == 1
    again = send(log_in("finn"), "finn", sent).json()["results"]
    assert again == results


def test_nothing_is_taken_in_the_name_of_another(due: Due, log_in: LogIn, cast: dict[str, Person]) -> None:
    one = item_of(cast["finn"], due("finn")["choose.seen"])
    assert send(log_in("gwen"), "finn", [one]).status_code == 409
    assert send(log_in("gwen"), "gwen", [one]).json()["results"][0]["state"] == "refused"
    assert send(log_in("nobody"), "finn", [one]).status_code == 302
    assert Given.objects.count() == 0
    assert send(log_in("finn"), "finn", [one]).json()["results"][0]["state"] == "kept", "gwen's id is not finn's"


def test_who_may_do_it_is_asked_when_it_comes(due: Due, log_in: LogIn, cast: dict[str, Person], now: datetime) -> None:
    one = item_of(cast["finn"], due("finn")["choose.seen"])
    Membership.objects.filter(person="finn").update(until=house_today(now) - timedelta(days=1))
    told = send(log_in("finn"), "finn", [one]).json()["results"][0]
    assert told["state"] == "refused" and "not yours" in told["why"] and Given.objects.count() == 0
    cast["finn"].left_on = house_today(now) - timedelta(days=1)
    cast["finn"].save()
    assert send(log_in("finn"), "finn", [one]).status_code == 302, "who left is logged out"


def test_an_answer_to_what_the_book_said_before_is_kept_and_moves_no_card(
    due: Due, log_in: LogIn, cast: dict[str, Person]
) -> None:
    card = due("finn")["choose.seen"]
    one = item_of(cast["finn"], card)
    Question.objects.filter(standard="choose.seen").update(state="retired")
    ReviewCard.objects.filter(pk=card.pk).update(edition="another", memory="", due=NOW)
    assert send(log_in("finn"), "finn", [one]).json()["results"][0]["state"] == "kept"
    assert Given.objects.count() == 1 and ReviewCard.objects.get(pk=card.pk).memory == ""


@pytest.mark.parametrize(
    "body",
    [
        "no json", "[]", "{}", '{"user": "finn", "items": 3}', '{"user": "finn", "items": [3]}',
        '{"user": "finn", "items": [{"id": "x", "kind": "review", "at": "2026-11-18T10:00:00Z", "body": {}}]}',
        json.dumps({"user": "finn", "items": [{}] * 101}),
        json.dumps({"user": "finn", "items": [{"id": str(uuid4()), "kind": "review", "at": NOW.isoformat(),
                                               "body": {"chosen": ["x" * 30_000]}}]}),
    ],
)  # fmt: skip
def test_what_is_no_list_of_items_is_refused_as_a_whole(due: Due, log_in: LogIn, body: str) -> None:
    due("finn")
    answer = log_in("finn").post("/practice/sync/", body, content_type="application/json")
    assert answer.status_code == 422 and answer.json()["fault"].endswith(".")
    assert not Synced.objects.exists()


def test_a_form_of_elsewhere_cannot_send(due: Due, cast: dict[str, Person]) -> None:
    one = item_of(cast["finn"], due("finn")["choose.seen"])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast["finn"].user, backend="allauth.account.auth_backends.AuthenticationBackend")
    body = json.dumps({"user": "finn", "items": [one]})
    assert strict.post("/practice/sync/", body, content_type="application/json").status_code == 403
    token = strict.get("/practice/sync/").json()["token"]
    sent = strict.post("/practice/sync/", body, content_type="application/json", headers={"X-CSRFToken": token})
    assert sent.json()["results"][0]["state"] == "kept"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.text(max_size=30) | st.datetimes().map(str) | st.none() | st.integers(),
    id=st.text(max_size=40),
    data=st.data(),
)
def test_no_item_however_odd_is_read_as_later_than_now(at: object, id: str, data: Any) -> None:
    raw = {"id": data.draw(st.sampled_from([id, str(uuid4())])), "kind": "review", "at": at, "body": {}}
    item = sync.read(raw, NOW)
    assert item is None or NOW - sync.OLDEST <= item.at <= NOW


def test_a_taker_that_breaks_keeps_none_of_the_others_back(
    due: Due, log_in: LogIn, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = due("finn")
    bad, good = item_of(cast["finn"], cards["choose.seen"]), item_of(cast["finn"], cards["collect.fit"])

    def breaks(**told: Any) -> Any:
        Given.objects.create(question=Question.objects.first(), person="finn", seed="x", variant=0, answer=[],
                             credit=0, at=NOW)  # fmt: skip
        raise RuntimeError(told)

    monkeypatch.setitem(sync._TAKERS, "odd", breaks)
    results = send(log_in("finn"), "finn", [{**bad, "kind": "odd"}, good]).json()["results"]
    assert [one["state"] for one in results] == ["later", "kept"]
    assert Given.objects.count() == 1, "what the broken one wrote was taken back"
    assert send(log_in("finn"), "finn", [bad]).json()["results"][0]["state"] == "kept", "it can come again"


def test_the_same_item_at_once_from_two_windows(
    due: Due, log_in: LogIn, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one arrives after this one has looked whether it is known."""
    one = item_of(cast["finn"], due("finn")["choose.seen"])
    finn, real, turns = log_in("finn"), sync._known, []

    def looks(*given: Any) -> Any:
        turns.append(1)
        if len(turns) == 1:
            send(finn, "finn", [one])
            return None
        return real(*given)

    monkeypatch.setattr(sync, "_known", looks)
    assert send(log_in("finn"), "finn", [one]).json()["results"][0]["state"] == "kept"
    assert Given.objects.count() == 1 and len(turns) >= 3


def test_few_queries_however_many_cards(due: Due, cast: dict[str, Person], log_in: LogIn, now: datetime) -> None:
    counts = []
    for standards in (STANDARDS[:1], tuple(Question.objects.values_list("standard", flat=True).distinct())):
        due("finn", standards or STANDARDS)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            due_items(cast["finn"], now)
        counts.append(len(seen))
    assert counts[1] <= counts[0] <= 14


def test_the_page_without_a_network_says_nothing_of_anybody(due: Due, log_in: LogIn) -> None:
    due("finn")
    pages = {who: log_in(who).get("/practice/due/offline/").content for who in ("nobody", "finn", "gwen")}
    assert len(set(pages.values())) == 1 and b"Finn" not in pages["finn"] and b"csrf" not in pages["finn"]


def test_the_items_of_a_phone_are_those_of_who_asks(due: Due, log_in: LogIn) -> None:
    due("finn")
    assert len(log_in("finn").get("/practice/due/items/").json()["items"]) == 4
    assert log_in("gwen").get("/practice/due/items/").json()["items"] == []
    assert "no-store" in log_in("finn").get("/practice/due/items/")["Cache-Control"]


def test_who_logs_out_leaves_nothing_in_the_browser(due: Due, log_in: LogIn) -> None:
    finn = log_in("finn")
    assert "Clear-Site-Data" not in finn.get("/practice/due/").headers
    assert finn.post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'


def test_the_worker_is_for_the_whole_house_and_no_more_than_a_script(log_in: LogIn) -> None:
    answer = log_in("nobody").get("/practice/worker.js")
    assert answer["Service-Worker-Allowed"] == "/" and answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in log_in("finn").get("/practice/due/")["Content-Security-Policy"]
